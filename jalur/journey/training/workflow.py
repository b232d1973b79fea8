"""How a programme, a class and a seat go from state to state. A class that starts, ends or falls through moves its seats along."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Role
from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_events
from jalur.foundation.workflow.steps import NEW, SAME, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.candidates.holdings import ENDS
from jalur.journey.training import guards
from jalur.journey.training.models import (
    CallPurpose,
    Enrolment,
    EnrolmentState,
    HeldBecause,
    Intake,
    IntakeState,
    Programme,
    ProgrammeState,
)
from jalur.journey.training.rights import Right
from jalur.kit.components import Tag

TAUGHT, CLOSED = ProgrammeState
PLANNED, RUNNING, FINISHED, CANCELLED = IntakeState
ENROLLED, WITHDRAWN, COMPLETED, NOT_YET = EnrolmentState

PROGRAMME = declare(
    Workflow(
        thing="training:programme",
        model=Programme,
        states=ProgrammeState,
        is_public=True,
        tones={TAUGHT: "done", CLOSED: "none"},
        key="code",
        called=lambda programme: _("Programme %(code)s") % {"code": programme.code},
        related=("provider",),
        columns=("closed_on",),
        detail=lambda programme: {"code": programme.code},
        settled={CLOSED: _("This programme is already closed.")},
    ),
    Step("add", NEW, TAUGHT, "training:programme:added", _("Programme added"), Right.EDIT_PROGRAMME),
    Step(
        "change",
        frozenset(ProgrammeState),
        SAME,
        "training:programme:changed",
        _("Programme changed"),
        Right.EDIT_PROGRAMME,
        label=_("Change the programme"),
        button=_("Change"),
        done=_("The programme is saved."),
        weight="secondary",
        asks=True,
    ),
    Step(
        "close",
        {TAUGHT},
        CLOSED,
        "training:programme:closed",
        _("Programme closed"),
        Right.EDIT_PROGRAMME,
        button=_("Close the programme"),
        done=_("The programme is closed and takes no new classes."),
        weight="danger",
        guards=(guards.no_class_is_left,),
    ),
)

INTAKE = declare(
    Workflow(
        thing="training:intake",
        model=Intake,
        states=IntakeState,
        is_public=True,
        tones={PLANNED: "done", RUNNING: "now", FINISHED: "none", CANCELLED: "bad"},
        key="number",
        title=lambda intake: intake.programme.title,
        called=lambda intake: _("Class %(number)s") % {"number": intake.number},
        related=("programme__provider", "place"),
        place=lambda intake: intake.place_id,
        detail=lambda intake: {"number": intake.number},
        rests=lambda intake: Tag(_("on hold"), "warn") if intake.is_on_hold else None,
    ),
    Step(
        "open",
        NEW,
        PLANNED,
        "training:intake:opened",
        _("Class opened"),
        Right.EDIT_INTAKE,
        guards=(guards.class_is_possible,),
    ),
    Step(
        "change",
        {PLANNED},
        SAME,
        "training:intake:changed",
        _("Class changed"),
        Right.EDIT_INTAKE,
        fields=("seats", "starts", "ends", "cost", "pass_rate"),
        label=_("Change the class"),
        button=_("Change"),
        done=_("The class is saved."),
        weight="secondary",
        asks=True,
        leaves=(guards.class_is_possible,),
    ),
    Step(
        "start",
        {PLANNED},
        RUNNING,
        "training:intake:started",
        _("Class started"),
        Right.EDIT_INTAKE,
        button=_("Start the class"),
        done=_("The class has started."),
        guards=(guards.first_day_has_come,),
        owner=Role.TRAINING_MANAGER,
        by_system=lambda rows, today: rows.filter(starts__lte=today),
    ),
    # By the law of the day alone (services/holding.py).
    Step(
        "hold",
        {PLANNED, RUNNING},
        SAME,
        "training:intake:held",
        _("Class on hold: its institute may not teach"),
        Right.HOLD_INTAKE,
        reason=Reason(
            "held_because",
            label=_("Why is the class on hold?"),
            choices=dict(HeldBecause.choices),
            missing=_("Say what stands in the way of the class."),
        ),
    ),
    Step(
        "go_on",
        {PLANNED, RUNNING},
        SAME,
        "training:intake:went_on",
        _("Class goes on: its institute may teach again"),
        Right.HOLD_INTAKE,
    ),
    Step(
        "finish",
        {RUNNING},
        FINISHED,
        "training:intake:finished",
        _("Class finished"),
        Right.EDIT_INTAKE,
        label=_("Finish the class"),
        button=_("Record results and finish"),
        done=_("The class is finished and every result is recorded."),
        lead=_(
            "Whoever completes it holds what the programme teaches from now on, with a certificate of training as evidence. "
            "A certificate of competence comes from an assessment body."
        ),
        asks=True,
        guards=(guards.last_day_has_come,),
        owner=Role.TRAINING_MANAGER,
    ),
    Step(
        "cancel",
        {PLANNED, RUNNING},
        CANCELLED,
        "training:intake:cancelled",
        _("Class cancelled"),
        Right.EDIT_INTAKE,
        button=_("Cancel the class"),
        done=_("The class is cancelled; every seat is given back."),
        lead=_("This cannot be undone: every seat is given back."),
        weight="danger",
        reason=Reason(
            "cancel_reason",
            label=_("Why is the class cancelled?"),
            hint=_("Everybody who has a seat will read this."),
            missing=_("Say why the class is cancelled."),
        ),
    ),
)

ENROLMENT = declare(
    Workflow(
        thing="training:enrolment",
        model=Enrolment,
        states=EnrolmentState,
        tones={ENROLLED: "now", COMPLETED: "done", NOT_YET: "warn", WITHDRAWN: "none"},
        called=lambda seat: _("The seat in class %(number)s") % {"number": seat.intake.number},
        along=("intake", "candidate"),
        related=("candidate__person", "intake__programme__provider", "intake__place"),
        columns=("state", "left_reason"),
        person=lambda seat: seat.candidate.person_id,
        place=lambda seat: seat.candidate.person.residence_id,
        settled=dict.fromkeys(
            (WITHDRAWN, COMPLETED, NOT_YET),
            _("This seat is no longer held: it was given back, or the class is over."),
        ),
    ),
    Step(
        "enrol",
        NEW,
        ENROLLED,
        "training:enrolment:enrolled",
        _("Enrolled in a class"),
        Right.ENROL_ENROLMENT,
        guards=(
            guards.candidate_is_on_the_path,
            guards.class_takes_people,
            guards.seat_is_left,
            guards.candidate_fits,
        ),
    ),
    Step(
        "withdraw",
        {ENROLLED},
        WITHDRAWN,
        "training:enrolment:withdrawn",
        _("Left a class"),
        Right.WITHDRAW_ENROLMENT,
        label=_("Give the seat back"),
        button=_("Give back"),
        done=_("The seat is free again."),
        lead=_("Somebody else can take it while the class is open for enrolment."),
        weight="danger",
        reason=Reason(
            "left_reason",
            label=_("Why is the seat given back?"),
            missing=_("Say why the seat is given back."),
        ),
    ),
    # The class stands still; whoever has a seat keeps it.
    Step(
        "keep",
        {ENROLLED},
        SAME,
        "training:enrolment:on_hold",
        _("The class of the seat is on hold; the seat is kept"),
        causes={"training:intake:held"},
    ),
    Step(
        "go_on",
        {ENROLLED},
        SAME,
        "training:enrolment:goes_on",
        _("The class of the seat goes on"),
        causes={"training:intake:went_on"},
    ),
    Step(
        "lose",
        {ENROLLED},
        WITHDRAWN,
        "training:enrolment:withdrawn",
        _("Left a class"),
        causes=ENDS | {"training:intake:cancelled"},
    ),
    Step(
        "complete",
        {ENROLLED},
        COMPLETED,
        "training:enrolment:completed",
        _("Class completed"),
        causes={"training:intake:finished"},
    ),
    Step(
        "fall_short",
        {ENROLLED},
        NOT_YET,
        "training:enrolment:fell_short",
        _("Class finished, not yet competent"),
        causes={"training:intake:finished"},
    ),
)

declare_events(
    EventKind("training:travel_pair:loaded", _("Travel times loaded")),
    EventKind(
        "training:enrolment:phone_opened",
        _("Phone number opened by the institute"),
        codes={"purpose": dict(CallPurpose.choices)},
    ),
)
