"""What channels report of messages they took: arrived, read, came back. A report may come twice, late, and in any order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from jalur.foundation.messaging import rules
from jalur.foundation.messaging.models import Channel, Message, MessageQuerySet, MessageState
from jalur.foundation.workflow.locks import atomic, lock


@dataclass(frozen=True)
class Report:
    """key: the channel's own name for the message; state: delivered, read or failed."""

    key: str
    state: str
    at: datetime


def apply_reports(channel: str, reports: Iterable[Report]) -> int:
    """Write down what is new in them; returns how many said something new. A message that is not known is passed over."""
    return sum(_apply(channel, report) for report in reports)


def _apply(channel: str, report: Report) -> bool:
    with atomic():
        known = _known(channel, report.key)
        locked = lock(Message, list(known.values_list("pk", flat=True)))
        is_new = bool(locked) and _is_told(locked[0], channel, report)
        if is_new:
            locked[0].save()
    return is_new


def _known(channel: str, key: str) -> MessageQuerySet:
    """A notice goes by the message's own key, so that whoever opens it late has read it, whatever was tried since."""
    if channel == Channel.PUSH:
        return Message.objects.filter(pk=key)
    return Message.objects.filter(provider_key=key, channel=channel)


def _is_told(message: Message, channel: str, report: Report) -> bool:
    """Put what is new into the message; False when nothing is."""
    if report.state == "failed":
        # Who has it cannot have missed it, whatever a late report says.
        if message.state != MessageState.SENT:
            return False
        message.failed_channels = [*message.failed_channels, channel]
        message.state, message.channel, message.provider_key = MessageState.WAITING, "", ""
        message.attempts, message.next_at = 0, timezone.now()
        return True
    if not rules.is_newer(message.state, report.state):
        return False
    message.state, message.channel = MessageState(report.state), channel
    message.arrived_at = message.arrived_at or report.at
    return True
