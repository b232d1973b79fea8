"""Decisions about the rungs of a language: which one is reached, which comes next, and who of many goes on. No Django, no clock."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum


def rung_of(codes: Iterable[str], levels: Mapping[str, int], counts_as: Mapping[str, Collection[str]]) -> int:
    """The highest rung of a scale (level → rung) that competencies reach, what they count as included; 0 for none."""
    reached = {one for code in codes for one in counts_as.get(code, (code,))}
    return max((levels[code] for code in reached if code in levels), default=0)


def is_old(taken_on: date, on: date, days: int) -> bool:
    """Whether a test says too little of somebody by now, so that a new one is asked for."""
    return on - taken_on > timedelta(days=days)


class Outcome(StrEnum):
    """What became of a seat; the later of these counts where somebody had several on one rung."""

    LEFT = "left"
    NOT_YET = "not_yet"
    IN_CLASS = "in_class"
    FINISHED = "finished"


@dataclass(frozen=True)
class Seat:
    """One seat in a class that leads to a rung, by its programme; cost of the seat, nothing where it was given back."""

    person: Hashable
    rung: int
    outcome: Outcome
    starts: date
    ends: date
    cost: Decimal


@dataclass(frozen=True)
class Placed:
    """An entry test: the rung that it found, 0 below the first, and the day."""

    person: Hashable
    rung: int
    on: date


@dataclass
class Rung:
    """Whoever came to a rung in a period: counts of people, each once; days and cost of all who had a seat."""

    rung: int
    placed: int = 0
    started: int = 0
    finished: int = 0
    went_on: int = 0
    rests: int = 0
    in_class: int = 0
    left: int = 0
    not_yet: int = 0
    waiting: int = 0
    no_class: int = 0
    days: list[int] = field(default_factory=list)
    cost: Decimal = Decimal(0)
    seats: int = 0  # kept, also those of one person in two classes
    taught_cost: Decimal = Decimal(0)  # of the seats whose result stands

    @property
    def came(self) -> int:
        """With a seat, or placed here by a test."""
        return self.started + self.waiting + self.no_class

    @property
    def stopped(self) -> int:
        """Gave the seat back, is not yet competent, or was placed here and found no class in time."""
        return self.left + self.not_yet + self.no_class

    @property
    def mean_days(self) -> float | None:
        return sum(self.days) / len(self.days) if self.days else None

    @property
    def cost_per_seat(self) -> Decimal | None:
        return self.cost / self.seats if self.seats else None

    @property
    def cost_per_reached(self) -> Decimal | None:
        """What the seats whose result stands cost for each person who reached the rung: those who did not are paid for too."""
        return self.taught_cost / self.finished if self.finished else None


BEST = list(Outcome)


def climb(
    seats: Sequence[Seat],
    tests: Sequence[Placed],
    *,
    top: int,
    period: tuple[date, date],
    on: date,
    patience: int,
) -> list[Rung]:
    """The ladder from the first rung up: who came to each in the period, and what became of them by the day `on`.

    seats, tests: of all days, so that a step after the period is seen. patience: after so many days without a class or a next step
    somebody counts as stopped, or as resting where she has finished.
    """
    first, last = period
    by_person: dict[Hashable, list[Seat]] = {}
    for seat in seats:
        by_person.setdefault(seat.person, []).append(seat)
    latest: dict[Hashable, Placed] = {}
    for test in sorted(tests, key=lambda test: test.on):
        if first <= test.on <= last:
            latest[test.person] = test
    rungs = {number: Rung(number) for number in range(1, top + 1)}
    for own in by_person.values():
        for number, rung in rungs.items():
            here = [seat for seat in own if seat.rung == number and first <= seat.starts <= last]
            if here:
                _count(rung, here, own, is_top=number == top, on=on, patience=patience)
    for test in latest.values():
        if (above := rungs.get(test.rung + 1)) is None:
            continue
        above.placed += 1
        own = by_person.get(test.person, [])
        if any(seat.rung >= above.rung and seat.ends >= test.on for seat in own):
            continue
        if is_old(test.on, on, patience):
            above.no_class += 1
        else:
            above.waiting += 1
    return list(rungs.values())


def _count(
    rung: Rung, here: Sequence[Seat], own: Sequence[Seat], *, is_top: bool, on: date, patience: int
) -> None:
    rung.started += 1
    kept = [seat for seat in here if seat.outcome != Outcome.LEFT]
    rung.seats += len(kept)
    rung.cost += sum((seat.cost for seat in kept), Decimal(0))
    rung.taught_cost += sum((seat.cost for seat in kept if seat.outcome != Outcome.IN_CLASS), Decimal(0))
    best = max((seat.outcome for seat in here), key=BEST.index)
    if best != Outcome.FINISHED:
        name = best.value
        setattr(rung, name, getattr(rung, name) + 1)
        return
    done = min((seat for seat in here if seat.outcome == Outcome.FINISHED), key=lambda seat: seat.ends)
    rung.finished += 1
    rung.days.append((done.ends - done.starts).days + 1)
    if any(seat.rung > rung.rung and seat.outcome != Outcome.LEFT for seat in own):
        rung.went_on += 1
    elif not is_top and is_old(done.ends, on, patience):
        rung.rests += 1


def worst(rungs: Sequence[Rung]) -> Rung | None:
    """The rung on which most people stop; of several the lowest. None where nobody does."""
    some = [rung for rung in rungs if rung.stopped]
    return max(some, key=lambda rung: (rung.stopped, -rung.rung)) if some else None
