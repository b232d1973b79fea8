"""What can happen to a proposal, and what is recorded of plans, studies and decisions on many."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_events
from jalur.foundation.workflow.steps import Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.proposals import guards
from jalur.proposals.models import Proposal, ProposalState, RefusalReason
from jalur.proposals.rights import Right

PROPOSED, DECIDED = (
    {ProposalState.PROPOSED},
    {ProposalState.ACCEPTED, ProposalState.REFUSED},
)
UNDONE = {
    "right": Right.DECIDE_PROPOSAL,
    "event": "proposals:proposal:decision_undone",
    "text": _("Decision on a proposal undone"),
    "guards": (guards.was_decided_today,),
}

PROPOSAL = declare(
    Workflow(
        thing="proposals:proposal",
        model=Proposal,
        states=ProposalState,
        tones={
            ProposalState.PROPOSED: "wait",
            ProposalState.ACCEPTED: "done",
            ProposalState.REFUSED: "bad",
            ProposalState.OVERTAKEN: "none",
        },
        called=lambda _proposal: str(_("This proposal")),
        related=("run", "candidate__person"),
        person=lambda proposal: proposal.candidate.person_id,
        place=lambda proposal: proposal.candidate.person.residence_id,
        settled={
            ProposalState.PROPOSED: _("Nothing has been decided on this proposal yet."),
            ProposalState.ACCEPTED: _("This proposal has been accepted already."),
            ProposalState.REFUSED: _("This proposal has been refused already."),
            ProposalState.OVERTAKEN: _(
                "A newer plan has taken the place of this proposal. Look at the newer one."
            ),
        },
    ),
    Step(
        "accept",
        PROPOSED,
        ProposalState.ACCEPTED,
        "proposals:proposal:accepted",
        _("Path accepted: opening and seats taken"),
        Right.DECIDE_PROPOSAL,
        guards=(guards.may_be_planned,),
    ),
    Step(
        "refuse",
        PROPOSED,
        ProposalState.REFUSED,
        "proposals:proposal:refused",
        _("Proposed path refused"),
        Right.DECIDE_PROPOSAL,
        reason=Reason(
            "refusal_reason",
            label=_("Why is the proposal refused?"),
            choices=dict(RefusalReason.choices),
            missing=_("Say why the proposal is refused."),
        ),
    ),
    Step(verb="undo", sources=DECIDED, target=ProposalState.PROPOSED, **UNDONE),
    # A newer plan has looked at the candidate since: there is nothing to decide on any more.
    Step(verb="undo_overtaken", sources=DECIDED, target=ProposalState.OVERTAKEN, **UNDONE),
    Step(
        "overtake",
        PROPOSED,
        ProposalState.OVERTAKEN,
        "proposals:proposal:overtaken",
        _("Proposed path overtaken"),
        causes={"proposals:proposal:accepted", "proposals:run:finished"},
    ),
)

declare_events(
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
)
