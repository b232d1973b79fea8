"""Results of outside tests: typed, checked by somebody else, or not accepted."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.files import services as files
from jalur.foundation.files.door import Accepted
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.messaging.services import tell
from jalur.foundation.workflow.locks import atomic, deed
from jalur.journey.candidates import services as candidates
from jalur.journey.candidates.models import Candidate, HeldCompetency
from jalur.journey.candidates.rules import candidate_number
from jalur.journey.certification import messages, rules
from jalur.journey.certification.models import OutsideResult
from jalur.journey.certification.rights import Right
from jalur.journey.certification.workflow import OUTSIDE
from jalur.kit.refusals import refusal


def person_for(actor: Actor, number: str) -> Candidate:
    """The candidate whose results the actor may type in; another number says nothing about the file behind it."""
    found = Candidate.objects.current().select_related("person__residence")
    candidate = found.filter(number=candidate_number(number)).first()
    if candidate is None or not may_type_for(actor, candidate):
        sentence = _("Nobody with this number can be helped here. Check the number.")
        raise refusal("candidate", "unknown", sentence)
    return candidate


def may_type_for(actor: Actor, candidate: Candidate) -> bool:
    blank = OutsideResult(candidate=candidate, office_id=actor.organisation_id)
    return actor.user_id is not None and access.covers(actor, Right.RECORD_OUTSIDE, blank)


@deed
def record_outside(
    *, actor: Actor, result: OutsideResult, paper: Accepted | None = None, today: date
) -> OutsideResult:
    """Typed in; it counts for nothing until somebody else has checked it. paper: photo or PDF of the certificate."""
    if actor.user_id is None:
        raise access.Refused(Right.RECORD_OUTSIDE)
    result.typed_by_id, result.office_id = actor.user_id, actor.organisation_id
    result.certificate, result.body = " ".join(result.certificate.split()), " ".join(result.body.split())
    with OUTSIDE.step("record", actor=actor, subject=result, today=today):
        result.full_clean()
    if paper is not None:
        files.keep(actor=actor, kind=kind_of(rules.OUTSIDE_PAPER), owner=result, accepted=paper)
    return result


@deed
def record_outside_many(*, actor: Actor, rows: Sequence[OutsideResult], today: date) -> list[OutsideResult]:
    """A list of results, all of them or none."""
    return [record_outside(actor=actor, result=one, today=today) for one in rows]


@deed
def confirm_outside(*, actor: Actor, result: OutsideResult, today: date) -> OutsideResult:
    """Somebody else has compared it with the paper: she holds what it shows, until it ends.

    Nothing that she showed later and that counts is replaced.
    """
    with OUTSIDE.step("confirm", actor=actor, subject=result, today=today) as locked:
        locked.confirmed_by_id, locked.confirmed_on = actor.user_id, today
        newer = HeldCompetency.objects.counting(today).filter(
            candidate=locked.candidate, competency=locked.competency, obtained_on__gt=locked.taken_on
        )
        if not newer.exists():
            candidates.hold_assessed(
                actor=actor,
                candidate=locked.candidate,
                codes=[locked.competency_id],
                note=_evidence(locked),
                on=locked.taken_on,
                expires_on=locked.expires_on,
            )
    tell(messages.OUTSIDE_DONE, to=locked.candidate.person, about=locked)
    return locked


def _evidence(result: OutsideResult) -> str:
    return f"{result.body}, {result.certificate}"


@deed
def refuse_outside(*, actor: Actor, result: OutsideResult, reason: str, today: date) -> OutsideResult:
    with OUTSIDE.step("refuse", actor=actor, subject=result, reason=reason, today=today) as locked:
        pass
    tell(messages.OUTSIDE_DONE, to=locked.candidate.person, about=locked)
    return locked


@deed
def revoke_outside(*, actor: Actor, result: OutsideResult, reason: str, today: date) -> OutsideResult:
    """Found to be wrong later: what it gave counts no longer."""
    with OUTSIDE.step("revoke", actor=actor, subject=result, reason=reason, today=today) as locked:
        candidates.drop_assessed(
            actor=actor, candidate=locked.candidate, note=_evidence(locked), reason=reason
        )
    tell(messages.OUTSIDE_DONE, to=locked.candidate.person, about=locked)
    return locked


@deed
def take_back_outside(*, actor: Actor, result: OutsideResult, today: date) -> OutsideResult:
    with OUTSIDE.step("take_back", actor=actor, subject=result, today=today) as locked:
        pass
    return locked


def remind_of_ends(today: date) -> int:
    """Tell whoever holds a result that ends within two months, once for each; how many messages were written or stood already."""
    told = 0
    rows = OutsideResult.objects.running_out(today).select_related("candidate__person")
    for one in rows.order_by("pk").iterator():
        assert one.expires_on is not None  # of those that run out
        with atomic():
            message = tell(
                messages.OUTSIDE_ENDS,
                to=one.candidate.person,
                about=one,
                once=str(one.expires_on),
                day=one.expires_on,
            )
        told += message is not None
    return told
