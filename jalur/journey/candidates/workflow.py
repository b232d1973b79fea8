"""How a candidate's file and what she shows of her skills go from state to state; a class moves a file on, a person ends it."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_events
from jalur.foundation.workflow.steps import NEW, SAME, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.candidates import guards
from jalur.journey.candidates.holdings import ENDS
from jalur.journey.candidates.models import Candidate, HeldCompetency, HeldState, State, WithdrawalReason
from jalur.journey.candidates.rights import Right

ANY = frozenset(State)
IN_USE = (guards.file_is_in_use,)
ITS_FILE_IN_USE = (guards.its_file_is_in_use,)
WAITING, ASKED, RETURNED, SEEN = HeldState
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
        causes=ENDS
        | {"training:intake:finished", "training:intake:cancelled", "training:enrolment:withdrawn"},
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
        done=_("Withdrawn, and everything held is given back. Coming back is possible at any time."),
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

HELD = declare(
    Workflow(
        thing="candidates:held",
        model=HeldCompetency,
        states=HeldState,
        tones={WAITING: "wait", ASKED: "warn", RETURNED: "bad", SEEN: "done"},
        called=lambda held: str(held.competency.title),
        along=("candidate",),
        related=("candidate__person", "competency"),
        columns=("confirmed_at", "confirmed_by", "review"),
        person=lambda held: held.candidate.person_id,
        place=lambda held: held.candidate.person.residence_id,
        detail=lambda held: {"competency": held.competency_id, "evidence": held.evidence},
        settled={SEEN: _("An official has confirmed this already.")},
    ),
    Step(
        "enter",
        NEW,
        WAITING,
        "candidates:competency:entered",
        _("Competency added"),
        Right.EDIT_CANDIDATE,
        guards=ITS_FILE_IN_USE,
    ),
    Step(
        "replace",
        frozenset(HeldState),
        WAITING,
        "candidates:competency:replaced",
        _("Competency corrected"),
        Right.EDIT_CANDIDATE,
        guards=ITS_FILE_IN_USE,
    ),
    Step(
        "confirm",
        {WAITING, ASKED, RETURNED},
        SEEN,
        "candidates:competency:confirmed",
        _("Evidence of a competency confirmed"),
        Right.CONFIRM_EVIDENCE,
        button=_("Endorse"),
        done=_("Confirmed: it counts from now on."),
        weight="secondary",
        guards=(*ITS_FILE_IN_USE, guards.shows_something),
    ),
    Step(
        "ask",
        {WAITING, RETURNED},
        ASKED,
        "candidates:competency:asked_for",
        _("More evidence asked for"),
        Right.CONFIRM_EVIDENCE,
        label=_("Ask for more"),
        button=_("Ask for more"),
        done=_("The person reads on the first page what to bring."),
        weight="quiet",
        guards=ITS_FILE_IN_USE,
        reason=Reason(
            "review_note",
            label=_("What should the person bring or add?"),
            hint=_(
                "For example: the original of the certificate, or the name of the employer. The person reads this."
            ),
            missing=_("Write what the person should bring or add."),
        ),
    ),
    Step(
        "return",
        {WAITING, ASKED, SEEN},
        RETURNED,
        "candidates:competency:sent_back",
        _("Evidence sent back"),
        Right.CONFIRM_EVIDENCE,
        label=_("Send the evidence back"),
        button=_("Send back"),
        done=_("Sent back; the person reads why. It does not count."),
        weight="quiet",
        guards=(*ITS_FILE_IN_USE, guards.shows_something),
        reason=Reason(
            "review_note",
            label=_("Why is it sent back?"),
            hint=_("For example: the name on the certificate is another one. The person reads this."),
            missing=_("Say why the evidence is sent back."),
        ),
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
