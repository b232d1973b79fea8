"""What a program may see of what happened, and as whom it looks."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldError
from django.db.models import QuerySet

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.api.router import Reading, readings
from jalur.foundation.connections.models import Connection
from jalur.foundation.connections.queries import actor_of
from jalur.foundation.history.models import Event
from jalur.foundation.hooks import kinds
from jalur.foundation.hooks.models import Hook, HookState


def listening() -> Any:
    """The addresses for which events are handed out, with what says who looks."""
    rows = Hook.objects.exclude(state=HookState.ENDED).select_related(
        "connection__membership__organisation", "connection__membership__user"
    )
    return rows.order_by("pk")


def looks_as(hook: Hook, today: date) -> Actor | None:
    """As whom its program looks; None when that does not act any more."""
    return actor_of(hook.connection, today)


def groups_for(connection: Connection, today: date) -> list[kinds.Group]:
    """What its program can be told now, by room; nothing when it does not act any more."""
    looks = actor_of(connection, today)
    return kinds.groups(looks, connection.scopes) if looks else []


def addresses_of(actor: Actor, scopes: Collection[str], events: Iterable[Event]) -> dict[UUID, str]:
    """Event → where the program reads what it is about, for those whose row it may see now: one query a table."""
    known, by_table = readings(), {}
    for event in events:
        reading = known.get(kinds.thing_of(event.event))
        if reading and reading.scope in scopes and access.may(actor, reading.right):
            by_table.setdefault((event.subject_table, reading), []).append(event)
    found: dict[UUID, str] = {}
    for (table, reading), those in by_table.items():
        rows = apps.get_model(table)._default_manager.filter(pk__in={one.subject_key for one in those})
        seen = (
            rows.visible_to(actor)
            if hasattr(rows, "visible_to")
            else access.narrow(rows, actor, reading.right)
        )
        keys = _keys(seen.order_by(), reading)
        found |= {
            one.pk: reading.address_of(keys[one.subject_key]) for one in those if one.subject_key in keys
        }
    return found


def _keys(rows: QuerySet[Any], reading: Reading) -> dict[str, object]:
    """Row → the key in the address; nothing of a table from which no path leads there."""
    for path in reading.keys:
        try:
            pairs = rows.values_list("pk", path)
        except FieldError:
            continue
        return {str(pk): key for pk, key in pairs}
    return {}
