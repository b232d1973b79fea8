from datetime import date

import pytest

from jalur.proposals import guards

DAY = date(2026, 1, 12)


@pytest.mark.parametrize(
    ("decided_on", "can"),
    [(None, False), (date(2026, 1, 11), False), (DAY, True), (date(2026, 1, 13), False)],
)
def test_a_decision_is_undone_on_its_own_day_only(decided_on, can):
    assert guards.can_undo(decided_on, DAY) is can
