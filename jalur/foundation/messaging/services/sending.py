"""Send what is due: claim, send, write down how it went. A worker that dies in between leaves a message that is sent once more.

Each message goes out under its own key, by which a channel knows it again; reports of a channel settle it the same however often.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from jalur.foundation.messaging import channels, queries, rules, writing
from jalur.foundation.messaging.channels import NotTakenError, UnreachableError
from jalur.foundation.messaging.kinds import Reach, kinds, recipient_of
from jalur.foundation.messaging.models import Channel, Message, MessageState
from jalur.foundation.messaging.services.telling import due_at

AT_ONCE = 20
log = logging.getLogger(__name__)


def send_due() -> int:
    """Send until nothing is due; returns how many were handed to a channel."""
    sent = 0
    while claimed := claim(timezone.now()):
        reaches = _reaches(claimed)
        for message in claimed:
            sent += send(message, *reaches[message.pk])
    return sent


def claim(now: datetime) -> list[Message]:
    """Messages that are due, for this worker alone until the lease ends; each claim counts as an attempt."""
    due = Message.objects.filter(state=MessageState.WAITING, next_at__lte=now)
    free = due.filter(Q(leased_until=None) | Q(leased_until__lt=now))
    with transaction.atomic():
        keys = list(
            free.order_by("next_at")
            .select_for_update(skip_locked=True)
            .values_list("pk", flat=True)[:AT_ONCE]
        )
        Message.objects.filter(pk__in=keys).update(leased_until=now + rules.LEASE, attempts=F("attempts") + 1)
    return list(Message.objects.filter(pk__in=keys).order_by("next_at"))


def _reaches(messages: Iterable[Message]) -> dict[Any, tuple[Reach, str]]:
    """Message → how its recipient is reached now, and by what she wants to be: each table is asked once."""
    by_table: dict[str, list[Message]] = {}
    for message in messages:
        by_table.setdefault(message.to_table, []).append(message)
    found: dict[Any, tuple[Reach, str]] = {}
    wishes = queries.wishes(messages)
    for table, those in by_table.items():
        recipient = recipient_of(table)
        rows = recipient.model._default_manager.filter(pk__in=[one.to_key for one in those if one.to_key])
        reaches = {str(key): reach for key, reach in recipient.reach(rows).items()}
        subscribed = queries.subscribed(reach.push for reach in reaches.values())
        for message in those:
            reach = reaches.get(message.to_key, Reach(""))
            wish = wishes.get((table, message.to_key))
            reach = replace(
                reach,
                push=reach.push if reach.push in subscribed else "",
                language=wish.language if wish else reach.language,
            )
            found[message.pk] = reach, wish.channel if wish else ""
    return found


def send(message: Message, reach: Reach, wanted: str) -> bool:
    """One attempt: hand it to the first channel that is left, or write down why that failed and what is tried next."""
    if not writing.is_true(message):
        _settle(message, state=MessageState.DROPPED)
        return False
    if message.sealed_address:
        reach, ways = Reach("", email=message.sealed_address), ["email"]
    else:
        ways = rules.channels(reach, wanted, channels.offered(), message.failed_channels)
    if not ways or (message.sealed_address and message.failed_channels):
        _settle(message, state=MessageState.UNREACHED)
        return False
    way = ways[0]
    try:
        provider_key = channels.send(
            way, message.pk, rules.address(reach, way), writing.written(message, reach)
        )
    except NotTakenError:
        _try_next(message, way)
        return False
    except Exception as failure:  # noqa: BLE001 - one message that cannot be sent never stops those beside it
        if not isinstance(failure, UnreachableError):
            log.error("message %s by %s: %s", message.pk, way, type(failure).__name__)
        if message.attempts >= rules.MOST_ATTEMPTS:
            _try_next(message, way)
        else:
            _settle(message, next_at=timezone.now() + rules.wait(message.attempts))
        return False
    with transaction.atomic():
        is_ours = _settle(
            message,
            state=MessageState.SENT,
            channel=way,
            provider_key=provider_key,
            sent_at=timezone.now(),
            text_sealed=None,
            address_sealed=None,
        )
        if is_ours and len(ways) > 1 and writing.is_everywhere(message):
            _copy(message, sent_by=way)
    return True


def _copy(message: Message, *, sent_by: str) -> None:
    """The same once more, for the addresses that are left."""
    used = rules.one_address(sent_by)
    told = ("kind", "to_table", "to_key", "about_table", "about_key", "values", "person_id", "place_code")
    Message.objects.get_or_create(
        **{name: getattr(message, name) for name in told},
        once=f"{message.once[:28]} {sent_by}",
        defaults={"next_at": timezone.now(), "failed_channels": sorted({*message.failed_channels, *used})},
    )


def pass_on_unopened() -> int:
    """Send by another channel what nobody has opened on a device; returns how many. What went by every way is left alone."""
    count, everywhere = 0, [kind.key for kind in kinds() if kind.is_everywhere]
    while rows := _unopened(timezone.now(), everywhere):
        count += len(rows)
    return count


def _unopened(now: datetime, everywhere: list[str]) -> list[Message]:
    urgent = {kind.key for kind in kinds() if kind.is_urgent}
    handed_in = Message.objects.filter(state=MessageState.SENT, channel=Channel.PUSH)
    late = handed_in.filter(sent_at__lt=now - rules.OPENED_WITHIN).exclude(kind__in=everywhere)
    with transaction.atomic():
        rows = list(late.order_by("sent_at", "pk").select_for_update(skip_locked=True)[:AT_ONCE])
        wishes = queries.wishes(rows)
        for message in rows:
            message.state, message.channel, message.provider_key = MessageState.WAITING, "", ""
            message.failed_channels = [*message.failed_channels, Channel.PUSH]
            wish = wishes.get((message.to_table, message.to_key))
            message.next_at = due_at(now, wish, message.place_code, is_urgent=message.kind in urgent)
            message.attempts = 0
        Message.objects.bulk_update(
            rows, ["state", "channel", "provider_key", "failed_channels", "next_at", "attempts"]
        )
    return rows


def _try_next(message: Message, failed: str) -> None:
    """This channel will not bring it: another one at once."""
    _settle(message, failed_channels=[*message.failed_channels, failed], attempts=0, next_at=timezone.now())


def _settle(message: Message, **fields: Any) -> bool:
    """Write down how an attempt ended, unless another worker has taken the message over meanwhile."""
    mine = Message.objects.filter(
        pk=message.pk, state=MessageState.WAITING, leased_until=message.leased_until
    )
    return bool(mine.update(leased_until=None, **fields))


def forget_old() -> int:
    """Delete what was written more than two years ago. Returns how many."""
    count, _tables = Message.objects.filter(created_at__lt=timezone.now() - rules.KEPT).delete()
    return count
