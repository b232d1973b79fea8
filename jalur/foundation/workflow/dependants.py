"""What later rooms keep that hangs on what the law may stop: each registers its rows, and what becomes of them meanwhile."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow.consequences import Change, Group


@dataclass(frozen=True)
class Dependant:
    """What one room keeps that hangs on rows of an earlier one, its holders.

    model: its table; moving: of these holders the rows that a hold or its end moves, locked before the holders are; touched:
    whom a hold of them touches, or its end, without naming anybody; hold, reopen: the room's part of the step, in its body.
    """

    model: type[Model]
    moving: Callable[[Collection[Any]], QuerySet[Any]]
    touched: Callable[[Change], Sequence[Group]]
    hold: Callable[[Actor, Any], None]
    reopen: Callable[[Actor, Any, date], None]


_rooms: dict[tuple[type[Model], str], Dependant] = {}


def register(holder: type[Model], room: str, dependant: Dependant) -> None:
    """A room whose rows hang on rows of the table `holder`. A second registration replaces the first."""
    _rooms[holder, room] = dependant


def of(holder: type[Model]) -> list[Dependant]:
    """What every room keeps that hangs on rows of a table."""
    return [dependant for (held, _room), dependant in _rooms.items() if held is holder]


def moving_with(holders: Sequence[Model]) -> dict[type[Model], list[Any]]:
    """Rows of one table and what moves with them, to be locked together."""
    holder = type(holders[0])
    keys: dict[type[Model], list[Any]] = {holder: [one.pk for one in holders]}
    for room in of(holder):
        keys.setdefault(room.model, []).extend(room.moving(holders).values_list("pk", flat=True))
    return keys
