"""How a class goes from open for enrolment to finished, and how a seat is given back or used."""

from jalur.journey.training.models import EnrolmentState, IntakeState
from jalur.kit.workflow import Transition

INTAKE = (
    Transition(
        verb="start",
        sources=frozenset({IntakeState.PLANNED}),
        target=IntakeState.RUNNING,
        action="training:intake:edit",
        event="training:intake:started",
    ),
    Transition(
        verb="finish",
        sources=frozenset({IntakeState.RUNNING}),
        target=IntakeState.FINISHED,
        action="training:intake:edit",
        event="training:intake:finished",
    ),
    Transition(
        verb="cancel",
        sources=frozenset({IntakeState.PLANNED, IntakeState.RUNNING}),
        target=IntakeState.CANCELLED,
        action="training:intake:edit",
        event="training:intake:cancelled",
        needs_reason=True,
    ),
)

WITHDRAW = Transition(
    verb="withdraw",
    sources=frozenset({EnrolmentState.ENROLLED}),
    target=EnrolmentState.WITHDRAWN,
    action="training:enrolment:withdraw",
    event="training:enrolment:withdrawn",
    needs_reason=True,
)
COMPLETE = Transition(
    verb="complete",
    sources=frozenset({EnrolmentState.ENROLLED}),
    target=EnrolmentState.COMPLETED,
    action="training:intake:edit",
    event="training:enrolment:completed",
)
FALL_SHORT = Transition(
    verb="fall_short",
    sources=frozenset({EnrolmentState.ENROLLED}),
    target=EnrolmentState.NOT_YET,
    action="training:intake:edit",
    event="training:enrolment:fell_short",
)
