"""Seat and bed together or not at all: taken, given back, postponed, offered from the waiting list, and planned with."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.messaging.models import Message
from jalur.journey.premises import services as premises
from jalur.journey.premises.models import BedConsent, BookedUnit, Booking, Resource
from jalur.journey.training import queries, services
from jalur.journey.training.models import Enrolment, Intake
from jalur.kit.refusals import codes_of
from tests.downloads import asked_for, rows_of
from tests.premises.factories import NOW, add_resource
from tests.training.factories import ENDS, STARTS, TODAY, add_programme, make_candidate, open_class

pytestmark = pytest.mark.django_db
CLAIMANTS = 16
HALF = """
    SELECT count(*) FROM training_enrolment e JOIN training_intake i ON i.id = e.intake_id AND i.with_bed
    LEFT JOIN premises_booking b ON b.id = e.bed_id AND b.state = 'booked'
    LEFT JOIN premises_bookedunit u ON u.booking_id = b.id
    WHERE (e.state IN ('enrolled', 'offered')) <> (u.id IS NOT NULL)
"""


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


def half_booked():
    """Seats without their bed, and beds without their seat."""
    with connection.cursor() as cursor:
        cursor.execute(HALF)
        return cursor.fetchone()[0]


def somebody(number, sex="F", born=date(2000, 5, 1)):
    candidate = make_candidate(f"J-BED{number}-0001")
    type(candidate.person).objects.filter(pk=candidate.person_id).update(birth_date=born, sex=sex)
    return type(candidate).objects.select_related("person").get(pk=candidate.pk)


@pytest.fixture
def boarding(cast):
    """A class of three seats at a centre with two beds for women and one for men."""
    add_resource(cast, "Melati", "dormitory", units=2, sex="F")
    add_resource(cast, "Cempaka", "dormitory", units=1, sex="M")
    return open_class(cast, seats=3, with_bed=True)


def enrol(cast, intake, candidate):
    return services.enrol(actor=cast.hendra.actor, intake=intake, candidate=candidate, today=TODAY)


def refused(code, take):
    before = Enrolment.objects.count(), Booking.objects.count(), BookedUnit.objects.count()
    taken = list(Intake.objects.order_by("pk").values_list("taken", "starts"))
    with pytest.raises(ValidationError) as failure:
        take()
    assert code in codes_of(failure.value)
    assert (Enrolment.objects.count(), Booking.objects.count(), BookedUnit.objects.count()) == before
    assert list(Intake.objects.order_by("pk").values_list("taken", "starts")) == taken
    assert half_booked() == 0


def test_a_seat_comes_with_a_bed_for_all_nights_and_gives_it_back(cast, boarding):
    seat = enrol(cast, boarding, somebody(1))
    unit = BookedUnit.objects.get(booking=seat.bed)
    assert unit.resource.name == "Melati"
    assert (seat.bed.starts.date(), seat.bed.ends.date()) == (STARTS - timedelta(days=1), ENDS)
    assert (
        Message.objects.filter(kind="premises:bed_given", to_key=str(seat.candidate.person_id)).count() == 1
    )
    services.withdraw(actor=cast.hendra.actor, enrolment=seat, reason="Sakit")
    assert not BookedUnit.objects.exists()
    assert half_booked() == 0


def test_who_sleeps_where_stands_on_the_list_in_its_file_and_on_her_own_card(cast, boarding, sign_in):
    sari = type(somebody(9)).objects.select_related("person").get(number="J-SARI-0001")
    seats = [enrol(cast, boarding, one) for one in (sari, somebody(1), somebody(2, "M"))]
    beds = {
        row.candidate.number: f"{row.resource.name}, tempat tidur {row.unit}"
        for row in BookedUnit.objects.select_related("resource", "candidate")
    }
    assert sorted(beds.values()) == [
        "Cempaka, tempat tidur 1",
        "Melati, tempat tidur 1",
        "Melati, tempat tidur 2",
    ]
    address = f"/training/intakes/{boarding.number}/participants/"
    manager = sign_in(cast.hendra)
    for page in (manager.get(address), manager.post(address, {"purpose": "absent"})):
        assert all(bed in page.content.decode() for bed in beds.values())
    heads, *rows = rows_of(asked_for(manager, address))
    at = heads.index("Tempat tidur")
    assert {row[0]: row[at] for row in rows} == beds
    own = sign_in(cast.sari)
    for page in ("/training/seats/mine/", f"/training/intakes/{boarding.number}/"):
        shown = own.get(page).content.decode()
        assert beds["J-SARI-0001"] in shown, page
        assert beds["J-BED1-0001"] not in shown, page
    seat = manager.get(reverse("training:enrolment", args=[seats[1].pk])).content.decode()
    assert beds["J-BED1-0001"] in seat
    services.withdraw(actor=cast.hendra.actor, enrolment=seats[0], reason="Sakit")
    assert "tempat tidur" not in own.get("/training/seats/mine/").content.decode()


def test_a_list_of_many_asks_the_database_no_more_often(cast, boarding, sign_in):
    add_resource(cast, "Melati 2", "dormitory", units=4, sex="F")
    address, manager = f"/training/intakes/{boarding.number}/participants/", sign_in(cast.hendra)

    def asked():
        manager.get(address)
        with CaptureQueriesContext(connection) as queried:
            manager.get(address)
        return len(queried)

    enrol(cast, boarding, somebody(1))
    before = asked()
    enrol(cast, boarding, somebody(2))
    enrol(cast, boarding, somebody(3))
    assert asked() == before


def test_the_page_of_a_bed_names_its_guest_to_whoever_sees_her_seat(cast, boarding, sign_in, monkeypatch):
    seat = enrol(cast, boarding, somebody(1))
    name, address = seat.candidate.person.name, f"/premises/bookings/{seat.bed.number}/"
    page = sign_in(cast.hendra).get(address).content.decode()
    assert name in page
    assert reverse("training:enrolment", args=[seat.pk]) in page
    assert sign_in(cast.rini).get(address).status_code in {302, 403, 404}
    # Whoever sees bookings and no seats reads the number of the file.
    monkeypatch.setattr(type(Enrolment.objects), "visible_to", lambda rows, *_asked: rows.all().none())
    page = sign_in(cast.hendra).get(address).content.decode()
    assert name not in page
    assert seat.candidate.number in page


def test_plans_count_on_no_bed_that_is_for_the_young(cast, boarding):
    assert queries.beds_promised(TODAY) == {boarding.number: 1}
    Resource.objects.filter(name="Cempaka").update(ages="young")
    assert queries.beds_promised(TODAY) == {boarding.number: 0}
    Resource.objects.filter(name="Cempaka").update(ages="adults")
    assert queries.beds_promised(TODAY) == {boarding.number: 1}


def test_without_a_bed_there_is_no_seat(cast, boarding):
    enrol(cast, boarding, somebody(1, "M"))
    refused("no_bed", lambda: enrol(cast, boarding, somebody(2, "M")))
    enrol(cast, boarding, somebody(3))


def test_under_18_a_guardian_agrees_first(cast, boarding):
    child = somebody(1, born=date(2008, 12, 1))
    refused("consent", lambda: enrol(cast, boarding, child))
    consent = BedConsent(
        candidate=child, centre=cast.hendra.organisation, guardian="Ibu Contoh", signed_on=TODAY
    )
    premises.record_consent(actor=cast.wulan.actor, consent=consent, today=TODAY)
    seat = enrol(cast, boarding, child)
    assert seat.bed.consent == "Ibu Contoh"
    refused("no_bed", lambda: enrol(cast, boarding, somebody(2)))


def test_from_a_refused_seat_the_way_leads_to_the_consent(cast, boarding, sign_in):
    child, manager = somebody(1, born=date(2008, 12, 1)), sign_in(cast.hendra)
    answer = manager.post(f"/training/intakes/{boarding.number}/enrol/", {"candidate": child.number})
    assert answer.status_code == 422
    way = f"/premises/consents/new/?centre={cast.hendra.organisation.pk}&amp;candidate={child.number}"
    assert way in answer.content.decode()
    form = manager.get(way.replace("&amp;", "&")).context["form"]
    assert (form["candidate"].value(), form["centre"].value()) == (
        child.number,
        str(cast.hendra.organisation.pk),
    )
    page = f"/training/intakes/{boarding.number}/"
    assert "/premises/consents/new/" in manager.get(page).content.decode()
    assert "/premises/consents/new/" not in sign_in(cast.sari).get(page).content.decode()


def test_a_consent_that_is_taken_back_leaves_nobody_in_the_dark(cast, boarding, sign_in):
    """The manager and the labour office read it first thing, on the consent and on the booking; new nights are refused."""
    child = somebody(1, born=date(2008, 12, 1))
    consent = BedConsent(
        candidate=child, centre=cast.hendra.organisation, guardian="Ibu Contoh", signed_on=TODAY
    )
    premises.record_consent(actor=cast.hendra.actor, consent=consent, today=TODAY)
    seat = enrol(cast, boarding, child)
    manager = sign_in(cast.hendra)
    told, address = "sudah ditarik", f"/premises/consents/{consent.pk}/"
    assert told not in manager.get("/").content.decode()
    assert manager.post(f"{address}take_back/").status_code == 302
    for page in ("/", address, f"/premises/bookings/{seat.bed.number}/"):
        assert told in manager.get(page).content.decode(), page
    assert seat.bed.number in manager.get(address).content.decode()
    boarding.refresh_from_db()
    refused("consent", lambda: postpone(cast, boarding, STARTS + timedelta(days=14)))
    again = BedConsent(
        candidate=child, centre=cast.hendra.organisation, guardian="Bapak Contoh", signed_on=TODAY
    )
    premises.record_consent(actor=cast.hendra.actor, consent=again, today=TODAY)
    assert told not in manager.get("/").content.decode()
    boarding.refresh_from_db()
    postpone(cast, boarding, STARTS + timedelta(days=14))


def test_a_freed_seat_goes_to_the_first_in_line_who_can_have_both(cast, boarding):
    man, first, second = (enrol(cast, boarding, somebody(n, s)) for n, s in ((1, "M"), (2, "F"), (3, "F")))
    waits = [
        services.enrol_or_wait(
            actor=cast.hendra.actor, intake=boarding, candidate=somebody(n, s), today=TODAY
        )
        for n, s in ((4, "M"), (5, "F"), (6, "F"))
    ]
    services.withdraw(actor=cast.hendra.actor, enrolment=first, reason="Sakit")
    assert services.offer_free_seats(TODAY) == 1
    states = dict(Enrolment.objects.values_list("pk", "state"))
    assert [states[one.pk] for one in waits] == ["waiting", "offered", "waiting"]
    assert half_booked() == 0
    services.withdraw(actor=cast.hendra.actor, enrolment=man, reason="Sakit")
    assert services.offer_free_seats(TODAY) == 1
    assert Enrolment.objects.get(pk=waits[0].pk).state == "offered"
    offered = Enrolment.objects.get(pk=waits[1].pk)
    services.decline_seat(actor=cast.hendra.actor, enrolment=offered)
    assert half_booked() == 0
    assert services.offer_free_seats(TODAY) == 1
    services.accept_seat(
        actor=cast.hendra.actor, enrolment=Enrolment.objects.get(pk=waits[2].pk), today=TODAY
    )
    assert (half_booked(), BookedUnit.objects.count()) == (0, 3)
    assert second.bed.state == "booked"


def postpone(cast, intake, starts):
    return services.postpone_intake(
        actor=cast.hendra.actor,
        intake=intake,
        starts=starts,
        ends=starts + timedelta(days=20),
        postponed_because="instructor",
        today=TODAY,
    )


def test_beds_move_with_a_postponed_class_or_the_class_stays(cast, boarding):
    seats = [enrol(cast, boarding, somebody(n, s)) for n, s in ((1, "F"), (2, "F"), (3, "M"))]
    later = STARTS + timedelta(days=14)
    postpone(cast, boarding, later)
    comes = {booking.starts.date() for booking in Booking.objects.filter(state="booked")}
    assert comes == {later - timedelta(days=1)}
    assert half_booked() == 0
    services.withdraw(
        actor=cast.hendra.actor, enrolment=Enrolment.objects.get(pk=seats[2].pk), reason="Sakit"
    )
    dormitory = BookedUnit.objects.first().resource
    premises.put_out_of_order(
        actor=cast.hendra.actor,
        resource=dormitory,
        first=ENDS + timedelta(days=30),
        last=ENDS + timedelta(days=60),
        reason="Atap",
        unit=1,
    )
    boarding.refresh_from_db()
    refused("no_bed", lambda: postpone(cast, boarding, ENDS + timedelta(days=28)))
    assert BookedUnit.objects.count() == 2


def test_a_cancelled_class_frees_every_bed(cast, boarding):
    for number, sex in ((1, "F"), (2, "M")):
        enrol(cast, boarding, somebody(number, sex))
    services.cancel_intake(actor=cast.hendra.actor, intake=boarding, reason="Banjir")
    assert not BookedUnit.objects.exists()
    assert half_booked() == 0


def test_whoever_leaves_the_path_leaves_seat_and_bed(cast, boarding):
    from jalur.journey.candidates import services as candidates

    candidate = somebody(1)
    enrol(cast, boarding, candidate)
    candidates.withdraw(actor=cast.wulan.actor, candidate=candidate, reason="other", today=TODAY)
    assert not BookedUnit.objects.exists()
    assert half_booked() == 0


def test_its_bed_is_not_cancelled_alone_but_changes_rooms(cast, boarding):
    seat = enrol(cast, boarding, somebody(1))
    with pytest.raises(ValidationError) as failure:
        premises.cancel_booking(actor=cast.hendra.actor, booking=seat.bed, reason="Pindah")
    assert codes_of(failure.value) == ["with_seat"]
    other = add_resource(cast, "Melati dua", "dormitory", units=1, sex="F")
    premises.rehouse(actor=cast.hendra.actor, booking=seat.bed, dormitory=other, now=NOW)
    assert BookedUnit.objects.get().resource == other
    assert half_booked() == 0


def test_a_class_with_beds_needs_beds(cast):
    with pytest.raises(ValidationError) as failure:
        open_class(cast, with_bed=True)
    assert codes_of(failure.value) == ["no_beds"]


def test_plans_count_on_the_scarcer_beds_and_promise_each_once(cast, boarding):
    assert queries.beds_promised(TODAY) == {boarding.number: 1}
    add_resource(cast, "Cempaka dua", "dormitory", units=4, sex="M")
    assert queries.beds_promised(TODAY) == {boarding.number: 2}
    other = open_class(
        cast,
        programme=add_programme(cast, "LAS-2"),
        seats=7,
        with_bed=True,
        starts=STARTS + timedelta(days=1),
    )
    plain = open_class(cast, programme=add_programme(cast, "LAS-3"), seats=7)
    seats = dict(queries.for_planning(TODAY).select("id", "seats").iter_rows())
    assert seats == {boarding.number: 2, plain.number: 7}
    assert queries.beds_promised(TODAY)[other.number] == 0


def claim_at_once(intake, people):
    start = threading.Barrier(len(people))

    def claim(candidate):
        start.wait(timeout=30)
        try:
            services.enrol(actor=SYSTEM, intake=intake, candidate=candidate, today=TODAY)
        except ValidationError as failure:
            return codes_of(failure)[0]
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(claim, people))


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_gets_the_last_seat_with_the_last_bed(cast, monkeypatch):
    monkeypatch.setattr("jalur.foundation.accounts.access.covers", lambda *_asked: True)
    add_resource(cast, "Melati", "dormitory", units=1, sex="F")
    programme = add_programme(cast)
    people = [somebody(number) for number in range(CLAIMANTS)]
    intake = open_class(cast, programme=programme, seats=1, with_bed=True)
    beds = open_class(cast, programme=add_programme(cast, "LAS-2"), seats=1, with_bed=True)
    Intake.objects.filter(pk=beds.pk).update(seats=20)  # as when rooms are put away later
    answers = claim_at_once(intake, people)
    assert answers.count("") == 1
    assert set(answers) <= {"", "no_seat"}
    answers = claim_at_once(beds, people)
    assert set(answers) <= {"no_bed", "overlap"}
    assert (half_booked(), BookedUnit.objects.count()) == (0, 1)
    monkeypatch.setattr("jalur.journey.training.services.enrolments.give_bed", lambda *_given: None)
    monkeypatch.setattr("jalur.journey.training.services.enrolments.tell_of_bed", lambda _seat: None)
    services.cancel_intake(actor=SYSTEM, intake=intake, reason="Banjir")
    other = open_class(cast, programme=programme, seats=1, with_bed=True)
    claim_at_once(other, people)
    assert half_booked() == 1


@pytest.mark.parametrize(
    ("changes", "code"), [({"seats": 4}, "above_beds"), ({"seats": 3, "minimum": 4}, "above_seats")]
)
def test_a_class_has_no_more_seats_than_beds_and_needs_no_more_people_than_seats(
    cast, boarding, changes, code
):
    refused(code, lambda: open_class(cast, programme=boarding.programme, with_bed=True, **changes))
