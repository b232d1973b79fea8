"""Writing what a candidate can do, and who has seen it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Refused
from jalur.foundation.competencies.models import Competency
from jalur.foundation.workflow.locks import atomic, lock
from jalur.journey.candidates.models import Candidate, Evidence, HeldCompetency
from jalur.journey.candidates.rights import Right
from jalur.journey.candidates.services.files import locked_file, record_on_file


@atomic()
def add_held(
    *,
    actor: Actor,
    candidate: Candidate,
    competency: Competency,
    evidence: str,
    note: str = "",
    obtained_on: date | None = None,
    expires_on: date | None = None,
    today: date,
) -> HeldCompetency:
    """Enter a competency with its evidence, unconfirmed; again with newer evidence replaces the row."""
    candidate = locked_file(actor, Right.EDIT_CANDIDATE, candidate)
    if evidence not in Evidence.values:
        raise ValidationError({"evidence": _("Choose the evidence for the competency.")})
    if obtained_on is not None and obtained_on > today:
        raise ValidationError({"obtained_on": _("The day it was obtained lies in the future.")})
    if obtained_on is not None and expires_on is not None and expires_on <= obtained_on:
        raise ValidationError({"expires_on": _("It must expire after the day it was obtained.")})
    held, is_new = HeldCompetency.objects.get_or_create(
        candidate=candidate, competency=competency, defaults={"evidence": evidence}
    )
    held.evidence, held.evidence_note = evidence, " ".join(note.split())
    held.obtained_on, held.expires_on = obtained_on, expires_on
    held.confirmed_by_id = held.confirmed_at = None
    held.save()
    event = "candidates:competency:entered" if is_new else "candidates:competency:replaced"
    record_on_file(actor, event, candidate, competency=competency.pk, evidence=evidence)
    return held


@atomic()
def confirm_held(*, actor: Actor, held: HeldCompetency) -> HeldCompetency:
    """An official has seen the evidence: from now on it counts for the plan. One's own file nobody confirms."""
    access.check(actor, Right.CONFIRM_EVIDENCE, held)
    candidate = locked_file(actor, Right.CONFIRM_EVIDENCE, held.candidate)
    locked = lock(HeldCompetency, [held.pk])
    if not locked:
        raise ValidationError(_("Somebody has taken this entry away in the meantime."))
    held = locked[0]
    if candidate.person.account_id is not None and candidate.person.account_id == actor.user_id:
        raise Refused(Right.CONFIRM_EVIDENCE)
    if held.confirmed_at is not None:
        return held
    if held.evidence == Evidence.DECLARED:
        raise ValidationError(
            _("A self-declared skill cannot be confirmed. First enter the evidence that you were shown.")
        )
    held.confirmed_by_id, held.confirmed_at = actor.user_id, timezone.now()
    held.save(update_fields=["confirmed_by", "confirmed_at"])
    record_on_file(actor, "candidates:competency:confirmed", candidate, competency=held.competency_id)
    return held


@atomic()
def remove_held(*, actor: Actor, held: HeldCompetency) -> None:
    """Take an entry away that is not true. The history keeps that it was there."""
    candidate = locked_file(actor, Right.EDIT_CANDIDATE, held.candidate)
    if HeldCompetency.objects.filter(pk=held.pk).delete()[0]:
        record_on_file(actor, "candidates:competency:removed", candidate, competency=held.competency_id)
