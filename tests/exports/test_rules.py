from datetime import timedelta

import pytest

from jalur.foundation.exports import rules


@pytest.mark.parametrize(("kind", "most"), [("csv", 50_000), ("xlsx", 5_000)])
def test_a_file_goes_at_once_up_to_its_size(kind, most):
    assert rules.AT_ONCE[kind] == most
    assert rules.goes_at_once(kind, most)
    assert not rules.goes_at_once(kind, most + 1)


@pytest.mark.parametrize(
    ("done", "rows", "elapsed", "left"),
    [(0, 100, 5.0, None), (100, 100, 5.0, None), (99, 100, 99.0, 1), (1, 2, 0.4, 0), (25, 100, 10.0, 30)],
)
def test_what_is_left_takes_as_long_as_what_was_done(done, rows, elapsed, left):
    assert rules.seconds_left(done, rows, elapsed) == left


def test_how_long_a_file_is_kept():
    assert timedelta(days=7) == rules.KEPT
    assert timedelta(days=1) == rules.NEWS
