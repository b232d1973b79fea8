"""What was sent to whom, and what did not arrive."""

from datetime import datetime
from typing import Any

from django.db.models import Model, Q

from jalur.foundation.accounts.access import Actor, narrow
from jalur.foundation.messaging import rules
from jalur.foundation.messaging.kinds import Reach, recipient_of
from jalur.foundation.messaging.models import Message, MessageQuerySet, MessageState


def missed(rows: MessageQuerySet, now: datetime) -> MessageQuerySet:
    """What reached nobody: no channel took it, or one that reports arrivals has been silent for days."""
    silent = Q(state=MessageState.SENT, channel__in=rules.REPORTS, sent_at__lt=now - rules.SILENT_AFTER)
    return rows.filter(Q(state=MessageState.UNREACHED) | silent)


def row_of(message: Message, actor: Actor, right: str = "") -> Model | None:
    """Whom a message is for, as far as the actor may see that row."""
    recipient = recipient_of(message.to_table)
    rows = narrow(recipient.model._default_manager.all(), actor, right or recipient.view)
    return rows.filter(pk=message.to_key).first() if message.to_key else None


def reaches(messages: list[Message], actor: Actor) -> dict[Any, Reach]:
    """Message → how its recipient is called and reached, for those whose rows the actor may see."""
    found: dict[Any, Reach] = {}
    for table in {message.to_table for message in messages}:
        recipient = recipient_of(table)
        keys = [message.to_key for message in messages if message.to_table == table and message.to_key]
        rows = narrow(recipient.model._default_manager.filter(pk__in=keys), actor, recipient.view)
        by_key = {str(key): reach for key, reach in recipient.reach(rows).items()}
        found |= {
            message.pk: by_key[message.to_key]
            for message in messages
            if message.to_table == table and message.to_key in by_key
        }
    return found
