"""How a proposal is decided on, and how plans, studies and decisions on many go from asked for to done."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.work.models import WorkState
from jalur.foundation.work.workflow import TONES, work_steps
from jalur.foundation.workflow.steps import Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.proposals import guards
from jalur.proposals.models import (
    BulkDecision,
    Proposal,
    ProposalState,
    RefusalReason,
    Run,
    Study,
    StudyKind,
)
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

RUN = declare(
    Workflow(
        thing="proposals:run",
        model=Run,
        states=WorkState,
        tones=TONES,
        called=lambda run: _("The plan for %(place)s") % {"place": run.place or _("Indonesia")},
        related=("place",),
        place=lambda run: run.place_id or "",
        is_public=True,
    ),
    *work_steps(
        "proposals:run",
        ask=Right.START_RUN,
        cancel=Right.CANCEL_RUN,
        done=_("The plan is being stopped."),
        events={
            "ask": ("started", _("Plan started")),
            "begin": ("begun", _("A worker began the plan")),
            "cancel": ("stopped", _("Plan stopped")),
            "finish": ("finished", _("Plan finished")),
            "drop": ("ended_without_plan", _("Ended without a plan")),
            "fail": ("failed", _("Plan failed")),
            "take_up": ("taken_up", _("Interrupted plan taken up again")),
        },
        failures={
            "no_candidates": _(
                "Nobody here can be planned now: no registered candidate is willing, free and without an opening."
            ),
            "no_orders": _(
                "There is no open job order with an opening left, so there is nothing to plan for."
            ),
            "no_classes": _(
                "There is no open class with a free seat that these people can reach. Ask the institutes "
                "to open classes first."
            ),
            "invalid_input": _(
                "The registered data contradict each other somewhere, so no plan was made. The "
                "administrator finds the tables and rows in the log."
            ),
            "unverified": _(
                "The plan did not pass the independent check and was thrown away. No proposal was made. "
                "Please tell the administrator."
            ),
            "lost": _(
                "The computer that worked on this plan stopped twice. Nothing was changed. Start the plan again."
            ),
            "error": _(
                "Something went wrong while the plan was made. Nothing was changed. Start it again, or "
                "tell the administrator."
            ),
        },
    ),
)

STUDY = declare(
    Workflow(
        thing="proposals:study",
        model=Study,
        states=WorkState,
        tones=TONES,
        called=lambda study: str(StudyKind(study.kind).label).capitalize(),
        related=("run__place",),
        place=lambda study: study.run.place_id or "",
        is_public=True,
    ),
    *work_steps(
        "proposals:study",
        ask=Right.START_RUN,
        cancel=Right.CANCEL_RUN,
        guards_of_asking=(guards.starts_from_a_plan,),
        done=_("The calculation is being stopped."),
        events={
            "ask": ("started", _("Study started")),
            "begin": ("begun", _("A worker began the study")),
            "cancel": ("stopped", _("Study stopped")),
            "finish": ("finished", _("Study finished")),
            "drop": ("ended_without_answer", _("Ended without an answer")),
            "fail": ("failed", _("Study failed")),
            "take_up": ("taken_up", _("Interrupted study taken up again")),
        },
        failures={
            "lost": _("The computer that worked on this stopped twice. Nothing was changed. Ask again."),
            "error": _(
                "Something went wrong while this was worked out. Nothing was changed. Ask again, or tell "
                "the administrator."
            ),
        },
    ),
)

BULK_DECISION = declare(
    Workflow(
        thing="proposals:bulk_decision",
        model=BulkDecision,
        states=WorkState,
        tones=TONES,
        called=lambda _decision: str(_("This decision on many proposals")),
        related=("requested_by",),
        place=lambda decision: decision.place_id or "",
    ),
    *work_steps(
        "proposals:bulk_decision",
        ask=Right.DECIDE_PROPOSAL,
        cancel=Right.DECIDE_PROPOSAL,
        done=_("No further proposal is decided on; what is done stays done."),
        events={
            "ask": ("started", _("Decision on many started")),
            "begin": ("begun", _("A worker began the decision on many")),
            "cancel": ("stopped", _("Decision on many stopped")),
            "finish": ("finished", _("Decision on many carried out")),
            "drop": ("ended", _("Decision on many ended halfway")),
            "fail": ("failed", _("Decision on many failed")),
            "take_up": ("taken_up", _("Interrupted decision on many taken up again")),
        },
        failures={
            "not_allowed": _(
                "Your account or role ended before this was done. What is listed as done stays done."
            ),
            "lost": _(
                "The computer that worked on this stopped twice. What is listed as done stays done; decide on "
                "the others again."
            ),
        },
    ),
)
