"""What every kind of work inherits: one worker at a time, stopped by a person, taken up again once, each with its event."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from jalur.foundation.accounts.access import SYSTEM, Refused
from jalur.foundation.history.models import Event
from jalur.foundation.work import services
from jalur.foundation.work.models import Work
from jalur.foundation.work.rights import Right
from jalur.foundation.work.workflow import failure_of, may_cancel
from jalur.foundation.workflow.workflow import declared
from jalur.kit.refusals import codes_of
from tests.access.examples import SUBJECTS
from tests.access.world import make_world

KINDS = [table for table in declared() if issubclass(table.model, Work)]
WORKERS = 16

pytestmark = pytest.mark.django_db


@pytest.fixture(params=KINDS, ids=lambda table: table.thing)
def table(request):
    return request.param


@pytest.fixture
def work(cast, table):
    """Work of this kind that waits."""
    return put(getattr(make_world(cast).near, SUBJECTS[table.thing]), state="waiting")


def put(work, **values):
    type(work)._default_manager.filter(pk=work.pk).update(**values)
    work.refresh_from_db()
    return work


def verbs(table, work):
    """What was recorded of the work since it was made, oldest first, as the first verb whose event it is."""
    names = {step.event: step.verb for step in reversed(table.steps) if "" not in step.sources}
    rows = Event.objects.filter(subject_key=str(work.pk)).order_by("at")
    return [names[event] for event in rows.values_list("event", flat=True)]


def silent():
    return timezone.now() - timedelta(minutes=5)


def test_there_are_kinds_of_work():
    assert len(KINDS) >= 3


def test_one_worker_has_it_and_finishes_it(table, work):
    mine = services.begin(table, work.pk)
    assert services.begin(table, work.pk) is None
    assert (mine.state, mine.attempts, mine.finished_at) == ("running", 1, None)
    services.end(table, "finish", mine)
    work.refresh_from_db()
    assert work.state == "done"
    assert work.finished_at is not None
    assert verbs(table, work) == ["begin", "finish"]
    assert services.begin(table, work.pk) is None
    assert services.begin(table, "00000000-0000-0000-0000-000000000000") is None


def test_what_waits_is_stopped_at_once(table, work):
    assert may_cancel(table, SYSTEM, work)
    assert services.cancel(table, actor=SYSTEM, work=work).state == "cancelled"
    work.refresh_from_db()
    assert (work.state, work.finished_at is not None) == ("cancelled", True)
    assert services.begin(table, work.pk) is None
    with pytest.raises(ValidationError) as refused:
        services.cancel(table, actor=SYSTEM, work=work)
    assert codes_of(refused.value) == ["wrong_state"]
    assert verbs(table, work) == ["cancel"]


def test_what_runs_is_stopped_by_its_worker_with_what_it_has(table, work):
    mine = services.begin(table, work.pk)
    assert services.cancel(table, actor=SYSTEM, work=work).state == "running"
    work.refresh_from_db()
    assert not may_cancel(table, SYSTEM, work)
    with pytest.raises(ValidationError) as refused:
        services.cancel(table, actor=SYSTEM, work=work)
    assert codes_of(refused.value) == ["stopping"]
    services.end(table, "finish", mine)
    work.refresh_from_db()
    assert work.state == "cancelled"
    assert verbs(table, work) == ["begin", "cancel", "finish"]


def test_what_lost_its_worker_is_stopped_at_once(table, work):
    services.begin(table, work.pk)
    put(work, heard_at=silent())
    assert services.cancel(table, actor=SYSTEM, work=work).state == "cancelled"
    assert verbs(table, work) == ["begin", "cancel", "drop"]


def test_what_failed_keeps_its_reason(table, work):
    (row,) = table.rows("fail")
    for failure, sentence in row.reason.choices.items():
        put(work, state="waiting", failure="")
        assert failure_of(table, work) == ""
        services.end(table, "fail", services.begin(table, work.pk), failure=failure)
        work.refresh_from_db()
        assert (work.state, work.failure) == ("failed", failure)
        assert failure_of(table, work) == str(sentence)
        event = Event.objects.filter(subject_key=str(work.pk)).latest("at")
        assert (event.event, event.detail["reason"]) == (row.event, failure)


def test_a_worker_whose_work_was_taken_away_stores_nothing(table, work):
    mine = services.begin(table, work.pk)
    for change in ({"attempts": 2}, {"state": "waiting"}, {"state": "done"}):
        before = put(work, **{"attempts": 1, "state": "running", **change})
        with pytest.raises(services.TakenAwayError), services.ending(table, "finish", mine) as held:
            held.failure = "stored"
        services.end(table, "fail", mine, failure="lost")
        work.refresh_from_db()
        assert (work.state, work.attempts, work.failure) == (before.state, before.attempts, "")
        assert not services.still_mine(mine).exists()
    assert verbs(table, work) == ["begin"]


def test_what_a_lost_worker_left_is_begun_again_once(table, work):
    queued = []
    for state in ("waiting", "failed"):
        services.begin(table, work.pk)
        put(work, heard_at=silent())
        assert services.take_up_lost(table, queued.append) == 1
        work.refresh_from_db()
        assert work.state == state
    assert [one.pk for one in queued] == [work.pk]
    assert (work.failure, work.attempts) == ("lost", 2)
    assert verbs(table, work) == ["begin", "take_up", "begin", "fail"]
    assert services.take_up_lost(table, queued.append) == 0


def test_what_was_being_stopped_is_not_begun_again(table, work):
    services.begin(table, work.pk)
    put(work, heard_at=silent(), cancel_requested=True)
    assert services.take_up_lost(table, pytest.fail) == 1
    assert verbs(table, work) == ["begin", "drop"]


def test_nobody_takes_up_what_a_worker_does(table, work):
    services.begin(table, work.pk)
    work.refresh_from_db()
    assert services.take_up_lost(table, pytest.fail) == 0
    with pytest.raises(ValidationError) as refused, table.step("take_up", actor=SYSTEM, subject=work):
        pass
    assert codes_of(refused.value) == ["worker_lives"]
    put(work, heard_at=silent(), attempts=2)
    with pytest.raises(ValidationError) as refused, table.step("take_up", actor=SYSTEM, subject=work):
        pass
    assert codes_of(refused.value) == ["tried_too_often"]


def test_what_has_waited_for_long_is_queued_again(table, work):
    queued = []
    services.take_up_lost(table, queued.append)
    assert work.pk not in [one.pk for one in queued]
    put(work, created_at=silent())
    assert services.take_up_lost(table, queued.append) == 0
    assert queued == [work]
    assert verbs(table, work) == []


def test_only_a_worker_does_the_work(cast, table, work):
    theirs = {step.verb for step in table.steps if step.right == Right.PERFORM_JOB}
    assert theirs >= {"begin", "drop", "fail", "take_up"}
    for member in vars(cast).values():
        for verb in sorted(theirs):
            with pytest.raises(Refused), table.step(verb, actor=member.actor, subject=work, reason="lost"):
                pass
    assert verbs(table, work) == []


@pytest.mark.django_db(transaction=True)
def test_sixteen_workers_at_once_and_one_has_it(table, work):
    start = Barrier(WORKERS)

    def begin(_number):
        start.wait(timeout=60)
        try:
            return services.begin(table, work.pk) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        assert Counter(pool.map(begin, range(WORKERS))) == {True: 1, False: WORKERS - 1}
    assert verbs(table, work) == ["begin"]
