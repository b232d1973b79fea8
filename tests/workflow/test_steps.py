"""The mechanism by property: random steps over every room's tables against an oracle that reads the same rows."""

import os
import random

import pytest

from jalur.foundation.workflow.workflow import declared
from tests.access.examples import SUBJECTS
from tests.access.world import make_world
from tests.workflow.walk import Walk

STEPS = 1500
# `python -m bench steps` takes as many walks as make 100,000 steps.
WALKS = int(os.environ.get("JALUR_WALKS", "1"))

ENDINGS = {"taken", "refused", "wrong_state", "stray", "reason", "guard 0"}

pytestmark = pytest.mark.django_db


def test_every_table_is_walked():
    assert {table.thing for table in declared()} == set(SUBJECTS), "add SUBJECTS to tests/<room>/examples.py"


@pytest.mark.parametrize("seed", range(9, 9 + WALKS))
def test_random_steps_end_as_the_tables_say(cast, seed):
    walk = Walk(cast, make_world(cast), random.Random(seed))
    rare = {(table.thing, step.verb) for table in declared() for step in table.steps}
    # A step that few rights and states allow is waited for.
    while (count := sum(walk.endings.values())) < STEPS or (rare and count < 2 * STEPS):
        walk.take_one(rare if count >= STEPS else ())
        rare -= {(thing, verb) for thing, verb, ending in walk.endings if ending == "taken"}
    assert rare == set()
    assert {ending for _thing, _verb, ending in walk.endings} >= ENDINGS
