"""What was sent to whom, and what did not arrive."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model, Q

from jalur.foundation.accounts.access import Actor, narrow
from jalur.foundation.accounts.models import User
from jalur.foundation.messaging import rules
from jalur.foundation.messaging.kinds import Reach, recipient_of, with_preferences
from jalur.foundation.messaging.models import Device, Message, MessageQuerySet, MessageState, Preference


def missed(rows: MessageQuerySet, now: datetime) -> MessageQuerySet:
    """What reached nobody: no channel took it, or one that reports arrivals has been silent for days."""
    silent = Q(state=MessageState.SENT, channel__in=rules.REPORTS, sent_at__lt=now - rules.SILENT_AFTER)
    return rows.filter(Q(state=MessageState.UNREACHED) | silent)


def own_row(actor: Actor) -> Model | None:
    """The row to which messages for the actor go: her file, else the account."""
    if actor.person_id is not None:
        return with_preferences().model._default_manager.filter(pk=actor.person_id).first()
    return User.objects.filter(pk=actor.user_id).first() if actor.user_id else None


def row_of_account(account: User) -> Model:
    """The row to which messages for this account go: its owner's file, else the account."""
    owner = with_preferences().model._default_manager.filter(account=account).first()
    return owner or account


def subscribed(accounts: Iterable[str]) -> set[str]:
    """Those of the accounts that have a device on which notices are shown."""
    found = Device.objects.filter(account__in={one for one in accounts if one}, account__is_active=True)
    return {str(key) for key in found.values_list("account_id", flat=True)}


def wishes(messages: Iterable[Message]) -> dict[tuple[str, str], Preference]:
    """(table, key) → how that recipient wants to be reached, of those who said so."""
    pairs = {(one.to_table, one.to_key) for one in messages}
    found = Preference.objects.filter(
        to_table__in={table for table, _key in pairs}, to_key__in={key for _table, key in pairs}
    )
    return {(wish.to_table, wish.to_key): wish for wish in found}


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
