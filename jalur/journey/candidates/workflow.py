"""The states of a candidate and what leads from one to the next."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind, declare
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

declare(
    EventKind("candidates:candidate:training_started", _("Training started")),
    EventKind("candidates:candidate:training_stopped", _("Training stopped")),
    EventKind("candidates:candidate:became_ready", _("Ready for selection")),
    EventKind("candidates:candidate:withdrawn", _("Withdrew from the path")),
    EventKind("candidates:candidate:returned", _("Came back to the path")),
    EventKind("candidates:candidate:registered", _("Registered as a candidate")),
    EventKind("candidates:candidate:edited", _("Profile changed"), fields=("education", "available_from")),
    EventKind("candidates:candidate:moved", _("Joined with another file of the same person")),
    EventKind("candidates:competency:entered", _("Competency entered")),
    EventKind("candidates:competency:replaced", _("Competency corrected")),
    EventKind("candidates:competency:confirmed", _("Evidence of a competency confirmed")),
    EventKind("candidates:competency:removed", _("Competency removed")),
    EventKind("candidates:wishes:changed", _("Wishes changed")),
    EventKind("candidates:planning:opted_out", _("Does not want to be planned")),
    EventKind("candidates:planning:opted_in", _("Wants to be planned again")),
    EventKind("candidates:import:uploaded", _("List uploaded")),
    EventKind("candidates:import:applied", _("List applied")),
    EventKind("candidates:import:dropped", _("List thrown away")),
)
