"""What can happen to a proposal."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind, declare
from jalur.kit.workflow import Transition, step
from jalur.proposals.models import Proposal, ProposalState

DECIDE = "proposals:proposal:decide"

TRANSITIONS = (
    Transition(
        verb="accept",
        sources=frozenset({ProposalState.PROPOSED}),
        target=ProposalState.ACCEPTED,
        action=DECIDE,
        event="proposals:proposal:accepted",
    ),
    Transition(
        verb="refuse",
        sources=frozenset({ProposalState.PROPOSED}),
        target=ProposalState.REFUSED,
        action=DECIDE,
        event="proposals:proposal:refused",
        needs_reason=True,
    ),
    Transition(
        verb="undo",
        sources=frozenset({ProposalState.ACCEPTED, ProposalState.REFUSED}),
        target=ProposalState.PROPOSED,
        action=DECIDE,
        event="proposals:proposal:decision_undone",
    ),
)

# What stands in the way of a verb, by the state the proposal is in.
SENTENCES = {
    ProposalState.PROPOSED: _("Nothing has been decided on this proposal yet."),
    ProposalState.ACCEPTED: _("This proposal has been accepted already."),
    ProposalState.REFUSED: _("This proposal has been refused already."),
    ProposalState.OVERTAKEN: _("A newer plan has taken the place of this proposal. Look at the newer one."),
}


def can(proposal: Proposal, verb: str) -> bool:
    return step(TRANSITIONS, verb, proposal.state) is not None


def transition(proposal: Proposal, verb: str) -> Transition:
    """The row for the verb from the proposal's state; ValidationError with a sentence when there is none."""
    row = step(TRANSITIONS, verb, proposal.state)
    if row is None:
        raise ValidationError({"proposal": SENTENCES[ProposalState(proposal.state)]})
    return row


declare(
    EventKind("proposals:run:started", _("Plan started"), is_public=True),
    EventKind("proposals:run:stopped", _("Plan stopped"), is_public=True),
    EventKind("proposals:run:finished", _("Plan finished"), is_public=True),
    EventKind("proposals:run:failed", _("Plan failed"), is_public=True),
    EventKind("proposals:run:ended_without_plan", _("Ended without a plan"), is_public=True),
    EventKind("proposals:run:taken_up", _("Interrupted plan taken up again"), is_public=True),
    EventKind("proposals:study:started", _("Study started"), is_public=True),
    EventKind("proposals:study:stopped", _("Study stopped"), is_public=True),
    EventKind("proposals:study:finished", _("Study finished"), is_public=True),
    EventKind("proposals:study:failed", _("Study failed"), is_public=True),
    EventKind("proposals:study:taken_up", _("Interrupted study taken up again"), is_public=True),
    EventKind("proposals:bulk_decision:started", _("Decision on many started")),
    EventKind("proposals:bulk_decision:stopped", _("Decision on many stopped")),
    EventKind("proposals:proposal:accepted", _("Proposed path accepted")),
    EventKind("proposals:proposal:refused", _("Proposed path refused")),
    EventKind("proposals:proposal:decision_undone", _("Decision on a proposal undone")),
)
