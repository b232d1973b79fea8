"""Two at once: pairs that once deadlocked or took effect twice. All of them: `python -m bench races`."""

import pytest

from bench.growth.races import Writing, race
from tests.access.examples import WRITES


def named(room: str, verb: str) -> str:
    """The address of a room where something of this name is done."""
    return next(name for name in WRITES if name.startswith(f"{room}:") and verb in name)


CANCEL = Writing(named("training", "cancel"), "intake", "hendra")
GIVE_BACK = Writing(named("training", "withdraw"), "enrolment", "wulan")
OFFER = Writing(named("proposals", "/offer"), "proposal", "wulan")
CLOSE = Writing(named("job_orders", "close"), "order", "lestari")
LEAVE = Writing(named("candidates", "withdraw"), "candidate", "wulan")
REMOVE = Writing("candidates:remove_held", "held", "wulan")
DECIDE = Writing("proposals:decide_many", "proposal", "wulan")
ADOPT = Writing("rulebook:new_rule", "", "yusuf")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (CANCEL, GIVE_BACK),
        (CANCEL, OFFER),
        (CLOSE, OFFER),
        (LEAVE, OFFER),
        (REMOVE, REMOVE),
        (DECIDE, DECIDE),
        (ADOPT, ADOPT),
    ],
    ids=lambda writing: writing.name,
)
def test_eight_at_once_leave_nothing_wrong(cast, first, second):
    trial = race(first, second, "SEKALIGUS")
    assert trial.faults == []
    assert trial.done, "at least one of them got through"
    assert max(trial.statuses) < 500
