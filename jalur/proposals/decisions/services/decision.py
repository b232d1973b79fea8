"""A named person decides on one proposal. Only an acceptance takes a seat and an opening, and all of them or none."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders import services as job_orders
from jalur.journey.job_orders.models import JobOrder, Reservation
from jalur.journey.training import services as training
from jalur.journey.training.models import Enrolment, EnrolmentState, Intake
from jalur.kit.refusals import refusal
from jalur.proposals.models import Proposal, ProposalState, RefusalReason
from jalur.proposals.workflow import PROPOSAL


@deed
def accept(*, actor: Actor, proposal: Proposal, today: date) -> Proposal:
    """Take the opening and every seat of the path for the candidate.

    Raises Refused, or ValidationError with a sentence that says what is gone; then nothing has changed.
    """
    with PROPOSAL.step("accept", actor=actor, subject=proposal, today=today) as locked:
        intakes = lock_path(locked)
        candidate, order = locked.candidate, locked.order
        try:
            for intake in intakes:
                training.enrol(actor=actor, intake=intake, candidate=candidate, today=today)
            job_orders.reserve_opening(actor=actor, order=order, candidate=candidate, today=today)
        except ValidationError as refused:
            raise gone(refused) from refused
        others = Proposal.objects.filter(candidate=candidate, state=ProposalState.PROPOSED)
        PROPOSAL.step_rows(
            "overtake",
            actor=actor,
            rows=others.exclude(pk=locked.pk),
            person="candidate__person_id",
            place="candidate__home",
        )
        decided_by(locked, actor, today)
    return locked


def refuse(*, actor: Actor, proposal: Proposal, reason: str, note: str = "", today: date) -> Proposal:
    """Turn the proposal down, with a reason of `RefusalReason`. Nothing was taken, so nothing is given back."""
    with PROPOSAL.step("refuse", actor=actor, subject=proposal, reason=reason, today=today) as locked:
        if reason == RefusalReason.OTHER and not note.strip():
            raise refusal("note", "missing", _("Write the other reason in a few words."))
        if len(note) > 300:
            raise refusal("note", "too_long", _("Write at most 300 characters."))
        locked.refusal_note = note.strip()
        decided_by(locked, actor, today)
    return locked


def undo(*, actor: Actor, proposal: Proposal, today: date) -> Proposal:
    """Take a decision back on the day it was made: the opening and the seats of an acceptance are given back."""
    verb = "undo_overtaken" if is_overtaken(proposal) else "undo"
    was = {"was": proposal.state}
    with PROPOSAL.step(verb, actor=actor, subject=proposal, today=today, detail=was) as locked:
        if locked.state == ProposalState.ACCEPTED:
            give_back(actor, locked)
        locked.refusal_reason, locked.refusal_note = "", ""
        locked.decided_by_id = locked.decided_at = locked.decided_on = None
    return locked


def decided_by(proposal: Proposal, actor: Actor, today: date) -> None:
    """Who decided, and on which working day."""
    proposal.decided_by_id, proposal.decided_at, proposal.decided_on = actor.user_id, timezone.now(), today


def lock_path(proposal: Proposal) -> list[Intake]:
    """Classes, then the candidate's file, then the order: held before any of them moves. Classes come in path order."""
    keys = list(proposal.steps.order_by("position").values_list("intake_id", flat=True))
    intakes = {intake.pk: intake for intake in lock(Intake, keys)}
    (proposal.candidate,) = lock(Candidate, [proposal.candidate_id], related=("person",))
    (proposal.order,) = lock(JobOrder, [proposal.order_id])
    return [intakes[key] for key in keys]


def gone(refused: ValidationError) -> ValidationError:
    """What stands in the way of an acceptance, with the assurance that nothing was taken."""
    params = {"sentence": " ".join(refused.messages)}
    sentence = _("This path can't be taken any more. %(sentence)s No opening and no seat was taken.") % params
    return refusal("proposal", "gone", sentence)


def give_back(actor: Actor, proposal: Proposal) -> None:
    """Every seat and the opening of an accepted path, held in the one order before any of them moves."""
    reason = _("acceptance undone on the same day")
    path = proposal.steps.values("intake_id")
    seats = Enrolment.objects.filter(
        candidate=proposal.candidate_id, intake_id__in=path, state=EnrolmentState.ENROLLED
    )
    held = Reservation.objects.held().filter(order=proposal.order_id, candidate=proposal.candidate_id)
    lock(Intake, seats.values_list("intake_id", flat=True))
    lock(Enrolment, seats.values_list("pk", flat=True))
    lock(Candidate, [proposal.candidate_id])
    lock(JobOrder, [proposal.order_id])
    for enrolment in seats.order_by("-intake__starts", "pk"):
        training.withdraw(actor=actor, enrolment=enrolment, reason=reason)
    for reservation in held.order_by("pk"):
        job_orders.release_opening(actor=actor, reservation=reservation, reason=reason)


def is_overtaken(proposal: Proposal) -> bool:
    """Whether a later run has looked at the same candidate."""
    later = Proposal.objects.filter(
        candidate_id=proposal.candidate_id, run__created_at__gt=proposal.run.created_at
    )
    return later.exclude(state=ProposalState.OVERTAKEN).exists()
