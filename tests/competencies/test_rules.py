from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalur.foundation.competencies import rules

letters = st.sampled_from("abcdefgh")
# Edges from earlier to later letters only: no circles.
acyclic = st.lists(st.tuples(letters, letters).filter(lambda pair: pair[0] < pair[1]), max_size=14)


def as_mapping(edges):
    found = {}
    for one, other in edges:
        found.setdefault(one, []).append(other)
    return found


def reached(code, edges):
    """The naive oracle: follow edges until nothing new appears."""
    seen = {code}
    while True:
        more = {other for one, other in edges if one in seen} - seen
        if not more:
            return seen
        seen |= more


@given(acyclic, letters)
def test_what_a_code_counts_as_is_everything_reached_from_it(edges, code):
    assert rules.implied_levels(code, as_mapping(edges)) == reached(code, edges)
    for start, below in rules.closure(as_mapping(edges)).items():
        assert below == reached(start, edges)


@given(acyclic, st.lists(letters, unique=True), st.lists(letters, unique=True))
def test_what_is_missing_is_what_no_held_code_reaches(edges, required, held):
    covered = set().union(*(reached(code, edges) for code in held)) if held else set()
    assert rules.missing(required, held, as_mapping(edges)) == [
        code for code in required if code not in covered
    ]


@given(acyclic, st.lists(letters, unique=True, min_size=2, max_size=5))
def test_a_circle_is_named(edges, circle):
    ring = [*edges, *zip(circle, [*circle[1:], circle[0]], strict=True)]
    with pytest.raises(rules.CircularImplicationError) as found:
        rules.closure(as_mapping(ring))
    codes = found.value.codes
    assert codes[0] == codes[-1]
    assert all(pair in ring for pair in pairwise(codes))
    assert str(found.value) == " → ".join(codes)


@dataclass(frozen=True)
class Standard:
    country_id: str
    occupation_id: str
    route: str
    valid_from: date | None
    valid_to: date | None


DAY = date(2026, 1, 1)
days = st.integers(-3, 3).map(lambda offset: DAY + timedelta(days=offset))
standards = st.lists(
    st.builds(
        Standard,
        st.sampled_from(["KR", "JP"]),
        st.sampled_from(["7212", "5321"]),
        st.sampled_from(["", "P_TO_P", "G_TO_G"]),
        st.none() | days,
        st.none() | days,
    ),
    max_size=8,
)


@given(standards, days)
def test_the_standards_of_a_day_are_those_whose_period_holds_it(rows, on):
    found = rules.standards_in_force(rows, country="KR", occupation="7212", on=on, route="P_TO_P")
    for row in rows:
        begun = row.valid_from is None or row.valid_from <= on
        over = row.valid_to is not None and row.valid_to <= on
        right = (row.country_id, row.occupation_id) == ("KR", "7212") and row.route in {"", "P_TO_P"}
        assert (row in found) == (begun and not over and right)
    starts = [row.valid_from or date.min for row in found]
    assert starts == sorted(starts, reverse=True)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "holds"),
    [
        (DAY, None, True),
        (DAY + timedelta(days=1), None, False),
        (None, DAY + timedelta(days=1), True),
        (None, DAY, False),
        (DAY, DAY + timedelta(days=1), True),
    ],
)
def test_a_standard_holds_from_its_first_day_until_the_day_before_its_last(valid_from, valid_to, holds):
    row = Standard("KR", "7212", "", valid_from, valid_to)
    found = rules.standards_in_force([row], country="KR", occupation="7212", on=DAY)
    assert found == ([row] if holds else [])


def test_without_a_route_the_standards_of_every_route_hold():
    rows = [Standard("KR", "7212", route, DAY, None) for route in ("", "P_TO_P", "G_TO_G")]
    assert rules.standards_in_force(rows, country="KR", occupation="7212", on=DAY) == rows


def test_limits_are_inclusive_and_no_limit_is_none():
    assert rules.Limits() == rules.Limits(None, None, "", None)
    assert rules.Asked() == rules.Asked(None, None, "", None, frozenset())
    limits = rules.Limits(min_age=18, max_age=39, sex="F", min_education=2)
    assert rules.obstacles(limits, age=18, sex="F", education=2) == []
    assert rules.obstacles(limits, age=39, sex="F", education=9) == []
    assert rules.obstacles(limits, age=17, sex="M", education=1) == ["too_young", "sex", "education"]
    assert rules.obstacles(limits, age=40, sex="F", education=2) == ["too_old"]
    assert rules.obstacles(rules.Limits(), age=99, sex="M", education=0) == []


LIMITS = st.builds(
    rules.Limits,
    min_age=st.none() | st.integers(0, 5),
    max_age=st.none() | st.integers(0, 5),
    sex=st.sampled_from(["", "F"]),
    min_education=st.none() | st.integers(0, 3),
)


@given(
    st.lists(LIMITS, max_size=3),
    st.integers(0, 5),
    st.sampled_from("FM"),
    st.integers(0, 3),
)
def test_limits_together_take_whom_each_of_them_takes(several, age, sex, education):
    person = {"age": age, "sex": sex, "education": education}
    together = rules.obstacles(rules.stricter(*several), **person)
    assert set(together) == {code for limits in several for code in rules.obstacles(limits, **person)}


def test_no_limit_at_all_is_the_loosest():
    assert rules.stricter() == rules.Limits()
    assert rules.stricter(rules.Limits(), rules.Limits(18, 40, "M", 2)) == rules.Limits(18, 40, "M", 2)


@pytest.mark.parametrize("code", ["C.24LAS01.001.1", "I.55HDR00.217.2", "M.70DES00.009.1"])
def test_recent_skkni_codes_are_known_by_their_form(code):
    assert rules.looks_like_skkni(code)


@pytest.mark.parametrize("code", ["PAR.HT02.028.01", "TIK.OP02.001.01", "J.620100.001.01", "JLPT-N4", ""])
def test_other_forms_are_not_taken_for_it(code):
    assert not rules.looks_like_skkni(code)


@given(st.dictionaries(letters, st.integers(0, 9), max_size=5), st.sets(st.tuples(letters, letters)))
def test_a_ladder_goes_down_by_rank_and_names_what_lies_outside_it(levels, implications):
    steps = rules.ladder(levels, implications)
    assert {code for code, _outside in steps} == set(levels)
    assert [levels[code] for code, _outside in steps] == sorted(levels.values(), reverse=True)
    for code, outside in steps:
        implied = {other for one, other in implications if one == code}
        assert outside == sorted(implied - set(levels))
