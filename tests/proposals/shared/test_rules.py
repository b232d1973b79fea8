from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalur.proposals.shared import rules

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "silent"), [(0, False), (59, False), (60, False), (61, True), (3600, True)]
)
def test_a_worker_is_lost_after_more_than_a_minute_of_silence(seconds, silent):
    assert rules.is_silent(NOW - timedelta(seconds=seconds), NOW) is silent


def test_a_worker_never_heard_is_lost():
    assert rules.is_silent(None, NOW) is True


def test_a_lost_run_is_taken_up_once():
    assert [rules.may_try_again(attempts) for attempts in (0, 1, 2, 3)] == [True, True, False, False]


CODES = st.sampled_from(["destination", "too_old", "education"])


@given(st.lists(st.tuples(CODES, st.integers(0, 5))))
def test_wishes_stop_people_only_where_nothing_else_does(stops):
    main = rules.main_stop(stops)
    others = [people for code, people in stops if code != "destination"]
    if not stops:
        assert main is None
    elif others:
        assert main[0] != "destination"
        assert main[1] == max(others)
    else:
        assert main[1] == max(people for _code, people in stops)


def test_what_counts_as_nothing():
    assert rules.TINY == 0.0005
