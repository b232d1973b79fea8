"""Two at once: pairs that once deadlocked or took effect twice. All of them: `python -m bench races`."""

import pytest

from bench.growth.races import Writing, race

CANCEL = Writing("training:cancel_intake", "intake", "hendra")
GIVE_BACK = Writing("training:withdraw", "enrolment", "wulan")
ACCEPT = Writing("proposals:accept", "proposal", "wulan")
CLOSE = Writing("job_orders:close_order", "order", "lestari")
LEAVE = Writing("candidates:withdraw", "candidate", "wulan")
REMOVE = Writing("candidates:remove_held", "held", "wulan")
DECIDE = Writing("proposals:decide_many", "proposal", "wulan")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("first", "second"),
    [(CANCEL, GIVE_BACK), (CANCEL, ACCEPT), (CLOSE, ACCEPT), (LEAVE, ACCEPT), (REMOVE, REMOVE), (DECIDE, DECIDE)],
    ids=lambda writing: writing.name,
)
def test_eight_at_once_leave_nothing_wrong(cast, first, second):
    trial = race(first, second, "SEKALIGUS")
    assert trial.faults == []
    assert trial.done, "at least one of them got through"
    assert max(trial.statuses) < 500
