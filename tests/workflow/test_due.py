"""Steps that the system takes by itself: on their day, once, however many workers look at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from jalur.foundation.history.models import Event
from jalur.foundation.workflow import services
from jalur.foundation.workflow.workflow import declared
from jalur.journey.training.models import Intake
from tests.training.factories import STARTS, open_class

WORKERS = 6


def test_a_room_says_how_each_of_its_due_steps_is_taken():
    due = {(table.thing, step.verb) for table in declared() for step in table.steps if step.by_system}
    due |= {
        (table.thing, step.due.then)
        for table in declared()
        for step in table.steps
        if step.due and step.due.then
    }
    assert due == set(services._takes) != set()


@pytest.mark.django_db
def test_one_that_a_guard_refuses_keeps_no_other_from_its_day(cast, monkeypatch):
    stuck, other = open_class(cast), open_class(cast, programme=Intake.objects.get().programme)
    take = services._takes["training:intake", "start"]

    def take_or_refuse(intake, today):
        if intake.pk == stuck.pk:
            today -= timedelta(days=1)
        return take(intake, today)

    monkeypatch.setitem(services._takes, ("training:intake", "start"), take_or_refuse)
    assert services.take_due_steps(STARTS) == 1
    assert {intake.pk: intake.state for intake in Intake.objects.order_by("pk")} == {
        stuck.pk: "planned",
        other.pk: "running",
    }


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_take_it_once(cast):
    intake, start = open_class(cast), Barrier(WORKERS)

    def work(_number):
        start.wait(timeout=60)
        try:
            return services.take_due_steps(STARTS)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        taken = sorted(pool.map(work, range(WORKERS)))
    assert taken == [0] * (WORKERS - 1) + [1]
    event = Event.objects.get(event="training:intake:started")
    assert (event.subject_key, event.user, event.role) == (str(intake.pk), None, "system")
