"""The last seat over HTTP: one winner, a plain refusal for the others, and a check that can fail."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from jalur.foundation.history.models import Event
from jalur.foundation.workflow import workflow
from jalur.journey.candidates.models import Candidate
from jalur.journey.training import services
from jalur.journey.training.models import Enrolment, Intake
from tests.cast import open_session
from tests.training.factories import TODAY, open_class
from tests.training.people import claim_together, is_fair, make_claimants

pytestmark = pytest.mark.django_db(transaction=True)

CLAIMANTS, ROUNDS = 16, 5


@pytest.fixture
def clients(cast, settings):
    settings.TODAY = TODAY
    found = []
    for user, _candidate in make_claimants(CLAIMANTS):
        client = Client()
        open_session(client, user)
        found.append(client)
    return found


def seats_held(intake):
    return Enrolment.objects.filter(intake=intake, state="enrolled").count()


def test_the_last_seat_has_one_winner(cast, clients):
    programme = None
    for _round in range(ROUNDS):
        given = {"programme": programme} if programme else {}
        intake = open_class(cast, seats=1, **given)
        programme = intake.programme
        outcomes = claim_together(clients, f"/training/intakes/{intake.number}/claim/")
        assert is_fair(outcomes, seats=1), outcomes
        intake.refresh_from_db()
        assert (intake.taken, seats_held(intake)) == (1, 1)
        winner = Enrolment.objects.get(intake=intake, state="enrolled")
        services.withdraw(actor=cast.hendra.actor, enrolment=winner, reason="putaran berikutnya")


def test_counting_first_and_writing_later_is_caught(cast, clients, monkeypatch):
    """The planted fault: everybody reads the class, unlocked, before anybody writes."""
    everybody_has_counted, lock = threading.Barrier(CLAIMANTS), workflow.lock

    def count_then_write(model, keys, **options):
        if model is not Intake:
            return lock(model, keys, **options)
        rows = list(Intake.objects.filter(pk__in=list(keys)))
        everybody_has_counted.wait(timeout=30)
        return rows

    intake = open_class(cast, seats=1)
    monkeypatch.setattr(workflow, "lock", count_then_write)
    outcomes = claim_together(clients, f"/training/intakes/{intake.number}/claim/")
    assert not is_fair(outcomes, seats=1)
    assert seats_held(intake) > 1


def cancel_beside(cast, intake, work):
    """What `work` gives while the class is cancelled."""

    def cancel():
        try:
            services.cancel_intake(actor=cast.hendra.actor, intake=intake, reason="Instruktur sakit")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as beside:
        done = beside.submit(cancel)
        outcome = work()
        done.result()
    return outcome


def test_a_class_cancelled_while_people_claim_holds_nobody(cast, clients):
    intake = open_class(cast, seats=CLAIMANTS)
    address = f"/training/intakes/{intake.number}/claim/"
    outcomes = cancel_beside(cast, intake, lambda: claim_together(clients, address))
    assert set(outcomes) <= {"", "not_open"}
    intake.refresh_from_db()
    assert (intake.state, intake.taken, seats_held(intake)) == ("cancelled", 0, 0)
    assert not Candidate.objects.filter(state="in_training").exists()


def test_a_running_class_cancelled_while_people_give_back_holds_nobody(cast, clients):
    intake = open_class(cast, seats=CLAIMANTS)
    assert set(claim_together(clients, f"/training/intakes/{intake.number}/claim/")) == {""}
    services.start_intake(actor=cast.hendra.actor, intake=intake, today=intake.starts)
    assert Candidate.objects.filter(state="in_training").count() == CLAIMANTS

    def give_back(client, seat):
        try:
            answer = client.post(f"/training/seats/{seat.pk}/withdraw/", {"left_reason": "Ibu sakit"})
            return str(answer.status_code)
        finally:
            connection.close()

    seats = Enrolment.objects.select_related("candidate__person").order_by("candidate__number")
    with ThreadPoolExecutor(CLAIMANTS) as pool:
        outcomes = cancel_beside(cast, intake, lambda: list(pool.map(give_back, clients, seats)))
    assert set(outcomes) <= {"302", "422"}  # 422: the class was cancelled first; the form says so
    intake.refresh_from_db()
    assert (intake.state, intake.taken, seats_held(intake)) == ("cancelled", 0, 0)
    assert not Candidate.objects.filter(state="in_training").exists()
    assert Event.objects.filter(event="training:enrolment:withdrawn").count() == CLAIMANTS
    assert Event.objects.filter(event="candidates:candidate:training_stopped").count() == CLAIMANTS
