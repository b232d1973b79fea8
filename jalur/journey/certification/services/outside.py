"""Results of outside tests and certificates issued elsewhere: typed, checked by somebody else, or not accepted."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.credentials import reading
from jalur.foundation.credentials.statement import Statement, Verdict
from jalur.foundation.files import services as files
from jalur.foundation.files.door import Accepted
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.messaging.services import tell
from jalur.foundation.people.rules import fold_name
from jalur.foundation.workflow.locks import atomic, deed
from jalur.journey.candidates import services as candidates
from jalur.journey.candidates.models import Candidate, HeldCompetency
from jalur.journey.candidates.rules import candidate_number
from jalur.journey.certification import messages, rules
from jalur.journey.certification.models import Assessment, OutsideKind, OutsideResult, State, Way
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
    """Her own, of an office's region, of an institute's classes and applications: an institute's own number on the row opens no file."""
    if actor.user_id is None or not access.may(actor, Right.RECORD_OUTSIDE):
        return False
    if access.covers(actor, Right.RECORD_OUTSIDE, OutsideResult(candidate=candidate)):
        return True
    return actor.organisation_id is not None and _is_known_to(actor.organisation_id, candidate)


def _is_known_to(institute: UUID, candidate: Candidate) -> bool:
    seats = candidate.enrolments.filter(intake__programme__provider=institute)
    return seats.exists() or candidate.assessments.filter(institute=institute).exists()


@deed
def record_outside(
    *, actor: Actor, result: OutsideResult, paper: Accepted | None = None, original: bytes = b"", today: date
) -> OutsideResult:
    """Typed in; it counts for nothing until somebody else has checked it.

    paper: photo or PDF of the certificate; original: its bytes as they were handed in: what is signed in them is read at once.
    """
    if actor.user_id is None or not may_type_for(actor, result.candidate):
        raise access.Refused(Right.RECORD_OUTSIDE)
    result.typed_by_id, result.office_id = actor.user_id, actor.organisation_id
    result.certificate, result.body = " ".join(result.certificate.split()), " ".join(result.body.split())
    if original and result.kind == OutsideKind.CERTIFICATE:
        _read_signature(result, original)
    with OUTSIDE.step("record", actor=actor, subject=result, today=today):
        result.full_clean()
    if paper is not None:
        files.keep(actor=actor, kind=kind_of(rules.OUTSIDE_PAPER), owner=result, accepted=paper)
    return result


@deed
def attach_paper(*, actor: Actor, result: OutsideResult, paper: Accepted, today: date) -> OutsideResult:
    """Photo or PDF of what was typed in without it, one by one or from a list."""
    with OUTSIDE.step("attach", actor=actor, subject=result, today=today) as locked:
        files.keep(actor=actor, kind=kind_of(rules.OUTSIDE_PAPER), owner=locked, accepted=paper)
    return locked


def _read_signature(result: OutsideResult, original: bytes) -> None:
    """A file that a body signed with Jalur speaks for itself: what does not hold, or is not hers, is refused at once."""
    read = reading.read(original, now=timezone.now())
    if (
        read.form is None or read.verdict == Verdict.ISSUER_UNKNOWN
    ):  # a photo, or signed by whom nobody here knows
        return
    if read.verdict not in (Verdict.VALID, Verdict.LIST_UNREACHABLE) or read.statement is None:
        raise refusal("paper", "signature", _why_not(read.verdict))
    said, candidate = read.statement, result.candidate
    if fold_name(said.holder) != fold_name(candidate.person.name):
        raise refusal("paper", "another", _("This file is signed for somebody with another name."))
    if _is_of_here(said, candidate):
        raise refusal(
            "paper",
            "of_here",
            _("This certificate was issued here and counts already. Nothing is to be typed in."),
        )
    result.is_signed, result.issuer_id = True, said.issuer
    result.body, result.certificate = read.issuer_name[:80], said.number


def _why_not(verdict: Verdict) -> str:
    return {
        Verdict.REVOKED: _("This certificate was revoked by its issuer: it counts no longer."),
        Verdict.SUSPENDED: _("This certificate is suspended by its issuer for now."),
        Verdict.EXPIRED: _("This certificate has run out."),
        Verdict.NOT_YET: _("This certificate does not hold yet."),
    }.get(verdict, _("This file is forged: what is signed in it does not hold."))


def _is_of_here(said: Statement, candidate: Candidate) -> bool:
    rows = Assessment.objects.filter(candidate=candidate, body=said.issuer, scheme__code=said.scheme)
    return rows.filter(state=State.COMPETENT, decided_on=said.decided).exists()


@deed
def record_outside_many(*, actor: Actor, rows: Sequence[OutsideResult], today: date) -> list[OutsideResult]:
    """A list of results, all of them or none."""
    return [record_outside(actor=actor, result=one, today=today) for one in rows]


@deed
def confirm_outside(*, actor: Actor, result: OutsideResult, today: date) -> OutsideResult:
    """Somebody else has compared the result of a test with its paper: she holds what it shows, until it ends."""
    with OUTSIDE.step("confirm", actor=actor, subject=result, today=today) as locked:
        _holds(actor, locked, today)
    tell(messages.OUTSIDE_DONE, to=locked.candidate.person, about=locked)
    return locked


@deed
def verify_outside(
    *, actor: Actor, result: OutsideResult, way: str, evidence: str, answered_on: date, today: date
) -> OutsideResult:
    """Somebody else has asked the issuer of a certificate, who is not in Jalur: how, what came of it, and when."""
    if answered_on > today:
        raise refusal("answered_on", "not_yet", _("This day has not come yet."))
    if answered_on < result.taken_on:
        raise refusal("answered_on", "before", _("Nobody could answer before the certificate was there."))
    with OUTSIDE.step("verify", actor=actor, subject=result, today=today) as locked:
        locked.way, locked.evidence, locked.answered_on = way, " ".join(evidence.split()), answered_on
        _holds(actor, locked, today)
    tell(messages.OUTSIDE_DONE, to=locked.candidate.person, about=locked)
    return locked


@deed
def attest_outside(*, actor: Actor, result: OutsideResult, today: date) -> OutsideResult:
    """The body that the certificate names has found it in its own records."""
    with OUTSIDE.step("attest", actor=actor, subject=result, today=today) as locked:
        locked.way, locked.answered_on = Way.ISSUER, today
        _holds(actor, locked, today)
    tell(messages.OUTSIDE_DONE, to=locked.candidate.person, about=locked)
    return locked


def _holds(actor: Actor, locked: OutsideResult, today: date) -> None:
    """She holds what it shows, until it ends. Nothing that she showed later and that counts is replaced."""
    locked.confirmed_by_id, locked.confirmed_on, locked.answer = actor.user_id, today, ""
    newer = HeldCompetency.objects.counting(today).filter(
        candidate=locked.candidate, competency=locked.competency, obtained_on__gt=locked.taken_on
    )
    if newer.exists():
        return
    candidates.hold_assessed(
        actor=actor,
        candidate=locked.candidate,
        codes=[locked.competency_id],
        note=_evidence(locked),
        on=locked.taken_on,
        expires_on=locked.expires_on,
    )


@deed
def set_aside_outside(*, actor: Actor, result: OutsideResult, reason: str, today: date) -> OutsideResult:
    """Nobody can say whether a certificate is genuine: it stands as not verifiable, and counts for nothing."""
    with OUTSIDE.step("set_aside", actor=actor, subject=result, reason=reason, today=today) as locked:
        pass
    tell(messages.OUTSIDE_DONE, to=locked.candidate.person, about=locked)
    return locked


@deed
def disown_outside(*, actor: Actor, result: OutsideResult, reason: str, today: date) -> OutsideResult:
    """The body that the certificate names did not issue it: what it gave, if anything, counts no longer."""
    with OUTSIDE.step("disown", actor=actor, subject=result, reason=reason, today=today) as locked:
        if locked.confirmed_on is not None:
            candidates.drop_assessed(
                actor=actor, candidate=locked.candidate, note=_evidence(locked), reason=reason
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
