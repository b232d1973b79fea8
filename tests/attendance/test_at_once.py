"""Several who write the roll of one meeting at once: one mark each person, nobody is answered by an error."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test import Client

from jalur.journey.attendance import services
from jalur.journey.attendance.models import Mark, Standing
from jalur.journey.attendance.services import Said, rolls
from jalur.journey.attendance.services.imports import Entry
from jalur.journey.training.models import Intake
from tests.attendance.factories import FIRST, meetings, people_of, running_class, start
from tests.cast import open_session
from tests.training.factories import TODAY

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 8


@pytest.fixture
def session(cast, settings):
    settings.TODAY = TODAY
    intake = running_class(cast, people=6)
    (one,) = meetings(cast, intake, 1)
    start(cast, intake)
    settings.TODAY = FIRST
    return one


def together(acts):
    """What each gives when all begin at once."""
    ready = threading.Barrier(len(acts))

    def run(act):
        try:
            ready.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def post(client, session, state):
    address = f"/attendance/meetings/{session.booking.number}/"
    return lambda: client.post(address, {"rest": state}).status_code


def clients(cast):
    found = []
    for number in range(WRITERS):
        client = Client()
        open_session(client, (cast.hendra, cast.tuti)[number % 2].user)
        found.append(client)
    return found


def test_two_instructors_save_the_same_roll(cast, session):
    states = ("here", "absent")
    answers = together([post(client, session, states[at % 2]) for at, client in enumerate(clients(cast))])
    assert set(answers) == {302}
    marks = list(Mark.objects.filter(session=session))
    assert len(marks) == len({mark.candidate_id for mark in marks}) == 6
    assert sum(row.attended for row in Standing.objects.all()) == sum(mark.state == "here" for mark in marks)


def test_a_list_and_a_live_roll(cast, session):
    entries = [Entry(session, person, Said("late")) for person in people_of(session)]

    def read_in():
        try:
            services.add_listed(actor=cast.tuti.actor, rows=entries, today=FIRST)
        except ValidationError:
            return "asked"
        return "added"

    live = [post(client, session, "here") for client in clients(cast)[:4]]
    answers = together([read_in, *live, read_in])
    assert set(answers) <= {302, "asked", "added"}
    assert Mark.objects.filter(session=session).count() == 6
    assert Standing.objects.count() == 6


def test_writing_without_the_lock_is_caught(cast, session, monkeypatch):
    """The planted fault: the class is read, not locked, and both write after both have looked."""
    both_have_looked, marks_of = threading.Barrier(2), rolls.queries.marks_of
    monkeypatch.setattr(
        rolls,
        "lock",
        lambda model, keys, related=(): list(Intake.objects.select_related(*related).filter(pk__in=keys)),
    )

    def look_then_write(one):
        found = marks_of(one)
        both_have_looked.wait()
        return found

    monkeypatch.setattr(rolls.queries, "marks_of", look_then_write)

    def write(state):
        def act():
            marks = {person.pk: Said(state) for person in people_of(session)}
            try:
                services.take_roll(
                    actor=cast.tuti.actor, session=session, marks=marks, now=session.booking.ends
                )
            except IntegrityError as failure:
                return type(failure).__name__
            return "written"

        return act

    assert sorted(together([write("here"), write("absent")])) == ["IntegrityError", "written"]
    assert Mark.objects.count() == 6
