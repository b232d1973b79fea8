"""What becomes of a message. Workers and channels settle what is sent without an event each: the row itself says when and how."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_events
from jalur.foundation.messaging import writing
from jalur.foundation.messaging.models import Message, MessageState
from jalur.foundation.messaging.rights import Right
from jalur.foundation.workflow.steps import Step
from jalur.foundation.workflow.workflow import Workflow, declare

PREFERENCE_SET = "messaging:preference:changed"
DEVICE_ON, DEVICE_OFF = "messaging:device:turned_on", "messaging:device:turned_off"

MESSAGE = declare(
    Workflow(
        thing="messaging:message",
        model=Message,
        states=MessageState,
        tones={
            MessageState.WAITING: "wait",
            MessageState.SENT: "now",
            MessageState.DELIVERED: "done",
            MessageState.READ: "done",
            MessageState.UNREACHED: "bad",
            MessageState.HANDED_OVER: "done",
            MessageState.DROPPED: "none",
        },
        called=writing.title_of,
        person=lambda message: message.person_id,
        place=lambda message: message.place_code,
    ),
    Step(
        "hand_over",
        {MessageState.UNREACHED, MessageState.WAITING, MessageState.SENT},
        MessageState.HANDED_OVER,
        "messaging:message:handed_over",
        _("Told in person"),
        Right.HAND_OVER_MESSAGE,
        button=_("I have told the person"),
        done=_("Written down: the person knows."),
    ),
    Step(
        "resend",
        {MessageState.UNREACHED},
        MessageState.WAITING,
        "messaging:message:resent",
        _("Message sent again"),
        Right.RESEND_MESSAGE,
        button=_("Send again"),
        done=_("The message is on its way again."),
        weight="secondary",
    ),
)

declare_events(
    EventKind(PREFERENCE_SET, _("Said how the person wants to be reached")),
    EventKind(DEVICE_ON, _("Notices turned on on a device")),
    EventKind(DEVICE_OFF, _("Notices turned off on a device")),
)
