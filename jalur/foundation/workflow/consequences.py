"""What law, standards and licences stop: each room registers what it keeps under them. One door shows beforehand whom a change touches,
and one carries it out."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Model
from django.forms import Form
from django.utils.translation import gettext as _

from jalur.foundation.workflow.locks import atomic, lock_all
from jalur.kit.components import Grid
from jalur.kit.dates import today
from jalur.kit.jobs import enqueue

Keys = frozenset[Hashable]

# A row takes some 20 ms (`python -m bench offers`): a pause of a nation's orders takes minutes, a browser waits half a one.
AT_ONCE = 300


@dataclass(frozen=True)
class Group:
    """One count of what a change touches, with the list behind it; is_beside: it is not touched, and good to know."""

    title: str
    count: int
    grid: Grid | None = None
    hint: str = ""
    is_beside: bool = False


def people(title: str, where: Sequence[tuple[str, int]]) -> Group:
    """People as one count; of them only how many live where."""
    grid = Grid(title, [_("Live in"), _("People")], [[place, count] for place, count in where])
    return Group(title, sum(count for _place, count in where), grid)


@dataclass(frozen=True)
class Change:
    """What stands still on the day `on` because of a change, and what goes on again: keys of one room's rows."""

    on: date
    stops: Keys = frozenset()
    frees: Keys = frozenset()


@dataclass(frozen=True)
class Moves:
    """What brings one room's tables in line with the law of a day: the rows that move, locked before any of any room does."""

    rows: Mapping[type[Model], Iterable[Any]] = field(default_factory=dict)
    carry_out: Callable[[], object] = lambda: None


@dataclass(frozen=True)
class UnderLaw:
    """What one room keeps that law, standards or licences may stop.

    stopped: what they stop on a day as the database says now, by key, each with a code that says by what; touched: whom a
    change of that touches, told without naming anybody; moves: what has to move on a day.
    """

    stopped: Callable[[date], Mapping[Hashable, str]]
    touched: Callable[[Change], Sequence[Group]]
    moves: Callable[[date], Moves]


_rooms: dict[str, UnderLaw] = {}
_rehearsing: ContextVar[bool] = ContextVar("rehearsing", default=False)


def register(room: str, under_law: UnderLaw) -> None:
    """A room that keeps something under the law. A second registration replaces the first."""
    _rooms[room] = under_law


def follow(today: date, *, at_once: float = AT_ONCE) -> None:
    """Carry out in every room what the law of the day stops and lets go on again; called wherever law, standard or licence changed,
    and every hour, for what begins or ends by its date. More than `at_once` rows are left to the worker, within the minute."""
    if _rehearsing.get():
        return
    moving = [moves for room in _rooms.values() if (moves := room.moves(today)).rows]
    if not moving:
        return
    rows: dict[type[Model], list[Any]] = {}
    for moves in moving:
        for model, keys in moves.rows.items():
            rows.setdefault(model, []).extend(keys)
    if sum(map(len, rows.values())) > at_once:
        enqueue("jalur.foundation.workflow.tasks.follow_soon", queue="upkeep", once="follow the law")
        return
    with atomic():
        lock_all(rows)
        for moves in moving:
            moves.carry_out()


def beforehand(change: Callable[[], Any], *, on: date) -> list[Group]:
    """Whom a change would touch on a day: it is made, looked at and taken back; nothing of it is written.

    Raises what the change raises.
    """
    before = _stopped(on)
    after = before
    try:
        with atomic(), _rehearsal():
            change()
            after = _stopped(on)
            raise _Rehearsed
    except _Rehearsed:
        pass
    groups: list[Group] = []
    for room, under_law in _rooms.items():
        stops, frees = after[room] - before[room], before[room] - after[room]
        groups += under_law.touched(Change(on, stops, frees))
    return [group for group in groups if group.count]


def before_taking(take: Callable[..., Any], day: str) -> Callable[[Form], list[Group]]:
    """The same of a service that takes what a form holds: from the day in its box `day` on, today at the earliest."""

    def groups(form: Form) -> list[Group]:
        first = form.cleaned_data[day] or today()
        return beforehand(partial(take, **form.cleaned_data), on=max(first, today()))

    return groups


class _Rehearsed(Exception):
    """Takes back what was only tried."""


@contextmanager
def _rehearsal() -> Iterator[None]:
    token = _rehearsing.set(True)
    try:
        yield
    finally:
        _rehearsing.reset(token)


def _stopped(on: date) -> dict[str, Keys]:
    return {room: frozenset(under_law.stopped(on)) for room, under_law in _rooms.items()}
