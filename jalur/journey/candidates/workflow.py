"""The states of a candidate and what leads from one to the next."""

from jalur.journey.candidates.models import State
from jalur.kit.workflow import Transition

TRANSITIONS = (
    Transition(
        verb="start_training",
        sources=frozenset({State.REGISTERED, State.READY}),
        target=State.IN_TRAINING,
        action="candidates:candidate:advance",
        event="candidates:candidate:training_started",
    ),
    Transition(
        verb="stop_training",
        sources=frozenset({State.IN_TRAINING}),
        target=State.REGISTERED,
        action="candidates:candidate:advance",
        event="candidates:candidate:training_stopped",
    ),
    Transition(
        verb="finish_training",
        sources=frozenset({State.REGISTERED, State.IN_TRAINING}),
        target=State.READY,
        action="candidates:candidate:advance",
        event="candidates:candidate:became_ready",
    ),
    Transition(
        verb="withdraw",
        sources=frozenset({State.REGISTERED, State.IN_TRAINING, State.READY}),
        target=State.WITHDRAWN,
        action="candidates:candidate:withdraw",
        event="candidates:candidate:withdrawn",
        needs_reason=True,
    ),
    Transition(
        verb="return",
        sources=frozenset({State.WITHDRAWN}),
        target=State.REGISTERED,
        action="candidates:candidate:return",
        event="candidates:candidate:returned",
    ),
)
