"""The states of a candidate's file and what leads from one to the next; a class moves it on, a person ends it."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_events
from jalur.foundation.workflow.steps import SAME, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.candidates.guards import file_is_in_use
from jalur.journey.candidates.models import Candidate, State, WithdrawalReason
from jalur.journey.candidates.rights import Right

ANY = frozenset(State)
IN_USE = (file_is_in_use,)
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
        key="number",
        title=lambda candidate: candidate.person.name,
        called=lambda candidate: _("The file %(number)s") % {"number": candidate.number},
        related=("person",),
        person=lambda candidate: candidate.person_id,
        place=lambda candidate: candidate.person.residence_id,
        settled={State.WITHDRAWN: _("This candidate has withdrawn already.")},
    ),
    Step(
        "start_training",
        {State.REGISTERED, State.READY},
        State.IN_TRAINING,
        "candidates:candidate:training_started",
        _("Training started"),
        causes={"training:intake:started"},
    ),
    Step(
        "stop_training",
        {State.IN_TRAINING},
        State.REGISTERED,
        "candidates:candidate:training_stopped",
        _("Training stopped"),
        causes=frozenset(
            {"training:intake:finished", "training:intake:cancelled", "training:enrolment:withdrawn"}
        ),
    ),
    Step(
        "finish_training",
        {State.REGISTERED, State.IN_TRAINING},
        State.READY,
        "candidates:candidate:became_ready",
        _("Ready for selection"),
        causes={"training:intake:finished"},
    ),
    Step(
        "edit",
        ANY,
        SAME,
        "candidates:candidate:edited",
        _("Profile changed"),
        Right.EDIT_CANDIDATE,
        guards=IN_USE,
        fields=("education", "available_from"),
        label=_("Schooling and starting day"),
        button=_("Save"),
        done=_("Saved."),
        asks=True,
    ),
    Step(
        "wish",
        ANY,
        SAME,
        "candidates:wishes:changed",
        _("Wishes changed"),
        Right.EDIT_CANDIDATE,
        guards=IN_USE,
        label=_("Where to, and as what"),
        button=_("Save the wishes"),
        done=_("Wishes saved. The next plan follows them."),
        lead=_("A plan never proposes a destination that is not ticked here."),
        asks=True,
    ),
    Step(
        "opt_out",
        ANY,
        SAME,
        "candidates:planning:opted_out",
        _("Does not want to be planned"),
        Right.OPT_OUT_PLANNING,
        guards=IN_USE,
        label=_("Be planned by a program"),
        button=_("Opt out of plans"),
        done=_("No plan will include this file any more."),
        weight="secondary",
        asks=True,
    ),
    Step(
        "opt_in",
        ANY,
        SAME,
        "candidates:planning:opted_in",
        _("Wants to be planned again"),
        Right.OPT_OUT_PLANNING,
        guards=IN_USE,
        label=_("Be planned by a program"),
        button=_("Be planned again"),
        done=_("The next plan will include this file again."),
        asks=True,
    ),
    Step(
        "enter",
        ANY,
        SAME,
        "candidates:competency:entered",
        _("Competency added"),
        Right.EDIT_CANDIDATE,
        guards=IN_USE,
    ),
    Step(
        "replace",
        ANY,
        SAME,
        "candidates:competency:replaced",
        _("Competency corrected"),
        Right.EDIT_CANDIDATE,
        guards=IN_USE,
    ),
    Step(
        "confirm",
        ANY,
        SAME,
        "candidates:competency:confirmed",
        _("Evidence of a competency confirmed"),
        Right.CONFIRM_EVIDENCE,
        guards=IN_USE,
    ),
    Step(
        "remove",
        ANY,
        SAME,
        "candidates:competency:removed",
        _("Competency removed"),
        Right.EDIT_CANDIDATE,
        guards=IN_USE,
    ),
    Step(
        "withdraw",
        {State.REGISTERED, State.IN_TRAINING, State.READY},
        State.WITHDRAWN,
        "candidates:candidate:withdrawn",
        _("Withdrew from the path"),
        Right.WITHDRAW_CANDIDATE,
        guards=IN_USE,
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
        "return",
        {State.WITHDRAWN},
        State.REGISTERED,
        "candidates:candidate:returned",
        _("Came back to the path"),
        Right.RETURN_CANDIDATE,
        guards=IN_USE,
        label=_("Come back to the path"),
        button=_("Come back"),
        done=_("Welcome back: the file is open again."),
    ),
)

declare_events(
    EventKind("candidates:candidate:registered", _("Registered as a candidate")),
    EventKind("candidates:candidate:moved", _("Joined with another file of the same person")),
    # Recorded until foundation/imports read lists in; histories hold them.
    EventKind("candidates:import:uploaded", _("List uploaded")),
    EventKind("candidates:import:applied", _("List applied")),
    EventKind("candidates:import:dropped", _("List deleted")),
)
