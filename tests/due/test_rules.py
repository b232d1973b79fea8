"""Working days against an independent calendar (NumPy's), and days that end by the clock of where a thing lies."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from jalur.foundation.due import rules
from jalur.foundation.geography.rules import common_region, zone_of

DAYS = some.dates(date(2024, 1, 1), date(2028, 12, 31))
OFF = some.frozensets(DAYS.filter(lambda day: day.year == 2026), max_size=60)


def oracle(off):
    return {"holidays": sorted(off)}


@given(day=DAYS, days=some.integers(1, 60), off=OFF)
def test_so_many_working_days_later(day, days, off):
    expected = np.busday_offset(day, days, roll="backward", **oracle(off)).astype(date)
    assert rules.moved(day, days, working=True, holidays=off) == expected


@given(day=DAYS, days=some.integers(1, 60), off=OFF)
def test_so_many_working_days_before(day, days, off):
    expected = np.busday_offset(day, -days, roll="forward", **oracle(off)).astype(date)
    assert rules.moved(day, -days, working=True, holidays=off) == expected


@given(day=DAYS, ahead=some.integers(-5, 90), off=OFF)
def test_working_days_between(day, ahead, off):
    until = day + timedelta(days=ahead)
    first, after = day + timedelta(days=1), until + timedelta(days=1)
    expected = max(0, int(np.busday_count(first, after, **oracle(off))))
    assert rules.days_between(day, until, working=True, holidays=off) == expected
    assert rules.days_between(day, until, working=False, holidays=off) == max(0, ahead)


@given(day=DAYS, off=OFF)
def test_a_working_day(day, off):
    assert rules.is_working(day, off) == bool(np.is_busday(day, **oracle(off)))


@given(day=DAYS, days=some.integers(-30, 60), off=OFF)
def test_days_of_the_calendar_know_no_holiday(day, days, off):
    assert rules.moved(day, days, working=False, holidays=off) == day + timedelta(days=days)


@given(day=DAYS, days=some.integers(1, 40), off=OFF)
def test_as_many_days_are_left_as_were_given(day, days, off):
    last = rules.moved(day, days, working=True, holidays=off)
    assert rules.days_between(day, last, working=True, holidays=off) == days


LAST = date(2026, 1, 14)
# Place → the instant at which the 14th is over there (Keppres 41/1987).
ENDS = {
    "35.17": datetime(2026, 1, 14, 17, tzinfo=UTC),
    "51.71": datetime(2026, 1, 14, 16, tzinfo=UTC),
    "91.71": datetime(2026, 1, 14, 15, tzinfo=UTC),
}


@pytest.mark.parametrize(("place", "over"), ENDS.items())
def test_the_last_day_ends_at_midnight_of_the_place(place, over):
    assert rules.ends(LAST, zone_of(place)) == over
    assert rules.begins(LAST, zone_of(place)) == over - timedelta(days=1)


def test_whoever_has_no_time_before_the_reminder_needs_none():
    zone = zone_of("35.17")
    remind = LAST - timedelta(days=2)
    assert rules.next_look(LAST, remind - timedelta(days=1), remind, zone) == rules.begins(remind, zone)
    assert rules.next_look(LAST, remind, remind, zone) == rules.ends(LAST, zone)


@pytest.mark.parametrize(
    ("one", "other", "region"),
    [
        ("35.17.08.2001", "35.17.08.2002", "35.17.08"),
        ("35.17.08.2001", "35.17.08.2001", "35.17.08.2001"),
        ("35.17.08.2001", "35.08.01.2001", "35"),
        ("35.17.08.2001", "36.17.08.2001", ""),
        ("35.17", "35.17.08.2001", "35.17"),
    ],
)
def test_the_smallest_region_in_which_both_lie(one, other, region):
    assert common_region(one, other) == common_region(other, one) == region
