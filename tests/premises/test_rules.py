"""Free times against an oracle that looks at every minute; who may share a room against one that looks at every day."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from jalur.journey.premises import rules

MIDNIGHT = datetime(2026, 2, 2, tzinfo=ZoneInfo("Asia/Jakarta"))
STEP = timedelta(minutes=15)
# A day and a half in quarters of an hour: small enough for the oracle to try each start.
LAST = 150


def moment(number):
    return MIDNIGHT + number * STEP


def stretch_of(pair):
    begin, length = pair
    return moment(begin), moment(begin + length)


STRETCH = st.tuples(st.integers(0, LAST), st.integers(1, 20)).map(stretch_of)
UNITS = st.lists(st.lists(STRETCH, max_size=4), min_size=1, max_size=4)
ASKED = UNITS.flatmap(lambda units: st.builds(rules.Asked, st.integers(1, len(units)), st.just(units)))


@given(
    st.lists(ASKED, min_size=1, max_size=3),
    st.lists(STRETCH, min_size=1, max_size=4),
    st.integers(0, LAST),
    st.integers(1, 12),
    st.integers(0, LAST),
)
def test_the_nearest_free_time_is_the_one_that_trying_all_finds(asked, stretches, wanted, length, now):
    def is_free(start):
        end = start + length * STEP
        if start < moment(now) or not any(begin <= start and end <= close for begin, close in stretches):
            return False
        return all(
            sum(not any(begin < end and start < close for begin, close in unit) for unit in need.busy)
            >= need.count
            for need in asked
        )

    found = rules.nearest_free(asked, stretches, moment(wanted), length * STEP, now=moment(now), most=1)
    every = [moment(number) for number in range(LAST + 30) if is_free(moment(number))]
    nearest = min((abs(start - moment(wanted)) for start in every), default=None)
    assert [abs(start - moment(wanted)) for start in found] == ([] if nearest is None else [nearest])
    assert all(is_free(start) for start in found)


DAY = st.dates(date(2005, 1, 1), date(2012, 12, 31))


@given(DAY, DAY, st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(0, 400))
def test_children_and_adults_are_apart_on_every_day(born, other, first, length):
    days = [first + timedelta(days=number) for number in range(length + 1)]
    mixed = [day for day in days if rules.is_child(born, day) != rules.is_child(other, day)]
    assert rules.apart_from(born, other, first, days[-1]) == (mixed[0] if mixed else None)


def test_a_whole_day_lies_over_the_break_and_half_a_day_beside_it():
    hours, zone = rules.Hours(), ZoneInfo("Asia/Jakarta")
    day = date(2026, 2, 2)
    assert len(hours.stretches(day, timedelta(hours=4), zone)) == 2
    ((opens, closes),) = hours.stretches(day, timedelta(hours=5), zone)
    assert (opens.hour, closes.hour) == (8, 16)
    assert not hours.is_open_on(date(2026, 2, 7), {})
    assert not hours.is_open_on(day, {day: "libur"})
