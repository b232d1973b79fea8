"""Reach, overlap, obstacles and demand, held against plainer statements of the same."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jalur.journey.training import rules

DAYS = st.integers(0, 60).map(lambda day: date(2026, 1, 1) + timedelta(days=day))
REGENCIES = st.sampled_from(["35.17", "35.08", "33.05", "31.71"])
CODES = st.sets(st.sampled_from("ABCDE"))


@given(DAYS, DAYS, DAYS, DAYS)
def test_two_classes_overlap_when_they_share_a_day(a, b, c, d):
    one, two = (
        rules.Earlier(min(a, b), max(a, b), frozenset()),
        rules.Earlier(min(c, d), max(c, d), frozenset()),
    )

    def days(of):
        return {of.starts + timedelta(days=n) for n in range((of.ends - of.starts).days + 1)}

    assert rules.overlaps(one, two) == bool(days(one) & days(two)) == rules.overlaps(two, one)


@given(REGENCIES, REGENCIES, st.sets(st.tuples(REGENCIES, REGENCIES)))
def test_reach_only_grows(home, venue, pairs):
    near, province, nation = (
        rules.is_in_reach(home, venue, reach, pairs) for reach in ("regency", "province", "national")
    )
    assert nation
    assert near <= province <= nation
    assert near == (home == venue or (home, venue) in pairs)
    assert province == (near or home.split(".")[0] == venue.split(".")[0])


@given(CODES, CODES, CODES)
def test_a_prerequisite_is_held_or_taught_earlier(needed, held, taught):
    wanted = rules.ClassFacts("35.17", "national", date(2026, 3, 1), date(2026, 3, 31), frozenset(needed))
    earlier = rules.Earlier(date(2026, 1, 1), date(2026, 1, 31), frozenset(taught))
    later = rules.Earlier(date(2026, 4, 1), date(2026, 4, 30), frozenset("ABCDE"))
    person = rules.PersonFacts("35.17", 20, 2, frozenset(held), date(2026, 1, 1), (earlier, later))
    found = rules.obstacles(wanted, person, pairs=(), implications={})
    missing = sorted(needed - held - taught)
    assert [(one.code, list(one.missing)) for one in found] == (
        [("prerequisites", missing)] if missing else []
    )


def test_a_higher_level_is_asked_for_when_a_lower_one_is():
    implications = {"N3": ["N4"], "N4": ["N5"]}
    assert rules.nobody_asks_for(["N3", "N5", "SEWING"], ["N4"], {}, implications) == {"N5", "SEWING"}


def test_a_stepping_stone_to_something_asked_for_is_not_idle():
    stones = {"N4": ["N5"], "N5": ["KANA"]}
    assert rules.nobody_asks_for(["KANA", "N5", "N4", "SEWING"], ["N4"], stones, {}) == {"SEWING"}


def test_small_classes():
    assert rules.missing_for_a_full_start(3, 20, 16) == 13
    assert rules.missing_for_a_full_start(16, 20, 16) == 0
    assert rules.missing_for_a_full_start(3, 10, 16) == 7
    assert rules.missing_for_a_full_start(0, 10, 0) == 0
