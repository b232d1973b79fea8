from datetime import UTC, datetime, timedelta

import pytest

from jalur.foundation.work import rules

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
