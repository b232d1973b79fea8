"""What the law asks at least, held against a plainer statement of the same."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalur.journey.job_orders import rules

AGES = st.none() | st.integers(15, 60)
ASKED = st.builds(
    rules.Asked,
    requirements=st.frozensets(st.sampled_from("ABCD")),
    min_age=AGES,
    max_age=AGES,
    sex=st.sampled_from(["", "F", "M"]),
    min_education=st.none() | st.integers(0, 9),
)


def admits(asked, *, age, sex, education):
    return (
        (asked.min_age is None or age >= asked.min_age)
        and (asked.max_age is None or age <= asked.max_age)
        and asked.sex in {"", sex}
        and (asked.min_education is None or education >= asked.min_education)
    )


@given(ASKED, ASKED, st.integers(15, 60), st.sampled_from("FM"), st.integers(0, 9))
def test_an_order_without_shortfalls_takes_nobody_whom_the_law_does_not(asked, least, age, sex, education):
    if rules.shortfalls(asked, least, {}):
        return
    assert least.requirements <= asked.requirements
    if admits(asked, age=age, sex=sex, education=education):
        assert admits(least, age=age, sex=sex, education=education)


@given(ASKED)
def test_filling_in_an_empty_order_never_falls_short(least):
    assert rules.shortfalls(rules.at_least(rules.Asked(), least), least, {}) == []


@given(ASKED, st.integers(15, 60), st.sampled_from("FM"), st.integers(0, 9))
def test_obstacles_are_what_an_order_does_not_admit(asked, age, sex, education):
    found = rules.obstacles(asked, age=age, sex=sex, education=education, destination="KR", wishes=None)
    assert (not found) == admits(asked, age=age, sex=sex, education=education)


def test_wishes_limit_only_when_there_are_any():
    given_ = {"age": 20, "sex": "F", "education": 2, "destination": "KR"}
    assert rules.obstacles(rules.Asked(), wishes=None, **given_) == []
    assert rules.obstacles(rules.Asked(), wishes=frozenset({"KR"}), **given_) == []
    assert rules.obstacles(rules.Asked(), wishes=frozenset({"JP"}), **given_) == ["destination"]


NEEDED = {"requirements": frozenset("AB"), "min_age": 18, "max_age": 40, "sex": "F", "min_education": 3}


@pytest.mark.parametrize(
    ("field", "enough", "too_little"),
    [
        ("requirements", [frozenset("AB"), frozenset("ABC")], [frozenset(), frozenset("C")]),
        ("min_age", [18, 19], [17, None]),
        ("max_age", [40, 39], [41, 42, None]),
        ("sex", ["F"], ["M", ""]),
        ("min_education", [3, 4], [2, None]),
    ],
)
def test_each_limit_falls_short_by_one_step_and_is_enough_when_equal(field, enough, too_little):
    least = rules.Asked(**{field: NEEDED[field]})
    for value in enough:
        assert rules.shortfalls(rules.Asked(**{field: value}), least, {}) == []
        assert rules.shortfalls(rules.Asked(**{field: value}), rules.Asked(), {}) == []
    must_be = ("A", "B") if field == "requirements" else NEEDED[field]
    for value in too_little:
        assert rules.shortfalls(rules.Asked(**{field: value}), least, {}) == [rules.Shortfall(field, must_be)]


def test_an_empty_order_falls_short_in_everything_in_the_order_of_the_form():
    assert rules.Asked() == rules.Asked(None, None, "", None, frozenset())
    found = rules.shortfalls(rules.Asked(), rules.Asked(**NEEDED), {})
    assert [(one.field, one.at_least) for one in found] == [
        ("requirements", ("A", "B")),
        ("min_age", 18),
        ("max_age", 40),
        ("sex", "F"),
        ("min_education", 3),
    ]


def test_a_higher_level_is_as_good_and_only_what_is_missing_is_named():
    least = rules.Asked(requirements=frozenset({"N4", "WELDING", "DRIVING"}))
    asked = rules.Asked(requirements=frozenset({"N3"}))
    assert rules.shortfalls(asked, least, {"N3": ["N4"]}) == [
        rules.Shortfall("requirements", ("DRIVING", "WELDING"))
    ]


@given(ASKED, ASKED)
def test_only_what_was_left_empty_is_filled_in(asked, least):
    filled = rules.at_least(asked, least)
    for field in NEEDED:
        given_ = getattr(asked, field)
        is_empty = given_ is None or given_ in ("", frozenset())
        assert getattr(filled, field) == (getattr(least, field) if is_empty else given_)


def test_a_limit_of_nought_is_a_limit():
    asked, least = rules.Asked(min_age=0, max_age=0, min_education=0), rules.Asked(**NEEDED)
    filled = rules.at_least(asked, least)
    assert (filled.min_age, filled.max_age, filled.min_education) == (0, 0, 0)


@pytest.mark.parametrize(
    ("person", "obstacles"),
    [
        ({}, []),
        ({"age": 17}, ["too_young"]),
        ({"age": 40}, []),
        ({"age": 41}, ["too_old"]),
        ({"sex": "M"}, ["sex"]),
        ({"education": 2}, ["education"]),
        ({"wishes": frozenset({"JP"})}, ["destination"]),
        ({"wishes": frozenset()}, ["destination"]),
        (
            {"age": 41, "sex": "M", "education": 2, "wishes": frozenset({"JP"})},
            ["too_old", "sex", "education", "destination"],
        ),
    ],
)
def test_every_obstacle_is_named_in_its_order(person, obstacles):
    fits = {"age": 18, "sex": "F", "education": 3, "destination": "KR", "wishes": frozenset({"KR", "JP"})}
    assert rules.obstacles(rules.Asked(**NEEDED), **{**fits, **person}) == obstacles


@pytest.mark.parametrize(
    ("name", "before", "after", "leaning"),
    [
        ("monthly_pay", Decimal(2), Decimal(3), "better"),
        ("monthly_pay", Decimal(3), Decimal(2), "worse"),
        ("deductions", None, Decimal(50), "worse"),
        ("deductions", Decimal(50), Decimal(0), "better"),
        ("weekly_hours", 40, 48, "worse"),
        ("weekly_hours", None, 48, ""),
        ("rest_days", 1, 2, "better"),
        ("openings", 5, 3, "worse"),
        ("ready_by", date(2026, 9, 1), date(2026, 8, 1), "worse"),
        ("max_age", 40, None, "better"),
        ("max_age", 40, 35, "worse"),
        ("min_education", None, 2, "worse"),
        ("sex", "", "F", "worse"),
        ("sex", "F", "M", ""),
        ("requirements", ["A"], ["A", "B"], "worse"),
        ("requirements", ["A", "B"], ["B"], "better"),
        ("requirements", ["A"], ["B"], ""),
        ("lodging", "employer", "worker", "worse"),
        ("lodging", "worker", "company", "better"),
        ("lodging", "worker", "", ""),
        ("contract_months", 24, 36, ""),
        ("partner", "a", "b", ""),
    ],
)
def test_what_a_change_means_for_whoever_works_there(name, before, after, leaning):
    assert rules.leaning(name, before, after) == leaning


def test_amounts_in_other_money_are_not_compared():
    assert rules.leaning("monthly_pay", Decimal(2), Decimal(3000), is_other_money=True) == ""


@pytest.mark.parametrize(
    ("before", "after", "leaning"),
    [
        (None, ["worker", "400000.00"], "worse"),
        (["worker", "400000.00"], ["employer", None], "better"),
        (["worker", "400000.00"], ["worker", "300000.00"], "better"),
        (["worker", None], ["worker", "300000.00"], ""),
        (["employer", None], None, ""),
    ],
)
def test_what_a_cost_means_for_whoever_pays_it(before, after, leaning):
    assert rules.leaning_of_cost(before, after) == leaning


@pytest.mark.parametrize(
    ("name", "before", "after", "matters"),
    [
        ("title", "a", "b", False),
        ("ready_by", date(2026, 9, 1), date(2026, 10, 1), False),
        ("ready_by", date(2026, 9, 1), date(2026, 8, 1), True),
        ("openings", 5, 3, False),
        ("openings", 5, 6, True),
        ("food", "", "employer", True),
        ("costs", {}, {"VISA": ["employer", None]}, True),
    ],
)
def test_what_waits_for_the_attache(name, before, after, matters):
    assert rules.matters(name, before, after) == matters
