"""What later rooms build on a result: each registers what becomes of it when the result is annulled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from jalur.foundation.accounts.access import Actor
from jalur.journey.certification.models import Assessment

Fall = Callable[..., None]
"""(actor=, assessment=, reason=): the room's part, inside the step with which the result is annulled, every row locked."""


@dataclass(frozen=True)
class Building:
    """hold: locks the room's rows of these results, before anything moves; fall: what becomes of them; spent: results on which
    nobody can build any more, as what was built was taken back."""

    hold: Callable[[Sequence[Any]], None]
    fall: Fall
    spent: Callable[[], QuerySet[Any]]


_rooms: dict[str, Building] = {}


def register(room: str, building: Building) -> None:
    """A room that builds on results. A second registration replaces the first."""
    _rooms[room] = building


def hold_all(assessments: Sequence[Assessment]) -> None:
    for building in _rooms.values():
        building.hold(assessments)


def fall_all(*, actor: Actor, assessment: Assessment, reason: str) -> None:
    for building in _rooms.values():
        building.fall(actor=actor, assessment=assessment, reason=reason)


def without_spent(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    for building in _rooms.values():
        rows = rows.exclude(pk__in=building.spent())
    return rows
