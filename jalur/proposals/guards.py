"""What stands in the way of a study and of a decision on a proposal. A guard (steps.Guard) changes nothing."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.workflow.steps import Ask
from jalur.journey.candidates.models import Candidate
from jalur.kit.refusals import refusal
from jalur.proposals.models import Proposal, Study


def starts_from_a_plan(study: Study, _ask: Ask) -> ValidationError | None:
    if study.run.has_plan:
        return None
    return refusal("run", "no_plan", _("This run has no plan to start from."))


def may_be_planned(proposal: Proposal, _ask: Ask) -> ValidationError | None:
    """The candidate is still on the path and wants to be planned."""
    if Candidate.objects.plannable().filter(pk=proposal.candidate_id).exists():
        return None
    sentence = _("This candidate has left planning; the proposal no longer holds.")
    return refusal("candidate", "left_planning", sentence)


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
