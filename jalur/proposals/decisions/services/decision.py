"""A named person decides on one proposal. Only an acceptance takes a seat and an opening, and all of them or none."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import services as history
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders import services as job_orders
from jalur.journey.job_orders.models import JobOrder, Reservation
from jalur.journey.training import services as training
from jalur.journey.training.models import Enrolment, EnrolmentState, Intake
from jalur.proposals import workflow
from jalur.proposals.decisions import rules
from jalur.proposals.models import Proposal, ProposalState, RefusalReason


@transaction.atomic
def accept(*, actor: Actor, proposal: Proposal, today: date) -> Proposal:
    """Take the opening and every seat of the path for the candidate.

    Raises Refused, or ValidationError with a sentence that says what is gone; then nothing has changed.
    """
    access.check(actor, workflow.DECIDE, proposal)
    proposal, candidate = lock(proposal.pk)
    row = workflow.transition(proposal, "accept")
    if not Candidate.objects.plannable().filter(pk=candidate.pk).exists():
        raise ValidationError(
            {"candidate": _("This candidate has left planning; the proposal no longer holds.")}
        )
    order, intakes = lock_path(proposal)
    try:
        job_orders.reserve_opening(actor=actor, order=order, candidate=candidate, today=today)
        for intake in intakes:
            training.enrol(actor=actor, intake=intake, candidate=candidate, today=today)
    except ValidationError as refusal:
        raise gone(refusal) from refusal
    others = Proposal.objects.filter(candidate=candidate, state=ProposalState.PROPOSED).exclude(
        pk=proposal.pk
    )
    others.update(state=ProposalState.OVERTAKEN)
    return decide(actor, proposal, row.target, row.event, today=today)


@transaction.atomic
def refuse(*, actor: Actor, proposal: Proposal, reason: str, note: str = "", today: date) -> Proposal:
    """Turn the proposal down, with a reason of `RefusalReason`. Nothing was taken, so nothing is given back."""
    access.check(actor, workflow.DECIDE, proposal)
    if reason not in RefusalReason.values:
        raise ValidationError({"reason": _("Say why the proposal is refused.")})
    if reason == RefusalReason.OTHER and not note.strip():
        raise ValidationError({"note": _("Write the other reason in a few words.")})
    if len(note) > 300:
        raise ValidationError({"note": _("Write at most 300 characters.")})
    proposal, _candidate = lock(proposal.pk)
    row = workflow.transition(proposal, "refuse")
    proposal.refusal_reason, proposal.refusal_note = reason, note.strip()
    return decide(actor, proposal, row.target, row.event, today=today, detail={"reason": reason})


@transaction.atomic
def undo(*, actor: Actor, proposal: Proposal, today: date) -> Proposal:
    """Take a decision back on the day it was made: the opening and the seats of an acceptance are given back."""
    access.check(actor, workflow.DECIDE, proposal)
    proposal, candidate = lock(proposal.pk)
    row = workflow.transition(proposal, "undo")
    if not rules.can_undo(proposal.decided_on, today):
        raise ValidationError(
            {
                "proposal": _(
                    "A decision can be taken back on the same day only. Withdraw from the class "
                    "or the opening instead."
                )
            }
        )
    was = proposal.state
    if was == ProposalState.ACCEPTED:
        give_back(actor, proposal, candidate)
    proposal.refusal_reason, proposal.refusal_note = "", ""
    target = ProposalState.OVERTAKEN if is_overtaken(proposal) else ProposalState(row.target)
    return decide(actor, proposal, target, row.event, today=None, detail={"was": was})


def lock(pk: UUID) -> tuple[Proposal, Candidate]:
    """The proposal and then its candidate, locked: two decisions for one person wait for each other."""
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("run").get(pk=pk)
    people = Candidate.objects.select_for_update(of=("self",), no_key=True).select_related("person")
    candidate = people.get(pk=proposal.candidate_id)
    proposal.candidate = candidate
    return proposal, candidate


def lock_path(proposal: Proposal) -> tuple[JobOrder, list[Intake]]:
    """Order and classes, locked in key order: two acceptances never wait in a ring. Classes come in path order."""
    order = JobOrder.objects.select_for_update(of=("self",)).get(pk=proposal.order_id)
    keys = list(proposal.steps.order_by("position").values_list("intake_id", flat=True))
    locked = {
        intake.pk: intake
        for intake in Intake.objects.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",))
    }
    return order, [locked[key] for key in keys]


def gone(refusal: ValidationError) -> ValidationError:
    """What stands in the way of an acceptance, with the assurance that nothing was taken."""
    params = {"sentence": " ".join(refusal.messages)}
    sentence = _("This path can't be taken any more. %(sentence)s No opening and no seat was taken.") % params
    return ValidationError({"proposal": ValidationError(sentence, code="gone")})


def give_back(actor: Actor, proposal: Proposal, candidate: Candidate) -> None:
    reason = _("acceptance undone on the same day")
    held = Reservation.objects.filter(
        order_id=proposal.order_id, candidate=candidate, released_at__isnull=True
    )
    for reservation in held.order_by("pk"):
        job_orders.release_opening(actor=actor, reservation=reservation, reason=reason)
    seats = Enrolment.objects.filter(
        candidate=candidate,
        intake_id__in=proposal.steps.values("intake_id"),
        state=EnrolmentState.ENROLLED,
    )
    for enrolment in seats.order_by("-intake__starts", "pk"):
        training.withdraw(actor=actor, enrolment=enrolment, reason=reason)


def is_overtaken(proposal: Proposal) -> bool:
    """Whether a later run has looked at the same candidate."""
    later = Proposal.objects.filter(
        candidate_id=proposal.candidate_id, run__created_at__gt=proposal.run.created_at
    )
    return later.exclude(state=ProposalState.OVERTAKEN).exists()


def decide(
    actor: Actor,
    proposal: Proposal,
    target: str,
    event: str,
    *,
    today: date | None,
    detail: dict[str, Any] | None = None,
) -> Proposal:
    """Write the new state, who decided and the event. Without a day there is no decision any more."""
    proposal.state = target
    proposal.decided_by_id = actor.user_id if today else None
    proposal.decided_at = timezone.now() if today else None
    proposal.decided_on = today
    proposal.save(
        update_fields=[
            "state", "decided_by", "decided_at", "decided_on", "refusal_reason", "refusal_note",
        ]
    )  # fmt: skip
    person = proposal.candidate.person
    history.record(
        actor=actor,
        event=event,
        subject=proposal,
        person_id=person.pk,
        place=person.residence_id,
        detail=detail or {},
    )
    return proposal
