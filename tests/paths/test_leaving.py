"""Whoever leaves the path holds nothing afterwards, in whatever room: one act, and every consequence names its cause."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from jalur.foundation.history.models import Event
from jalur.foundation.people import services as people
from jalur.foundation.people.models import Duplicate
from jalur.foundation.workflow import locks
from jalur.journey.candidates import holdings
from jalur.journey.candidates import services as candidates
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders import services as job_orders
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.premises import services as premises
from jalur.journey.training import services as training
from jalur.journey.training.models import Enrolment, Intake, Shortfall
from jalur.proposals.models import Proposal, Run
from tests.candidates.test_files import register
from tests.certification import factories as assessing
from tests.job_orders.factories import TODAY, open_order
from tests.premises.factories import NOW, add_resource
from tests.talent_pool import factories as pool
from tests.training.factories import STARTS, add_programme, open_class

# What refers to a file and binds nobody else: what she can do and wishes, what her guardian agreed to, and the way into her account,
# which outlives the path.
OWN = {
    "candidates.heldcompetency",
    "candidates.wish",
    "candidates.slip",
    "premises.bedconsent",
    "languages.entrytest",
    "certification.outsideresult",
    "progress.mark",
    "attendance.rollcode",
    "certificates.certificate",
}
# Rows of a booking or a seat, which go with it, and what became of a seat.
PARTS = {"premises.bookedunit", "premises.bookedperson", "attendance.mark", "attendance.standing"}


@pytest.fixture
def world(cast, settings):
    """Sari with a seat, a bed, an opening, an application for an assessment, a standard she is below, a path accepted and one proposed."""
    settings.TODAY = TODAY
    sari = cast.sari.person.candidate
    cast.order, cast.intake = open_order(cast), open_class(cast)
    seat = training.enrol(actor=cast.sari.actor, intake=cast.intake, candidate=sari, today=TODAY)
    basics = add_programme(cast, "DASAR")
    Shortfall.objects.create(candidate=sari, programme=basics, enrolment=seat, since=TODAY, decide_by=STARTS)
    dormitory = add_resource(cast, "Melati 1", "dormitory", units=2, sex=cast.sari.person.sex)
    premises.book_bed(
        actor=cast.hendra.actor,
        dormitory=dormitory,
        candidate=sari,
        first=STARTS,
        last=STARTS + timedelta(days=5),
        now=NOW,
    )
    assessing.apply(cast, assessing.make_body(cast))
    pool.ask(cast, pool.join(cast, pool.can(sari, pool.SKILL)), cast.order)
    job_orders.reserve_opening(actor=cast.wulan.actor, order=cast.order, candidate=sari, today=TODAY)
    for state in ("accepted", "proposed"):
        run = Run.objects.create(as_of=TODAY, requested_by=cast.wulan.user, state="done")
        Proposal.objects.create(run=run, candidate=sari, order=cast.order, value=1, state=state)
    return cast


def held(candidate):
    return [row for holding in holdings.registered() for row in holding.of([candidate])]


def counts(world):
    """Openings and seats taken, as their tables count them."""
    order = JobOrder.objects.values_list("reserved", flat=True).get(pk=world.order.pk)
    return order, Intake.objects.values_list("taken", flat=True).get(pk=world.intake.pk)


def test_every_table_that_refers_to_a_file_says_how_it_is_given_back():
    refer = {
        model._meta.label_lower
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Candidate and not hasattr(model, "pgh_tracked_model")
    }
    assert refer == OWN | PARTS | {holding.model._meta.label_lower for holding in holdings.registered()}


@pytest.mark.parametrize("who", ["sari", "wulan"])
def test_withdrawing_gives_back_everything_in_one_act(world, sign_in, who):
    sari = world.sari.person.candidate
    assert {type(row) for row in held(sari)} == {holding.model for holding in holdings.registered()}
    address, browser = f"/candidates/{sari.number}/withdraw/", sign_in(getattr(world, who))
    page = browser.get(address).content.decode()
    assert all(name in page for name in (world.order.number, world.intake.number))
    assert browser.post(address, {"withdrawal_reason": "family"}).status_code == 302
    sari.refresh_from_db()
    assert (sari.state, held(sari), counts(world)) == ("withdrawn", [], (0, 0))
    cause = Event.objects.get(event="candidates:candidate:withdrawn")
    followed = Event.objects.filter(cause_id=cause.pk).values_list("event", flat=True)
    assert sorted(followed) == [
        "certification:assessment:lapsed",
        "job_orders:reservation:released",
        "premises:booking:cancelled",
        "proposals:proposal:lapsed",
        "proposals:proposal:lapsed",
        "talent_pool:consent:ended",
        "talent_pool:request:fell_away",
        "training:enrolment:withdrawn",
        "training:shortfall:left",
    ]
    shown = browser.get(reverse("candidates:candidate", args=[sari.number])).content.decode()
    assert "Mundur" in shown


def test_leaving_a_running_class_ends_the_training_too(world, sign_in):
    training.start_intake(actor=world.hendra.actor, intake=world.intake, today=STARTS)
    sign_in(world.sari).post(
        f"/candidates/{world.sari.person.candidate.number}/withdraw/", {"withdrawal_reason": "family"}
    )
    sari = Candidate.objects.get(person=world.sari.person)
    assert (sari.state, held(sari), counts(world)) == ("withdrawn", [], (0, 0))
    assert Event.objects.filter(event="candidates:candidate:training_stopped").count() == 1


def test_without_a_reason_nothing_is_given_back(world, sign_in):
    sari = world.sari.person.candidate
    before = len(held(sari)), counts(world), Event.objects.count()
    answer = sign_in(world.sari).post(f"/candidates/{sari.number}/withdraw/", {"withdrawal_reason": ""})
    assert answer.status_code == 422
    assert (len(held(sari)), counts(world), Event.objects.count()) == before


def test_what_was_taken_meanwhile_is_not_left_held(world, monkeypatch):
    """Somebody took a seat between the reading and the locking: nothing is done rather than half of it."""
    sari = world.sari.person.candidate
    before = len(held(sari)), counts(world)
    monkeypatch.setattr(locks, "are_held", lambda rows: not any(isinstance(row, Enrolment) for row in rows))
    with pytest.raises(ValidationError) as refused:
        candidates.withdraw(actor=world.sari.actor, candidate=sari, reason="family", today=TODAY)
    assert refused.value.error_dict["state"][0].code == "changed_meanwhile"
    assert (len(held(sari)), counts(world)) == before


def test_joining_two_files_gives_back_what_the_other_one_held(world, sign_in):
    sari, other = world.sari.person.candidate, register(world.wulan.actor)
    first, second = sorted((sari.person, other.person), key=lambda one: one.pk)
    pair = Duplicate.objects.create(first=first, second=second, reason="national_id")
    people.decide_same(actor=world.wulan.actor, duplicate=pair, keep=other.person)
    assert (held(sari), counts(world)) == ([], (0, 0))
    cause = Event.objects.get(event="people:duplicate:joined")
    assert Event.objects.filter(cause_id=cause.pk).exclude(event__startswith="people:").count() == 9


def test_rows_are_asked_for_only_while_their_deed_holds_them(world):
    row = held(world.sari.person.candidate)[0]
    assert not locks.are_held([row])
    with locks.atomic():
        assert not locks.are_held([row])
        locks.lock(type(row), [row.pk])
        assert locks.are_held([row])
    assert not locks.are_held([row])
