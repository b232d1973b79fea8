"""Writing what a candidate can do, and what officials make of the evidence."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Refused
from jalur.foundation.files import queries
from jalur.foundation.files import services as files
from jalur.foundation.files.door import Accepted
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.workflow.locks import deed, lock
from jalur.foundation.workflow.steps import UnchangedError
from jalur.journey.candidates import rules
from jalur.journey.candidates.models import Candidate, Evidence, HeldCompetency
from jalur.journey.candidates.rights import Right
from jalur.journey.candidates.workflow import CANDIDATE, HELD
from jalur.kit.refusals import refusal


@deed
def add_held(
    *, actor: Actor, held: HeldCompetency, today: date, paper: Accepted | None = None
) -> HeldCompetency:
    """Enter a competency of a candidate with its evidence, unseen; again with other evidence replaces the entry.

    An own statement never takes the place of evidence. paper: a file that shows it, beside those that it has.
    """
    access.check(actor, Right.EDIT_CANDIDATE, held.candidate)
    lock(Candidate, [held.candidate_id])  # of two who enter it at once, one replaces what the other entered
    standing = HeldCompetency.objects.filter(candidate=held.candidate, competency=held.competency).first()
    held.evidence_note = " ".join(held.evidence_note.split())
    verb, subject = ("replace", standing) if standing else ("enter", held)
    with HELD.step(verb, actor=actor, subject=subject, today=today) as entry:
        _check(held, today)
        if held.evidence == Evidence.DECLARED and entry.evidence != Evidence.DECLARED:
            sentence = _(
                "Evidence for this skill is recorded already, and an own statement says less. Nothing was changed."
            )
            raise refusal("evidence", "says_less", sentence)
        if held.evidence == Evidence.DECLARED and paper is not None:
            sentence = _("Say what kind of evidence the paper is: with one it is more than an own statement.")
            raise refusal("evidence", "paper_of_no_kind", sentence)
        entry.take_over(held)
    if paper is not None:
        files.keep(actor=actor, kind=kind_of(rules.PAPERS), owner=entry, accepted=paper)
    return entry


def _check(held: HeldCompetency, today: date) -> None:
    if held.evidence not in Evidence.values:
        raise ValidationError({"evidence": _("Choose the evidence for the competency.")})
    if held.obtained_on and held.obtained_on > today:
        raise ValidationError({"obtained_on": _("The day it was obtained is in the future.")})
    if held.obtained_on and held.expires_on and held.expires_on <= held.obtained_on:
        raise ValidationError({"expires_on": _("It must expire after the day it was obtained.")})


@deed
def earn(*, actor: Actor, files: Collection[UUID], codes: Collection[str], note: str, on: date) -> None:
    """Whoever completed a class on that day holds what it taught, with the class (`note`) as evidence.

    A consequence of the class that finished. What counts already stays as it is; what was entered before goes into the note.
    """
    standing = HeldCompetency.objects.filter(candidate__in=files, competency__in=codes)
    known = set(standing.values_list("candidate", "competency"))
    new = [
        HeldCompetency(candidate_id=file, competency_id=code, evidence=Evidence.TRAINING)
        for file in sorted(files)
        for code in sorted(codes)
        if (file, code) not in known
    ]
    HeldCompetency.objects.bulk_create(new, batch_size=1000)
    counting = HeldCompetency.objects.counting(on).filter(candidate__in=files, competency__in=codes)
    with HELD.step_many(
        "earn", actor=actor, subjects=standing.exclude(pk__in=counting.values("pk"))
    ) as earned:
        for held in earned:
            held.evidence, held.obtained_on, held.expires_on = Evidence.TRAINING, on, None
            if not held.evidence_note.startswith(note):
                held.evidence_note = "; ".join(filter(None, (note, held.evidence_note)))[:200]
            held.confirmed_at, held.confirmed_by_id = timezone.now(), actor.user_id


@deed
def hold_assessed(
    *,
    actor: Actor,
    candidate: Candidate,
    codes: Collection[str],
    note: str,
    on: date,
    expires_on: date | None,
) -> None:
    """Whoever was found competent holds what the scheme gives, with the decision (`note`) as evidence, until it runs out.

    A consequence of the decision. It takes the place of what was entered before, which goes into the note.
    """
    standing = HeldCompetency.objects.filter(candidate=candidate, competency__in=codes)
    known = set(standing.values_list("competency", flat=True))
    HeldCompetency.objects.bulk_create(
        HeldCompetency(candidate=candidate, competency_id=code, evidence=Evidence.CERTIFICATE)
        for code in sorted(set(codes) - known)
    )
    with HELD.step_many("certify", actor=actor, subjects=standing.all()) as certified:
        for held in certified:
            held.evidence, held.obtained_on, held.expires_on = Evidence.CERTIFICATE, on, expires_on
            if not held.evidence_note.startswith(note):
                held.evidence_note = "; ".join(filter(None, (note, held.evidence_note)))[:200]
            held.confirmed_at, held.confirmed_by_id = timezone.now(), actor.user_id


@deed
def drop_assessed(*, actor: Actor, candidate: Candidate, note: str, reason: str) -> None:
    """A decision was annulled: what it gave counts no longer, and the person reads why."""
    standing = HeldCompetency.objects.filter(candidate=candidate, evidence_note__startswith=note)
    rows = standing.filter(evidence=Evidence.CERTIFICATE, confirmed_at__isnull=False)
    with HELD.step_many("annul", actor=actor, subjects=rows) as dropped:
        for held in dropped:
            held.review_note = reason[:200]


def confirm_held(*, actor: Actor, held: HeldCompetency, seen: str = "") -> HeldCompetency:
    """An official has seen the evidence as `held` says it: from now on it counts. One's own file nobody confirms.

    seen: the mark (rules.mark_of) of what was on the page, where that is older than `held`.
    """
    with HELD.step("confirm", actor=actor, subject=held) as locked:
        _is_anothers(actor, locked)
        papers = queries.marks_of(queries.files_of(kind_of(rules.PAPERS), locked))
        if rules.mark_of(locked, papers) != (seen or rules.mark_of(held, papers)):
            sentence = _(
                "This evidence was changed after you opened the page. Look at it again before you confirm it."
            )
            raise refusal("evidence", "changed", sentence)
        locked.confirmed_by_id = actor.user_id
    return locked


def ask_for_more(*, actor: Actor, held: HeldCompetency, reason: str) -> HeldCompetency:
    """The evidence does not do yet: the person reads what to bring or add."""
    with HELD.step("ask", actor=actor, subject=held, reason=reason) as locked:
        _is_anothers(actor, locked)
    return locked


def send_back(*, actor: Actor, held: HeldCompetency, reason: str) -> HeldCompetency:
    """The evidence does not hold, or no longer: it does not count, and the person reads why."""
    with HELD.step("return", actor=actor, subject=held, reason=reason) as locked:
        _is_anothers(actor, locked)
    return locked


def _is_anothers(actor: Actor, held: HeldCompetency) -> None:
    account = held.candidate.person.account_id
    if account is not None and account == actor.user_id:
        raise Refused(Right.CONFIRM_EVIDENCE)


def remove_held(*, actor: Actor, held: HeldCompetency) -> None:
    """Take an entry away that is not true. The history keeps that it was there."""
    detail = {"competency": held.competency_id}
    with CANDIDATE.step("remove", actor=actor, subject=held.candidate, detail=detail):
        files.remove_with_owner(actor=actor, kind=kind_of(rules.PAPERS), owner=held)
        if not HeldCompetency.objects.filter(pk=held.pk).delete()[0]:
            raise UnchangedError
