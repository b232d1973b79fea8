"""What the law asks at least, held against a plainer statement of the same."""

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
