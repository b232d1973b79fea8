"""Reach, overlap, obstacles and demand, held against plainer statements of the same."""

from datetime import date, timedelta

import pytest
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
    march = {"starts": date(2026, 3, 1), "ends": date(2026, 3, 31)}
    wanted = rules.ClassFacts(regency="35.17", reach="national", prerequisites=frozenset(needed), **march)
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
    assert rules.missing_for_a_full_start(16, 16, 17) == 0
    assert rules.missing_for_a_full_start(15, 20, 16) == 1
    assert rules.missing_for_a_full_start(17, 20, 16) == 0


STARTS = date(2026, 3, 1)
DAY = timedelta(days=1)
WANTED = {"regency": "35.17", "reach": "regency", "starts": STARTS, "ends": STARTS + 30 * DAY}
LIMITS = {"prerequisites": frozenset({"N5", "SEWING"}), "min_age": 18, "max_age": 35, "min_education": 3}
FITS = {
    "regency": "35.17",
    "age_at_start": 18,
    "education": 3,
    "holds": frozenset({"N4", "SEWING"}),
    "available_from": STARTS,
}


def obstacles_of(limits, **person):
    found = rules.obstacles(
        rules.ClassFacts(**{**WANTED, **limits}),
        rules.PersonFacts(**{**FITS, **person}),
        pairs=[("35.08", "35.17")],
        implications={"N4": ["N5"]},
    )
    return [(one.code, one.missing) for one in found]


@pytest.mark.parametrize(
    ("person", "obstacles"),
    [
        ({}, []),
        ({"age_at_start": 35}, []),
        ({"regency": "35.08"}, []),
        ({"available_from": STARTS + DAY}, [("not_available", ())]),
        ({"age_at_start": 17}, [("too_young", ())]),
        ({"age_at_start": 36}, [("too_old", ())]),
        ({"education": 2}, [("education", ())]),
        ({"regency": "35.01"}, [("out_of_reach", ())]),
        ({"holds": frozenset()}, [("prerequisites", ("N5", "SEWING"))]),
        ({"holds": frozenset({"N4"})}, [("prerequisites", ("SEWING",))]),
        (
            {
                "available_from": STARTS + DAY,
                "age_at_start": 17,
                "education": 2,
                "regency": "35.01",
                "holds": frozenset(),
                "classes": (rules.Earlier(STARTS, STARTS, frozenset()),),
            },
            [
                ("not_available", ()),
                ("too_young", ()),
                ("education", ()),
                ("out_of_reach", ()),
                ("prerequisites", ("N5", "SEWING")),
                ("overlap", ()),
            ],
        ),
    ],
)
def test_every_obstacle_is_named_in_its_order(person, obstacles):
    assert obstacles_of(LIMITS, **person) == obstacles


def test_a_class_without_limits_takes_everybody_in_reach():
    assert obstacles_of({}, age_at_start=99, education=0, holds=frozenset()) == []


def test_a_class_for_the_nation_or_the_province_reaches_further():
    assert obstacles_of({"reach": "province"}, regency="35.01") == []
    assert obstacles_of({"reach": "province"}, regency="33.01") == [("out_of_reach", ())]
    assert obstacles_of({"reach": "national"}, regency="33.01") == []


@pytest.mark.parametrize(
    ("starts", "ends", "obstacles"),
    [
        (-20, -1, []),  # over the day before: what it taught counts
        (-20, 0, [("prerequisites", ("SEWING",)), ("overlap", ())]),
        (30, 40, [("prerequisites", ("SEWING",)), ("overlap", ())]),
        (31, 40, [("prerequisites", ("SEWING",))]),  # begins the day after: too late to teach anything
    ],
)
def test_another_class_teaches_before_and_is_in_the_way_on_a_shared_day(starts, ends, obstacles):
    other = rules.Earlier(STARTS + starts * DAY, STARTS + ends * DAY, frozenset({"SEWING"}))
    assert obstacles_of(LIMITS, holds=frozenset({"N5"}), classes=(other,)) == obstacles


@pytest.mark.parametrize(
    ("second", "shared"),
    [
        ((-5, -1), False),
        ((-5, 0), True),
        ((30, 35), True),
        ((31, 35), False),
        ((5, 6), True),
        ((-5, 35), True),
    ],
)
def test_classes_that_touch_on_one_day_overlap(second, shared):
    first = rules.ClassFacts(**WANTED)
    other = rules.Earlier(STARTS + second[0] * DAY, STARTS + second[1] * DAY, frozenset())
    assert rules.overlaps(first, other) is rules.overlaps(other, first) is shared


LEVELS = st.sampled_from("ABCDEF")
DOWNWARDS = st.sets(st.tuples(LEVELS, LEVELS).filter(lambda pair: pair[0] < pair[1]), max_size=6)


@given(
    st.lists(LEVELS, unique=True), st.lists(LEVELS, max_size=2), st.sets(st.tuples(LEVELS, LEVELS)), DOWNWARDS
)
def test_what_nobody_asks_for_leads_to_nothing_wanted(taught, wanted, stones, implied):
    """A code leads to the levels it counts as, and a stepping stone to what it is needed for."""

    def mapping(pairs):
        return {one: [other for first, other in pairs if first == one] for one, _other in pairs}

    learnable = {*taught, *(code for pair in implied for code in pair)}
    leads = implied | {(stone, goal) for goal, stone in stones if goal in learnable}
    idle = set()
    for code in taught:
        reached = {code}
        while more := {other for one, other in leads if one in reached} - reached:
            reached |= more
        if not reached & set(wanted):
            idle.add(code)
    assert rules.nobody_asks_for(taught, wanted, mapping(stones), mapping(implied)) == idle


def test_an_obstacle_names_nothing_missing_unless_told():
    assert rules.Obstacle("overlap") == rules.Obstacle("overlap", ())
