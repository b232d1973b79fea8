"""Pure decisions about money for training: what is left to pay, what a graduate costs. No Django, no clock."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal


def rest(cost: Decimal, paid: Decimal) -> Decimal:
    """What of a seat has no payer yet; never below zero."""
    return max(cost - paid, Decimal(0))


@dataclass(frozen=True)
class SeatCost:
    """One seat of a finished class: to what it is counted, whether its person completed it, whether she was placed later, its cost.

    placed: None as long as nobody knows.
    """

    key: Hashable
    title: str
    completed: bool
    placed: bool | None
    cost: Decimal


@dataclass
class Cost:
    """Of a programme, a centre or a source: seats, who completed, who was placed, and what all seats cost together."""

    title: str
    seats: int = 0
    completed: int = 0
    placed: int = 0
    cost: Decimal = Decimal(0)

    @property
    def per_seat(self) -> Decimal | None:
        return self.cost / self.seats if self.seats else None

    @property
    def per_graduate(self) -> Decimal | None:
        """All seats of the classes by those who completed: who did not complete is paid for too."""
        return self.cost / self.completed if self.completed else None

    @property
    def per_placed(self) -> Decimal | None:
        return self.cost / self.placed if self.placed else None


def costs(seats: Iterable[SeatCost]) -> list[Cost]:
    """One row a key, the dearest altogether first."""
    found: dict[Hashable, Cost] = {}
    for seat in seats:
        row = found.setdefault(seat.key, Cost(seat.title))
        row.seats += 1
        row.completed += seat.completed
        row.placed += bool(seat.placed)
        row.cost += seat.cost
    return sorted(found.values(), key=lambda row: (-row.cost, row.title))
