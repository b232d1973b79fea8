"""When a centre is open, which times are free, who may share a dormitory room. Pure: days off are an argument."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from jalur.kit.dates import birthday, completed_years

DAY = timedelta(days=1)
SATURDAY = 5
ADULT = 18
"""Whoever is younger sleeps apart and with the consent of a guardian: a habit of centres; UU 35/2014 was not checked for it."""

YOUNG, ADULTS = "young", "adults"
"""For which age a dormitory room is, where a centre has said so."""

PAPER_FOLLOWS = timedelta(days=14)
"""By then the signed paper of a consent that was recorded without it is on file: set by Jalur."""

CONSENT_PAPERS, LICENCE_PAPERS = "bed_consent", "teaching_licence"
"""The kinds of files that a guardian's consent and an instructor's licence carry."""

Stretch = tuple[datetime, datetime]
"""From an instant, up to but without another."""


@dataclass(frozen=True)
class Hours:
    """When a centre is open on a working day, and its break."""

    opens: time = time(8)
    closes: time = time(16)
    break_starts: time | None = time(12)
    break_ends: time | None = time(13)
    on_saturday: bool = False

    @property
    def length(self) -> timedelta:
        """How long an open day is, without its break."""
        return _minutes(self.opens, self.closes) - _minutes(self.break_starts, self.break_ends)

    def is_open_on(self, day: date, off: Container[date]) -> bool:
        last = SATURDAY if self.on_saturday else SATURDAY - 1
        return day.weekday() <= last and day not in off

    def stretches(self, day: date, length: timedelta, zone: tzinfo) -> list[Stretch]:
        """Where something of this length can lie on an open day: before or after the break, over it when it fits neither side."""
        opens, closes = (datetime.combine(day, hour, zone) for hour in (self.opens, self.closes))
        if self.break_starts is None or self.break_ends is None:
            return [(opens, closes)]
        rests, goes_on = (datetime.combine(day, hour, zone) for hour in (self.break_starts, self.break_ends))
        if length > max(rests - opens, closes - goes_on):
            return [(opens, closes)]
        return [(opens, rests), (goes_on, closes)]


def _minutes(first: time | None, last: time | None) -> timedelta:
    if first is None or last is None:
        return timedelta()
    return timedelta(hours=last.hour - first.hour, minutes=last.minute - first.minute)


@dataclass(frozen=True)
class Asked:
    """So many units of a resource, and for each of its units when it is not free."""

    count: int
    busy: Sequence[Sequence[Stretch]]

    def is_free(self, starts: datetime, ends: datetime) -> bool:
        free = sum(all(ends <= begin or end <= starts for begin, end in unit) for unit in self.busy)
        return free >= self.count


def open_stretches(
    hours: Hours, days: Iterable[date], off: Container[date], length: timedelta, zone: tzinfo
) -> list[Stretch]:
    """Where something of this length can lie on these days."""
    return [
        stretch
        for day in days
        if hours.is_open_on(day, off)
        for stretch in hours.stretches(day, length, zone)
    ]


def nearest_free(
    asked: Sequence[Asked],
    stretches: Sequence[Stretch],
    wanted: datetime,
    length: timedelta,
    *,
    now: datetime,
    most: int = 3,
) -> list[datetime]:
    """The starts nearest to `wanted`, not before `now`, at which all that is asked is free for `length` within one stretch.

    The nearest free start is the wanted one itself or lies where something ends or, by `length`, before something begins.
    """
    edges = {wanted, now}
    for begin, end in [*stretches, *(one for need in asked for unit in need.busy for one in unit)]:
        edges |= {begin, end, begin - length, end - length}
    found = []
    for start in sorted(edges, key=lambda edge: (abs(edge - wanted), edge)):
        fits = start >= now and any(begin <= start and start + length <= end for begin, end in stretches)
        if fits and all(need.is_free(start, start + length) for need in asked):
            found.append(start)
            if len(found) == most:
                break
    return found


def nights(first: date, last: date, zone: tzinfo) -> Stretch:
    """From noon to noon, so that one guest can leave on the day on which the next comes."""
    return datetime.combine(first, time(12), zone), datetime.combine(last, time(12), zone)


def is_child(born: date, on: date) -> bool:
    return completed_years(born, on) < ADULT


def is_of_age_for(ages: str, born: date, first: date, last: date) -> bool:
    """Whether somebody may sleep in a room for these ages on every day from `first` to `last`."""
    if ages == YOUNG:
        return is_child(born, last)
    return ages != ADULTS or not is_child(born, first)


def apart_from(born: date, other: date, first: date, last: date) -> date | None:
    """The first day from `first` to `last` on which one of two people is a child and the other is not; None where they may share
    a room throughout."""
    turns = (birthday(one, ADULT) for one in (born, other))
    days = sorted({first, *(day for day in turns if first <= day <= last)})
    return next((day for day in days if is_child(born, day) != is_child(other, day)), None)
