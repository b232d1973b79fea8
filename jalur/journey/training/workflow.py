"""How a programme, a class and a seat go from state to state. A class that starts, ends or falls through moves its seats along."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Role
from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_events
from jalur.foundation.workflow.steps import NEW, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.training import guards
from jalur.journey.training.models import (
    Enrolment,
    EnrolmentState,
    Intake,
    IntakeState,
    Programme,
    ProgrammeState,
)
from jalur.journey.training.rights import Right

PROGRAMME = declare(
    Workflow(
        thing="training:programme",
        model=Programme,
        states=ProgrammeState,
        tones={ProgrammeState.TAUGHT: "done", ProgrammeState.CLOSED: "none"},
        called=lambda programme: _("Programme %(code)s") % {"code": programme.code},
        related=("provider",),
        columns=("closed_on",),
        detail=lambda programme: {"code": programme.code},
        settled={ProgrammeState.CLOSED: _("This programme is closed already.")},
        steps=(
            Step(
                verb="add",
                sources=NEW,
                target=ProgrammeState.TAUGHT,
                right=Right.EDIT_PROGRAMME,
                event="training:programme:added",
                text=_("Programme added"),
                is_public=True,
            ),
            Step(
                verb="close",
                sources=frozenset({ProgrammeState.TAUGHT}),
                target=ProgrammeState.CLOSED,
                right=Right.EDIT_PROGRAMME,
                event="training:programme:closed",
                text=_("Programme closed"),
                is_public=True,
                button=_("Close the programme"),
                done=_("The programme is closed and takes no new classes."),
                weight="danger",
                guards=(guards.no_class_is_left,),
            ),
        ),
    )
)

INTAKE = declare(
    Workflow(
        thing="training:intake",
        model=Intake,
        states=IntakeState,
        tones={
            IntakeState.PLANNED: "done",
            IntakeState.RUNNING: "now",
            IntakeState.FINISHED: "none",
            IntakeState.CANCELLED: "bad",
        },
        called=lambda intake: _("Class %(number)s") % {"number": intake.number},
        related=("programme", "place"),
        place=lambda intake: intake.place_id,
        detail=lambda intake: {"number": intake.number},
        steps=(
            Step(
                verb="open",
                sources=NEW,
                target=IntakeState.PLANNED,
                right=Right.EDIT_INTAKE,
                event="training:intake:opened",
                text=_("Class opened"),
                is_public=True,
                guards=(guards.class_is_possible,),
            ),
            Step(
                verb="start",
                sources=frozenset({IntakeState.PLANNED}),
                target=IntakeState.RUNNING,
                right=Right.EDIT_INTAKE,
                event="training:intake:started",
                text=_("Class started"),
                is_public=True,
                button=_("Start the class"),
                done=_("The class has started."),
                guards=(guards.first_day_has_come,),
                deadline="starts",
                owner=Role.TRAINING_MANAGER,
                by_system=lambda rows, today: rows.filter(starts__lte=today),
            ),
            Step(
                verb="finish",
                sources=frozenset({IntakeState.RUNNING}),
                target=IntakeState.FINISHED,
                right=Right.EDIT_INTAKE,
                event="training:intake:finished",
                text=_("Class finished"),
                is_public=True,
                label=_("Finish the class"),
                button=_("Record results and finish"),
                done=_("The class is finished and every result is recorded."),
                asks=True,
                guards=(guards.last_day_has_come,),
                deadline="ends",
                owner=Role.TRAINING_MANAGER,
            ),
            Step(
                verb="cancel",
                sources=frozenset({IntakeState.PLANNED, IntakeState.RUNNING}),
                target=IntakeState.CANCELLED,
                right=Right.EDIT_INTAKE,
                event="training:intake:cancelled",
                text=_("Class cancelled"),
                is_public=True,
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
        ),
    )
)

ENROLMENT = declare(
    Workflow(
        thing="training:enrolment",
        model=Enrolment,
        states=EnrolmentState,
        tones={
            EnrolmentState.ENROLLED: "now",
            EnrolmentState.COMPLETED: "done",
            EnrolmentState.NOT_YET: "warn",
            EnrolmentState.WITHDRAWN: "none",
        },
        called=lambda seat: _("The seat in class %(number)s") % {"number": seat.intake.number},
        along=("intake", "candidate"),
        related=("candidate__person", "intake__programme", "intake__place"),
        columns=("state", "left_reason"),
        person=lambda seat: seat.candidate.person_id,
        place=lambda seat: seat.candidate.person.residence_id,
        settled=dict.fromkeys(
            (EnrolmentState.WITHDRAWN, EnrolmentState.COMPLETED, EnrolmentState.NOT_YET),
            _("This seat is no longer held: it was given back, or the class is over."),
        ),
        steps=(
            Step(
                verb="enrol",
                sources=NEW,
                target=EnrolmentState.ENROLLED,
                right=Right.ENROL_ENROLMENT,
                event="training:enrolment:enrolled",
                text=_("Enrolled in a class"),
                guards=(
                    guards.candidate_is_on_the_path,
                    guards.class_takes_people,
                    guards.seat_is_left,
                    guards.candidate_fits,
                ),
            ),
            Step(
                verb="withdraw",
                sources=frozenset({EnrolmentState.ENROLLED}),
                target=EnrolmentState.WITHDRAWN,
                right=Right.WITHDRAW_ENROLMENT,
                event="training:enrolment:withdrawn",
                text=_("Left a class"),
                label=_("Give the seat back"),
                button=_("Give back"),
                done=_("The seat is free again."),
                lead=_("Somebody else can take it at once."),
                weight="danger",
                reason=Reason(
                    "left_reason",
                    label=_("Why is the seat given back?"),
                    missing=_("Say why the seat is given back."),
                ),
            ),
            Step(
                verb="lose",
                sources=frozenset({EnrolmentState.ENROLLED}),
                target=EnrolmentState.WITHDRAWN,
                causes=frozenset({"training:intake:cancelled"}),
                event="training:enrolment:withdrawn",
                text=_("Left a class"),
            ),
            Step(
                verb="complete",
                sources=frozenset({EnrolmentState.ENROLLED}),
                target=EnrolmentState.COMPLETED,
                causes=frozenset({"training:intake:finished"}),
                event="training:enrolment:completed",
                text=_("Class completed"),
            ),
            Step(
                verb="fall_short",
                sources=frozenset({EnrolmentState.ENROLLED}),
                target=EnrolmentState.NOT_YET,
                causes=frozenset({"training:intake:finished"}),
                event="training:enrolment:fell_short",
                text=_("Class finished, not yet competent"),
            ),
        ),
    )
)

declare_events(
    EventKind("training:programme:changed", _("Programme changed"), is_public=True),
    EventKind(
        "training:intake:changed", _("Class changed"), is_public=True, fields=("seats", "starts", "ends")
    ),
    EventKind("training:travel_pair:loaded", _("Travel times loaded")),
)
