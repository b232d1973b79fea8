"""What the law holds and lets go on, and what later rooms keep that hangs on it: each registers its rows, and what becomes of them
meanwhile."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow.consequences import Change, Group, Moves

H = TypeVar("H", bound=Model)


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


def moves(
    holders: Iterable[H],
    stopped: Mapping[Any, str],
    *,
    hold: Callable[[H, str, date], None],
    go_on: Callable[[H, date], None],
    today: date,
    beside: Callable[[Sequence[H]], Mapping[type[Model], list[Any]]] = lambda _moving: {},
) -> Moves:
    """Hold those of the rows that are stopped for another reason than they say (`held_because`), and let go on those that no
    longer are. Carried out once, there is nothing left to move. beside: what else is locked with the rows that move.
    """
    moving = [holder for holder in holders if stopped.get(holder.pk, "") != holder.held_because]  # type: ignore[attr-defined]  # every holder says why
    if not moving:
        return Moves()

    def carry_out() -> None:
        for holder in moving:
            if because := stopped.get(holder.pk):
                hold(holder, because, today)
            else:
                go_on(holder, today)

    return Moves({**moving_with(moving), **beside(moving)}, carry_out)
