"""What stands in the way of a study and of a decision on a proposal. A guard (steps.Guard) changes nothing."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.workflow.steps import Ask
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders import guards as job_orders
from jalur.journey.job_orders.models import JobOrder, Reservation
from jalur.journey.job_orders.models import State as OrderState
from jalur.journey.training.models import Enrolment, Intake
from jalur.journey.training.queries import LIVE
from jalur.kit import formats
from jalur.kit.refusals import refusal
from jalur.proposals.models import (
    HER_OWN_HAND,
    Proposal,
    ProposalState,
    Publication,
    PublicationJob,
    Study,
)


def starts_from_a_plan(study: Study, _ask: Ask) -> ValidationError | None:
    if study.run.has_plan:
        return None
    return refusal("run", "no_plan", _("This run has no plan to start from."))


def is_a_plan(publication: Publication | PublicationJob, _ask: Ask) -> ValidationError | None:
    if publication.run.has_plan:
        return None
    return refusal("run", "no_plan", _("This run has no plan to publish."))


def is_no_what_if(publication: Publication | PublicationJob, _ask: Ask) -> ValidationError | None:
    if not publication.run.is_what_if:
        return None
    sentence = _("This plan is a what-if and can't be published. Make a plan of what holds today instead.")
    return refusal("run", "what_if", sentence)


def nothing_of_it_is_decided(publication: Publication, _ask: Ask) -> ValidationError | None:
    """As long as every proposal waits as it was published, those aside whose people have left."""
    untouched = (ProposalState.PROPOSED, ProposalState.LAPSED)
    moved_on = publication.proposals.exclude(state__in=untouched)
    if moved_on.filter(state=ProposalState.OVERTAKEN, replaced_by__isnull=False).exists():
        sentence = _(
            "A newer plan has replaced proposals of this one. Take the newer one back first; then this one can follow."
        )
        return refusal("publication", "replaced", sentence)
    if not moved_on.exists():
        return None
    sentence = _("Proposals of this plan have been offered or decided, so it can't be taken back any more.")
    return refusal("publication", "decided", sentence)


def is_still_untouched(job: PublicationJob, ask: Ask) -> ValidationError | None:
    """Of a publication that is to be taken back nothing is decided."""
    return nothing_of_it_is_decided(job.publication, ask) if job.publication else None


def may_be_planned(proposal: Proposal, _ask: Ask) -> ValidationError | None:
    """The candidate is still on the path and wants to be planned."""
    if Candidate.objects.plannable().filter(pk=proposal.candidate_id).exists():
        return None
    sentence = _("This candidate has left planning; the proposal no longer holds.")
    return refusal("candidate", "left_planning", sentence)


def order_takes_people(proposal: Proposal, _ask: Ask) -> ValidationError | None:
    """Nobody is sent to an order that stands still by law."""
    order = proposal.order
    return job_orders.opening(order, "on_hold") if order.state == OrderState.HELD else None


def what_is_held(proposal: Proposal) -> JobOrder | Intake | None:
    """What of a path stands still by law: its order, else its first class on hold."""
    if proposal.order.state == OrderState.HELD:
        return proposal.order
    held = Intake.objects.on_hold().filter(pk__in=proposal.steps.values("intake"))
    return held.select_related("programme__provider").order_by("starts", "number").first()


def nothing_is_on_hold(proposal: Proposal, _ask: Ask) -> ValidationError | None:
    """While order or class stand still nobody has to answer, and nobody can say yes."""
    held = what_is_held(proposal)
    if held is None:
        return None
    sentence = _(
        "This path is on hold: %(because)s. The opening and the seats stay held; a yes is possible as soon as it goes on"
        " again, and the time to answer begins anew then."
    )
    return refusal("proposal", "on_hold", sentence % {"because": held.get_held_because_display()})


def can_undo(decided_on: date | None, today: date) -> bool:
    """A decision can be taken back on the working day it was made."""
    return decided_on is not None and decided_on == today


def was_decided_today(proposal: Proposal, ask: Ask) -> ValidationError | None:
    if can_undo(proposal.decided_on, ask.today):
        return None
    sentence = _(
        "A decision can be taken back on the same day only. Withdraw from the class or the opening instead."
    )
    return refusal("proposal", "another_day", sentence)


def is_not_her_own_word(proposal: Proposal, ask: Ask) -> ValidationError | None:
    """What she herself said, only she takes back."""
    is_she = ask.actor.person_id == proposal.candidate.person_id
    if is_she or proposal.answered_how not in HER_OWN_HAND:
        return None
    sentence = _("The candidate answered personally; only the candidate can take it back.")
    return refusal("proposal", "her_own_word", sentence)


def is_in_time(proposal: Proposal, ask: Ask) -> ValidationError | None:
    """The last day to answer counts whole."""
    if not is_past(proposal, ask.today):
        return None
    sentence = _("The last day to answer, %(day)s, has passed. The office can offer the path again.")
    return refusal("proposal", "too_late", sentence % {"day": formats.day(proposal.answer_by)})


def its_last_day_has_passed(proposal: Proposal, ask: Ask) -> ValidationError | None:
    """An offer is kept till the end of its last day."""
    if is_past(proposal, ask.today):
        return None
    return refusal("proposal", "still_open", _("There is still time to answer this offer."))


def is_past(proposal: Proposal, today: date) -> bool:
    return proposal.answer_by is not None and proposal.answer_by < today


def is_still_held(proposal: Proposal, _ask: Ask) -> ValidationError | None:
    """What was offered is what she says yes to: the opening and every seat."""
    candidate, steps = proposal.candidate_id, proposal.steps.values("intake_id")
    opening = Reservation.objects.held().filter(order=proposal.order_id, candidate=candidate)
    seats = Enrolment.objects.filter(candidate=candidate, intake_id__in=steps, state__in=LIVE)
    if opening.exists() and seats.count() == steps.count():
        return None
    sentence = _(
        "The opening or a seat of this offer has been given back meanwhile, so it can't be accepted as it was"
        " offered. Ask the office for a new offer."
    )
    return refusal("proposal", "not_held", sentence)
