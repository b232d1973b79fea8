"""From events to notices: which program is told of which event, in the order in which they are handed out.

The database writes down in the transaction of an event that some program listens to it (models.Untold). Whether a program may see
what it is about is asked here, of what is committed, for all events of a table at once: a deed of a person never waits for that.
One worker at a time hands out, so that numbers are seen in their order and a program that reads by them misses none.
"""

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.models import Event
from jalur.foundation.hooks import queries, rules
from jalur.foundation.hooks.models import Hook, Notice, Untold
from jalur.foundation.hooks.services.waking import wake_hander_out, wake_sender
from jalur.foundation.workflow.locks import atomic, in_turn
from jalur.kit.dates import today

AT_ONCE = 2000


def wake() -> None:
    """After a transaction that recorded something: a worker comes if anything of it is to be handed out."""
    if Untold.objects.exists():
        wake_hander_out()


def hand_out() -> int:
    """Write notices for all events that wait; gives how many notices there are now more."""
    count = 0
    while (made := _hand_out_some()) is not None:
        count += made
    if count:
        wake_sender()
    return count


def _hand_out_some() -> int | None:
    """The same for some of them, all or nothing; None when none waits."""
    with atomic():
        return _notices_of_some()


def _notices_of_some() -> int | None:
    in_turn("hooks:handing out")
    waiting = list(Untold.objects.order_by("created_at", "id").values_list("pk", flat=True)[:AT_ONCE])
    if not waiting:
        return None
    events = list(Event.objects.filter(pk__in=waiting).order_by("at", "pk"))
    found: dict[tuple[Actor, frozenset[str]], dict[UUID, str]] = {}
    made = 0
    for hook in queries.listening():
        looks = queries.looks_as(hook, today())
        if looks is None or not any(event.event in hook.kinds for event in events):
            continue
        sees = (looks, frozenset(hook.connection.scopes))
        if sees not in found:
            found[sees] = queries.addresses_of(*sees, events)
        rows = _notices(hook, events, found[sees])
        made += len(Notice.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True))
    Untold.objects.filter(pk__in=waiting).delete()
    return made


def _notices(hook: Hook, events: Iterable[Event], seen: dict[UUID, str]) -> list[Notice]:
    now = timezone.now()
    return [
        Notice(hook=hook, event=event, kind=event.event, at=event.at, record=seen[event.pk], next_at=now)
        for event in events
        if event.event in hook.kinds and event.pk in seen
    ]


def forget_old() -> int:
    """Delete what was handed out more than thirty days ago. Returns how many."""
    count, _tables = Notice.objects.filter(created_at__lt=timezone.now() - rules.KEPT).delete()
    return count
