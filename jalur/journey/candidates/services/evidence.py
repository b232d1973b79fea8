"""Writing what a candidate can do, and who has seen it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Refused
from jalur.foundation.workflow.locks import deed, lock
from jalur.foundation.workflow.steps import UnchangedError
from jalur.journey.candidates.models import Candidate, Evidence, HeldCompetency
from jalur.journey.candidates.rights import Right
from jalur.journey.candidates.workflow import CANDIDATE


@deed
def add_held(*, actor: Actor, held: HeldCompetency, today: date) -> HeldCompetency:
    """Enter a competency of a candidate with its evidence, unconfirmed; again with newer evidence replaces the row."""
    access.check(actor, Right.EDIT_CANDIDATE, held.candidate)
    lock(Candidate, [held.candidate_id])  # of two who enter it at once, one replaces what the other entered
    rows = HeldCompetency.objects.filter(candidate=held.candidate, competency=held.competency)
    verb = "replace" if rows.exists() else "enter"
    detail = {"competency": held.competency_id, "evidence": held.evidence}
    with CANDIDATE.step(verb, actor=actor, subject=held.candidate, today=today, detail=detail):
        if held.evidence not in Evidence.values:
            raise ValidationError({"evidence": _("Choose the evidence for the competency.")})
        if held.obtained_on and held.obtained_on > today:
            raise ValidationError({"obtained_on": _("The day it was obtained lies in the future.")})
        if held.obtained_on and held.expires_on and held.expires_on <= held.obtained_on:
            raise ValidationError({"expires_on": _("It must expire after the day it was obtained.")})
        held.evidence_note = " ".join(held.evidence_note.split())
        held.confirmed_by = held.confirmed_at = None
        entry = rows.first() or held
        entry.take_over(held)
        entry.save()
    return entry


def confirm_held(*, actor: Actor, held: HeldCompetency) -> HeldCompetency:
    """An official has seen the evidence: from now on it counts for the plan. One's own file nobody confirms."""
    access.check(actor, Right.CONFIRM_EVIDENCE, held)
    detail = {"competency": held.competency_id}
    with CANDIDATE.step("confirm", actor=actor, subject=held.candidate, detail=detail) as candidate:
        locked = lock(HeldCompetency, [held.pk])
        if not locked:
            raise ValidationError(_("Somebody has taken this entry away in the meantime."))
        (held,) = locked
        if candidate.person.account_id is not None and candidate.person.account_id == actor.user_id:
            raise Refused(Right.CONFIRM_EVIDENCE)
        if held.confirmed_at is not None:
            raise UnchangedError
        if held.evidence == Evidence.DECLARED:
            raise ValidationError(
                _("A self-declared skill cannot be confirmed. First enter the evidence that you were shown.")
            )
        held.confirmed_by_id, held.confirmed_at = actor.user_id, timezone.now()
        held.save(update_fields=["confirmed_by", "confirmed_at"])
    return held


def remove_held(*, actor: Actor, held: HeldCompetency) -> None:
    """Take an entry away that is not true. The history keeps that it was there."""
    detail = {"competency": held.competency_id}
    with CANDIDATE.step("remove", actor=actor, subject=held.candidate, detail=detail):
        if not HeldCompetency.objects.filter(pk=held.pk).delete()[0]:
            raise UnchangedError
