"""The waiting list of a class: joined in order, offered in order, answered or not, and never passed by."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.due.models import Deadline
from jalur.foundation.due.services import keep
from jalur.foundation.history.models import Event
from jalur.foundation.messaging.models import Message
from jalur.journey.candidates import services as candidates
from jalur.journey.training import queries, services
from jalur.journey.training.models import Enrolment, Intake
from jalur.kit.dates import begins
from tests.cast import open_session
from tests.training.factories import STARTS, TODAY, make_candidate, open_class
from tests.training.people import claim_together, is_fair, make_claimants

DAY = timedelta(days=1)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def enrol(intake, number):
    return services.enrol(actor=SYSTEM, intake=intake, candidate=make_candidate(number), today=TODAY)


def join(intake, *numbers):
    return [
        services.join_waiting_list(actor=SYSTEM, intake=intake, candidate=make_candidate(number), today=TODAY)
        for number in numbers
    ]


def states(*seats):
    return [fresh(seat).state for seat in seats]


def refused(step, **given):
    before = (
        Event.objects.count(),
        list(Enrolment.objects.order_by("pk").values()),
        Intake.objects.get().taken,
    )
    with pytest.raises(ValidationError) as refusal:
        step(**given)
    after = Event.objects.count(), list(Enrolment.objects.order_by("pk").values()), Intake.objects.get().taken
    assert after == before
    return [error.code for errors in refusal.value.error_dict.values() for error in errors]


@pytest.fixture
def full(cast, db):
    """A class of one seat that is taken, and two who wait."""
    cast.intake = open_class(cast, seats=1)
    cast.seat = enrol(cast.intake, "J-PEMILIK")
    cast.first, cast.second = join(cast.intake, "J-PERTAMA", "J-KEDUA")
    return cast


def free(world):
    services.withdraw(actor=SYSTEM, enrolment=world.seat, reason="pindah")


def test_nobody_waits_for_what_is_free_or_twice(cast, db):
    intake = open_class(cast, seats=1)
    given = {"actor": SYSTEM, "intake": intake, "today": TODAY}
    assert refused(services.join_waiting_list, candidate=make_candidate("J-BEBAS"), **given) == [
        "seat_is_free"
    ]
    seat = enrol(intake, "J-ADA")
    assert refused(services.join_waiting_list, candidate=seat.candidate, **given) == ["enrolled"]
    (place,) = join(intake, "J-TUNGGU")
    assert refused(services.join_waiting_list, candidate=place.candidate, **given) == ["in_line"]
    assert refused(services.enrol, candidate=place.candidate, **given) == ["in_line"]
    assert fresh(intake).taken == 1


def test_a_freed_seat_goes_to_the_next_and_to_nobody_else(full):
    free(full)
    assert fresh(full.intake).taken == 0
    stranger = make_candidate("J-LAIN")
    given = {"actor": SYSTEM, "intake": full.intake, "candidate": stranger, "today": TODAY}
    assert refused(services.enrol, **given) == ["no_seat"]
    assert not Intake.objects.plannable(TODAY).exists(), "no plan leads past those who wait"
    assert services.offer_free_seats(TODAY) == 1
    assert services.offer_free_seats(TODAY) == 0
    assert states(full.first, full.second) == ["offered", "waiting"]
    assert fresh(full.intake).taken == 1
    assert refused(services.enrol, **given) == ["no_seat"]
    told = Message.objects.get(kind="training:seat_offered")
    assert (told.person_id, told.values) == (full.first.candidate.person_id, {"day": "2026-01-15"})
    services.accept_seat(actor=SYSTEM, enrolment=fresh(full.first), today=TODAY)
    assert states(full.first) == ["enrolled"]
    assert (fresh(full.intake).taken, queries.place_in_line(fresh(full.second))) == (1, 1)


def test_who_declines_and_who_does_not_answer_make_room_for_the_next(full):
    (third,) = join(full.intake, "J-KETIGA")
    free(full)
    services.offer_free_seats(TODAY)
    services.decline_seat(actor=SYSTEM, enrolment=fresh(full.first))
    services.offer_free_seats(TODAY)
    assert states(full.first, full.second, third) == ["withdrawn", "offered", "waiting"]
    day = Deadline.objects.get(kind="training:enrolment:accept")
    assert (day.last_day, day.person_id) == (TODAY + 3 * DAY, full.second.candidate.person_id)
    assert refused(
        services.lapse_seat, actor=SYSTEM, enrolment=fresh(full.second), today=TODAY + 3 * DAY
    ) == ["in_time"]
    keep(begins(TODAY + 4 * DAY) + timedelta(hours=1))
    assert states(full.second, third) == ["withdrawn", "waiting"]
    services.offer_free_seats(TODAY + 4 * DAY)
    assert states(third) == ["offered"]
    assert fresh(full.intake).taken == 1


def test_leaving_the_line_frees_no_seat(full):
    services.decline_seat(actor=SYSTEM, enrolment=full.first)
    assert fresh(full.intake).taken == 1
    assert queries.place_in_line(fresh(full.second)) == 1


def test_who_leaves_the_path_leaves_the_line(full):
    free(full)
    services.offer_free_seats(TODAY)
    for place in (full.first, full.second):
        candidates.withdraw(actor=SYSTEM, candidate=place.candidate, reason="family", today=TODAY)
    assert states(full.first, full.second) == ["withdrawn", "withdrawn"]
    assert fresh(full.intake).taken == 0


@pytest.mark.parametrize("end", ["start", "cancel"])
def test_the_line_ends_with_the_class(full, end):
    free(full)
    services.offer_free_seats(TODAY)
    given = {"actor": full.hendra.actor, "intake": full.intake}
    if end == "start":
        services.start_intake(today=STARTS, **given)
    else:
        services.cancel_intake(reason="Instruktur sakit", **given)
        assert Message.objects.filter(kind="training:cancelled").count() == 2
    assert states(full.first, full.second) == ["withdrawn", "withdrawn"]
    assert fresh(full.intake).taken == 0


def test_more_seats_are_offered_in_order(full):
    from tests.training.factories import changed

    services.change_intake(actor=full.hendra.actor, intake=changed(fresh(full.intake), seats=2), today=TODAY)
    assert services.offer_free_seats(TODAY) == 1
    assert states(full.first, full.second) == ["offered", "waiting"]


def test_a_candidate_sees_her_place_and_answers_on_the_screens(cast, sign_in, settings, db):
    settings.TODAY = TODAY
    intake, sari = open_class(cast, seats=1), cast.sari.person.candidate
    seat = enrol(intake, "J-PEMILIK")
    join(intake, "J-DEPAN")
    browser, address = sign_in(cast.sari), f"/training/intakes/{intake.number}/"
    assert f"{address}join/" in browser.get(address).content.decode()
    assert browser.post(f"{address}join/").status_code == 302
    for page in (address, "/training/seats/mine/", "/"):
        assert "Nomor 2 di daftar tunggu" in browser.get(page).content.decode(), page
    place = Enrolment.objects.get(candidate=sari)
    Enrolment.objects.filter(queued=1).update(state="withdrawn")
    services.withdraw(actor=SYSTEM, enrolment=seat, reason="pindah")
    services.offer_free_seats(TODAY)
    for page in (address, "/"):
        assert "15 Januari 2026" in browser.get(page).content.decode(), page
    assert "Sari Contohwati" in sign_in(cast.hendra).get(address).content.decode()
    assert browser.post(f"/training/seats/{place.pk}/accept/").status_code == 302
    assert fresh(place).state == "enrolled"


def test_the_desk_puts_somebody_on_the_list_only_when_it_says_so(cast, sign_in, settings, db):
    settings.TODAY = TODAY
    intake = open_class(cast, seats=1)
    enrol(intake, "J-PEMILIK")
    browser, sari = sign_in(cast.hendra), cast.sari.person.candidate
    address = f"/training/intakes/{intake.number}/enrol/"
    assert browser.post(address, {"candidate": sari.number}).status_code == 422
    assert not sari.enrolments.exists()
    said = browser.post(address, {"candidate": sari.number, "waits": "on"}, follow=True).content.decode()
    assert "Nomor 1 di daftar tunggu" in said
    assert "CPMI mendapat kursi." not in said
    assert sari.enrolments.get().state == "waiting"


@pytest.mark.django_db(transaction=True)
def test_under_load_one_gets_the_seat_and_the_line_moves_in_order(cast, settings):
    settings.TODAY = TODAY
    claimants, clients = make_claimants(16), []
    for user, _candidate in claimants:
        client = Client()
        open_session(client, user)
        clients.append(client)
    intake = open_class(cast, seats=1)
    address = f"/training/intakes/{intake.number}/"
    *clients, strangers = [*clients[:12], clients[12:]]
    assert is_fair(claim_together(clients, f"{address}claim/"), seats=1)
    winner = Enrolment.objects.get(intake=intake)
    rest = [
        client
        for client, (_user, candidate) in zip(clients, claimants, strict=False)
        if candidate.pk != winner.candidate_id
    ]
    assert set(claim_together(rest, f"{address}join/")) == {""}
    line = list(Enrolment.objects.filter(intake=intake, state="waiting").order_by("queued"))
    assert [place.queued for place in line] == list(range(1, 12))
    services.withdraw(actor=SYSTEM, enrolment=winner, reason="pindah")

    def work(_number):
        try:
            return services.offer_free_seats(TODAY)
        finally:
            connection.close()

    for turn, place in enumerate(line):
        with ThreadPoolExecutor(8) as pool:
            offered = [pool.submit(work, number) for number in range(4)]
            outsiders = claim_together(strangers, f"{address}claim/")
            assert sum(one.result() for one in offered) == 1
        assert set(outsiders) == {"no_seat"}, "nobody takes a seat past the line"
        held = Enrolment.objects.filter(intake=intake, state__in=["offered", "enrolled"])
        assert [one.pk for one in held] == [place.pk], turn
        assert fresh(intake).taken == 1
        services.decline_seat(actor=SYSTEM, enrolment=fresh(place))
    assert fresh(intake).taken == 0
