"""The states of a candidate's file and what leads from one to the next; a class moves it on, a person ends it."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_events
from jalur.foundation.workflow.steps import Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.candidates.models import Candidate, CandidateImport, State, WithdrawalReason
from jalur.journey.candidates.rights import Right

CANDIDATE = declare(
    Workflow(
        thing="candidates:candidate",
        model=Candidate,
        states=State,
        tones={
            State.REGISTERED: "now",
            State.IN_TRAINING: "now",
            State.READY: "done",
            State.WITHDRAWN: "none",
        },
        called=lambda candidate: _("The file %(number)s") % {"number": candidate.number},
        related=("person",),
        person=lambda candidate: candidate.person_id,
        place=lambda candidate: candidate.person.residence_id,
        settled={State.WITHDRAWN: _("This candidate has withdrawn already.")},
        steps=(
            Step(
                verb="start_training",
                sources=frozenset({State.REGISTERED, State.READY}),
                target=State.IN_TRAINING,
                causes=frozenset({"training:intake:started"}),
                event="candidates:candidate:training_started",
                text=_("Training started"),
            ),
            Step(
                verb="stop_training",
                sources=frozenset({State.IN_TRAINING}),
                target=State.REGISTERED,
                causes=frozenset(
                    {"training:intake:finished", "training:intake:cancelled", "training:enrolment:withdrawn"}
                ),
                event="candidates:candidate:training_stopped",
                text=_("Training stopped"),
            ),
            Step(
                verb="finish_training",
                sources=frozenset({State.REGISTERED, State.IN_TRAINING}),
                target=State.READY,
                causes=frozenset({"training:intake:finished"}),
                event="candidates:candidate:became_ready",
                text=_("Ready for selection"),
            ),
            Step(
                verb="withdraw",
                sources=frozenset({State.REGISTERED, State.IN_TRAINING, State.READY}),
                target=State.WITHDRAWN,
                right=Right.WITHDRAW_CANDIDATE,
                event="candidates:candidate:withdrawn",
                text=_("Withdrew from the path"),
                label=_("Withdraw from the path"),
                button=_("Withdraw"),
                done=_("Withdrawn. Coming back is possible at any time."),
                lead=_("Nobody has to go. The file can still be read, and no plan includes it."),
                weight="danger",
                reason=Reason(
                    "withdrawal_reason",
                    label=_("Why"),
                    choices=dict(WithdrawalReason.choices),
                    missing=_("Say why, so that the office can help where it can."),
                ),
            ),
            Step(
                verb="return",
                sources=frozenset({State.WITHDRAWN}),
                target=State.REGISTERED,
                right=Right.RETURN_CANDIDATE,
                event="candidates:candidate:returned",
                text=_("Came back to the path"),
                label=_("Come back to the path"),
                button=_("Come back"),
                done=_("Welcome back: the file is open again."),
            ),
        ),
    )
)

ImportState = CandidateImport.State
LISTS_KEPT = timedelta(days=1)

IMPORT = declare(
    Workflow(
        thing="candidates:import",
        model=CandidateImport,
        states=ImportState,
        tones={ImportState.SHOWN: "wait", ImportState.APPLIED: "done", ImportState.DROPPED: "none"},
        called=lambda _draft: str(_("This list")),
        detail=lambda draft: draft.counts,
        settled={
            state: _("This import has already been applied or deleted. Upload the file again if you need to.")
            for state in (ImportState.APPLIED, ImportState.DROPPED)
        },
        steps=(
            Step(
                verb="apply",
                sources=frozenset({ImportState.SHOWN}),
                target=ImportState.APPLIED,
                right=Right.IMPORT_CANDIDATE,
                event="candidates:import:applied",
                text=_("List applied"),
                button=_("Register"),
            ),
            Step(
                verb="drop",
                sources=frozenset({ImportState.SHOWN}),
                target=ImportState.DROPPED,
                right=Right.IMPORT_CANDIDATE,
                event="candidates:import:dropped",
                text=_("List deleted"),
                button=_("Delete the file"),
                done=_("The uploaded list was deleted; nobody was registered."),
                weight="quiet",
                by_system=lambda rows, _today: rows.filter(created_at__lt=timezone.now() - LISTS_KEPT),
            ),
        ),
    )
)

declare_events(
    EventKind("candidates:candidate:registered", _("Registered as a candidate")),
    EventKind("candidates:candidate:edited", _("Profile changed"), fields=("education", "available_from")),
    EventKind("candidates:candidate:moved", _("Joined with another file of the same person")),
    EventKind("candidates:competency:entered", _("Competency added")),
    EventKind("candidates:competency:replaced", _("Competency corrected")),
    EventKind("candidates:competency:confirmed", _("Evidence of a competency confirmed")),
    EventKind("candidates:competency:removed", _("Competency removed")),
    EventKind("candidates:wishes:changed", _("Wishes changed")),
    EventKind("candidates:planning:opted_out", _("Does not want to be planned")),
    EventKind("candidates:planning:opted_in", _("Wants to be planned again")),
    EventKind("candidates:import:uploaded", _("List uploaded")),
)
