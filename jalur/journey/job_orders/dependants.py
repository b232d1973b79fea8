"""What later rooms keep that hangs on an order: each registers its rows, and what becomes of them when the order stands still."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow.consequences import Change, Group
from jalur.journey.job_orders.models import JobOrder


@dataclass(frozen=True)
class Dependant:
    """What one room keeps that hangs on an order.

    model: its table, with an `order`; moving: the rows that a hold or its end moves, locked before the orders are; touched: whom
    a hold of orders touches, or its end, without naming anybody; hold, reopen: the room's part of the step, in its body.
    """

    model: type[Model]
    moving: Callable[[QuerySet[Any]], QuerySet[Any]]
    touched: Callable[[Change], Sequence[Group]]
    hold: Callable[[Actor, JobOrder], None]
    reopen: Callable[[Actor, JobOrder, date], None]

    def rows_of(self, orders: Sequence[JobOrder]) -> QuerySet[Any]:
        """The rows that move with these orders."""
        return self.moving(self.model._default_manager.filter(order__in=orders))


_rooms: dict[str, Dependant] = {}


def register(room: str, dependant: Dependant) -> None:
    """A room whose rows hang on orders. A second registration replaces the first."""
    _rooms[room] = dependant


def registered() -> list[Dependant]:
    """What every room keeps."""
    return list(_rooms.values())
