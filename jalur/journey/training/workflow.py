"""How a class goes from open for enrolment to finished, and how a seat is given back or used."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind, declare
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

declare(
    EventKind("training:programme:added", _("Programme added"), is_public=True),
    EventKind("training:programme:changed", _("Programme changed"), is_public=True),
    EventKind("training:programme:closed", _("Programme closed"), is_public=True),
    EventKind("training:intake:opened", _("Class opened"), is_public=True),
    EventKind("training:intake:changed", _("Class changed"), is_public=True),
    EventKind("training:intake:started", _("Class started"), is_public=True),
    EventKind("training:intake:finished", _("Class finished"), is_public=True),
    EventKind("training:intake:cancelled", _("Class cancelled"), is_public=True),
    EventKind("training:enrolment:enrolled", _("Enrolled in a class")),
    EventKind("training:enrolment:completed", _("Class completed")),
    EventKind("training:enrolment:fell_short", _("Class ended, not yet competent")),
    EventKind("training:enrolment:withdrawn", _("Left a class")),
    EventKind("training:travel_pair:loaded", _("Travel times loaded")),
)
