"""Whoever completes a class holds what it taught, and every page tells the same stage of the same person on every day."""

import re

import pytest
from django.urls import reverse

from jalur.foundation.history.models import Event
from jalur.journey.candidates import queries as candidates
from jalur.journey.candidates import services as candidate_services
from jalur.journey.candidates.models import Candidate, HeldCompetency, State
from jalur.journey.job_orders import services as job_orders
from jalur.journey.training import services
from tests.job_orders.factories import open_order
from tests.training.factories import ENDS, STARTS, TODAY, add_programme, make_candidate, open_class

pytestmark = pytest.mark.django_db
TAUGHT = ["KR-LAS-FCAW", "KR-LAS-K3"]


@pytest.fixture
def world(cast, settings):
    settings.TODAY = TODAY
    cast.candidate = cast.sari.person.candidate
    cast.intake = open_class(cast, programme=add_programme(cast, teaches=TAUGHT))
    return cast


def take_seats(world, *people):
    return [
        services.enrol(actor=world.wulan.actor, intake=world.intake, candidate=one, today=TODAY)
        for one in people
    ]


def finish(world, sign_in, settings, *not_yet):
    """The class begins and ends on its days, and Pak Hendra says who fell short."""
    services.start_intake(actor=world.hendra.actor, intake=world.intake, today=STARTS)
    settings.TODAY = ENDS
    address = reverse("training:intake_step", args=[world.intake.number, "close"])
    page = sign_in(world.hendra).get(address).content.decode()
    assert "sertifikat pelatihan" in page
    everybody = {} if not_yet else {"as_typed": "on"}
    answer = sign_in(world.hendra).post(address, {"not_yet": [seat.pk for seat in not_yet], **everybody})
    assert answer.status_code == 302


def test_nobody_ticked_is_asked_back_before_everybody_has_passed(world, sign_in, settings):
    take_seats(world, world.candidate)
    services.start_intake(actor=world.hendra.actor, intake=world.intake, today=STARTS)
    settings.TODAY = ENDS
    address, browser = (
        reverse("training:intake_step", args=[world.intake.number, "close"]),
        sign_in(world.hendra),
    )
    asked = browser.post(address, {})
    assert asked.status_code == 422
    assert "Ya, semua menyelesaikannya" in asked.content.decode()
    assert not HeldCompetency.objects.filter(candidate=world.candidate, competency__in=TAUGHT).exists()
    assert browser.post(address, {"as_typed": "on"}).status_code == 302
    assert HeldCompetency.objects.filter(candidate=world.candidate, competency__in=TAUGHT).count() == len(
        TAUGHT
    )


def test_who_completed_holds_what_was_taught_and_who_fell_short_does_not(world, sign_in, settings):
    other = make_candidate("J-BELUM-0001")
    _seat, short = take_seats(world, world.candidate, other)
    finish(world, sign_in, settings, short)
    held = HeldCompetency.objects.filter(candidate=world.candidate, competency__in=TAUGHT).order_by(
        "competency"
    )
    assert [(one.competency_id, one.evidence, one.state, one.obtained_on) for one in held] == [
        (code, "training", "seen", ENDS) for code in TAUGHT
    ]
    assert all(world.intake.number in one.evidence_note for one in held)
    assert set(TAUGHT) <= set(candidates.counting_codes(world.candidate, ENDS))
    assert not HeldCompetency.objects.filter(candidate=other, competency__in=TAUGHT).exists()
    cause = Event.objects.get(event="training:intake:closed")
    earned = Event.objects.filter(event="candidates:competency:earned")
    assert {event.cause_id for event in earned} == {cause.pk}
    assert {event.person_id for event in earned} == {world.candidate.person_id}
    shown = sign_in(world.sari).get(f"/candidates/{world.candidate.number}/").content.decode()
    assert "sertifikat pelatihan" in shown


def test_what_counts_already_stays_and_what_was_only_said_is_shown_now(world, sign_in, settings):
    def enter(code, evidence):
        held = HeldCompetency(
            candidate=world.candidate, competency_id=code, evidence=evidence, evidence_note="LSP 7"
        )
        return candidate_services.add_held(actor=world.sari.actor, held=held, today=TODAY)

    candidate_services.confirm_held(actor=world.wulan.actor, held=enter(TAUGHT[0], "certificate"))
    enter(TAUGHT[1], "declared")
    take_seats(world, world.candidate)
    finish(world, sign_in, settings)
    kept, shown = (HeldCompetency.objects.get(candidate=world.candidate, competency=code) for code in TAUGHT)
    assert (kept.evidence, kept.evidence_note, kept.state) == ("certificate", "LSP 7", "seen")
    assert (shown.evidence, shown.state) == ("training", "seen")
    assert "LSP 7" in shown.evidence_note


def path_on(page):
    items = re.findall(r'<li class="path-(\w+)".*?path-label">(.*?)</p>', page, re.DOTALL)
    return {re.sub("<.*?>", "", label): state for state, label in items}


def seat_taken(world, _sign_in, _settings):
    take_seats(world, world.candidate)


def opening_held(world, _sign_in, _settings):
    job_orders.reserve_opening(
        actor=world.wulan.actor, order=open_order(world), candidate=world.candidate, today=TODAY
    )


def class_begun(world, _sign_in, settings):
    take_seats(world, world.candidate)
    settings.TODAY = STARTS
    services.start_intake(actor=world.hendra.actor, intake=world.intake, today=STARTS)


def evidence_added_in_training(world, sign_in, settings):
    class_begun(world, sign_in, settings)
    held = HeldCompetency(candidate=world.candidate, competency_id="EN-A2", evidence="certificate")
    candidate_services.add_held(actor=world.sari.actor, held=held, today=STARTS)


def class_completed(world, sign_in, settings):
    take_seats(world, world.candidate)
    finish(world, sign_in, settings)


def nothing(_world, _sign_in, _settings):
    pass


@pytest.mark.parametrize(
    ("happens", "training", "opening", "state"),
    [
        (nothing, "next", "next", State.REGISTERED),
        (seat_taken, "next", "next", State.REGISTERED),
        (opening_held, "now", "done", State.REGISTERED),
        (class_begun, "now", "open", State.IN_TRAINING),
        (evidence_added_in_training, "now", "open", State.IN_TRAINING),
        (class_completed, "done", "now", State.READY),
    ],
)
def test_every_page_tells_one_stage_of_one_person(
    world, sign_in, settings, happens, training, opening, state
):
    happens(world, sign_in, settings)
    sari, desk = sign_in(world.sari), sign_in(world.wulan)
    file = reverse("portal:case_file", args=[world.sari.person.pk])
    pages = [(sari, "/"), (sari, file), (sari, f"/candidates/{world.candidate.number}/")]
    pages += [(desk, file), (desk, f"/candidates/{world.candidate.number}/")]
    paths = [path_on(browser.get(address).content.decode()) for browser, address in pages]
    assert all(path == paths[0] for path in paths)
    assert "problem" not in paths[0].values(), "what is still ahead is nothing wrong"
    assert (paths[0]["Pelatihan"], paths[0]["Lowongan dipegang"]) == (training, opening)
    assert Candidate.objects.get(pk=world.candidate.pk).state == state
    listed = desk.get(reverse("candidates:list"), {"state": "in_training"}).context["total"]
    counted = candidates.home_counts(world.wulan.actor, TODAY, TODAY)["in_training"]
    assert listed == counted == (state == State.IN_TRAINING)
