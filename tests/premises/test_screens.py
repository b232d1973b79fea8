"""The centre's pages as its manager and instructor use them."""

import re
from datetime import timedelta

import pytest

from jalur.foundation.files.models import StoredFile
from jalur.foundation.history.models import Event
from jalur.journey.premises import services as premises
from jalur.journey.premises.models import BedConsent, BookedUnit, Booking, DayOff, Opening, Outage, Resource
from jalur.journey.premises.tables import BookingTable
from jalur.journey.training import services as training
from tests.candidates.examples import photo
from tests.premises.factories import MONDAY, NOW, TODAY, add_resource, at, book, make_candidate
from tests.training.factories import open_class

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def manager(cast, sign_in):
    return sign_in(cast.hendra)


def booking_form(workshop, **more):
    return {
        "title": "Las dasar",
        "day": MONDAY.isoformat(),
        "from_hour": "08.00",
        "to_hour": "12.00",
        "resources": [str(workshop.pk)],
        **more,
    }


def test_a_manager_adds_what_can_be_booked(cast, manager):
    answer = manager.post(
        "/premises/resources/new/equipment/", {"name": "Mesin las", "units": "12", "repair": "good"}
    )
    machines = Resource.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/premises/resources/{machines.pk}/")
    assert (machines.units, machines.organisation_id) == (12, cast.hendra.organisation.pk)
    page = manager.get("/premises/resources/").content.decode()
    assert "Mesin las" in page


def test_a_booking_is_made_seen_moved_and_cancelled(cast, manager):
    workshop = add_resource(cast)
    answer = manager.post("/premises/bookings/new/", booking_form(workshop))
    booking = Booking.objects.get()
    assert answer.url == f"/premises/bookings/{booking.number}/"
    for address in (
        answer.url,
        f"/premises/?day={MONDAY.isoformat()}",
        f"/premises/week/?monday={MONDAY.isoformat()}",
        "/premises/bookings/",
        f"/premises/resources/{workshop.pk}/",
    ):
        assert "Las dasar" in manager.get(address).content.decode(), address
    moved = booking_form(workshop, from_hour="13", to_hour="15")
    assert manager.post(f"{answer.url}move/", moved).status_code == 302
    booking.refresh_from_db()
    assert booking.during == (at(MONDAY, 13), at(MONDAY, 15))
    assert manager.post(f"{answer.url}cancel/", {"cancel_reason": "Listrik padam"}).status_code == 302
    assert not BookedUnit.objects.exists()


def test_a_collision_is_named_and_what_was_typed_stays(cast, manager):
    workshop = add_resource(cast)
    stands = book(cast, at(MONDAY, 8), at(MONDAY, 12), workshop, title="Las lanjut")
    answer = manager.post("/premises/bookings/new/", booking_form(workshop, from_hour="10"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert stands.number in page
    assert "Las lanjut" in page
    assert "13.00-15.00" in page
    assert Booking.objects.count() == 1


def test_a_closed_centre_is_asked_back_about_once(cast, manager):
    workshop = add_resource(cast)
    evening = booking_form(workshop, from_hour="18.00", to_hour="20.00")
    answer = manager.post("/premises/bookings/new/", evening)
    assert answer.status_code == 422
    assert "pukul 08.00 sampai 16.00" in answer.content.decode()
    assert not Booking.objects.exists()
    assert manager.post("/premises/bookings/new/", {**evening, "as_typed": "on"}).status_code == 302


def test_an_instructors_full_week_is_asked_back_about(cast, manager):
    from jalur.foundation.organisations.models import Membership

    member = Membership.objects.get(user=cast.hendra.user)
    answer = manager.post("/premises/resources/new/instructor/", {"member": member.pk, "hours_a_week": "6"})
    instructor = Resource.objects.get()
    assert (answer.status_code, instructor.name) == (302, cast.hendra.user.name)
    assert manager.post("/premises/bookings/new/", booking_form(instructor)).status_code == 302
    tuesday = booking_form(instructor, day=(MONDAY + timedelta(days=1)).isoformat())
    assert manager.post("/premises/bookings/new/", tuesday).status_code == 422
    assert manager.post("/premises/bookings/new/", {**tuesday, "as_typed": "on"}).status_code == 302


def test_out_of_order_and_in_order_again(cast, manager):
    workshop = add_resource(cast)
    book(cast, at(MONDAY, 8), at(MONDAY, 12), workshop)
    page = f"/premises/resources/{workshop.pk}/"
    days = {"first": MONDAY.isoformat(), "last": MONDAY.isoformat(), "reason": "Atap bocor"}
    assert manager.post(f"{page}put_out/", days).status_code == 302
    assert "Atap bocor" in manager.get(page).content.decode()
    assert "Atap bocor" in manager.get("/premises/").content.decode()
    assert manager.post(f"{page}mend/").status_code == 302
    assert not Outage.objects.exists()


def test_hours_and_days_off(cast, manager):
    hours = {"opens": "7", "closes": "17.00", "break_starts": "", "break_ends": "", "on_saturday": "on"}
    assert manager.post("/premises/opening/hours/", hours).status_code == 302
    assert Opening.objects.get().hours.on_saturday
    day = {"day": MONDAY.isoformat(), "name": "Ulang tahun lembaga"}
    assert manager.post("/premises/opening/days-off/new/", day).status_code == 302
    assert "Ulang tahun lembaga" in manager.get("/premises/opening/").content.decode()
    assert manager.post(f"/premises/opening/days-off/{MONDAY.isoformat()}/drop/").status_code == 302
    assert not DayOff.objects.exists()


def test_a_week_is_copied_and_says_what_was_left_out(cast, manager):
    workshop = add_resource(cast)
    book(cast, at(MONDAY, 8), at(MONDAY, 12), workshop)
    later = MONDAY + timedelta(days=7)
    book(cast, at(later, 8), at(later, 9), workshop, title="Ujian")
    answer = manager.post(
        f"/premises/week/copy/?monday={MONDAY.isoformat()}", {"to": later.isoformat()}, follow=True
    )
    page = answer.content.decode()
    assert "Ujian" in page
    assert Booking.objects.count() == 2


def test_a_cell_of_the_week_is_named_by_its_day_in_plain_text(cast, manager):
    add_resource(cast)
    page = manager.get(f"/premises/week/?monday={MONDAY.isoformat()}").content.decode()
    labels = re.findall(r'<td data-label="([^"]*)">', page)
    assert len(labels) == 7
    assert not any("<" in label for label in labels)


def test_nothing_is_booked_for_a_day_that_has_passed(cast, manager):
    """A mistyped year is refused at the box of the day, whichever way it comes: new, moved, a bed, a copied week."""
    workshop = add_resource(cast)
    past = booking_form(workshop, day=MONDAY.replace(year=2025).isoformat())
    answer = manager.post("/premises/bookings/new/", past)
    assert answer.status_code == 422
    assert "day" in answer.context["form"].errors
    stands = book(cast, at(MONDAY, 8), at(MONDAY, 12), workshop)
    assert manager.post(f"/premises/bookings/{stands.number}/move/", past).status_code == 422
    week = f"/premises/week/copy/?monday={MONDAY.isoformat()}"
    answer = manager.post(week, {"to": MONDAY.replace(year=2025).isoformat()})
    assert answer.status_code == 422
    assert "to" in answer.context["form"].errors
    assert Booking.objects.get().starts == at(MONDAY, 8)


def test_a_list_says_who_sleeps_in_which_bed_and_when_by_the_centres_clock(cast, manager):
    room = add_resource(cast, "Melati 1", "dormitory", units=2, sex="F")
    candidate = make_candidate("J-BED1-0001")
    type(candidate.person).objects.filter(pk=candidate.person_id).update(sex="F")
    candidate.refresh_from_db()
    hers = {"actor": cast.hendra.actor, "candidate": candidate}
    training.enrol(intake=open_class(cast), today=TODAY, **hers)
    premises.book_bed(dormitory=room, first=MONDAY, last=MONDAY + timedelta(days=5), now=NOW, **hers)
    assert f"1 · {candidate.number}" in manager.get("/premises/bookings/").content.decode()
    assert candidate.number in manager.get(f"/premises/resources/{room.pk}/").content.decode()
    _titles, exported = BookingTable(Booking.objects.order_by("pk")).as_values()
    assert f"1 · {candidate.number}" in exported
    assert [str(cell).count("12.00") for cell in exported if "WIB" in str(cell)] == [2]


def test_nobody_of_age_is_given_a_guardians_consent(cast, manager):
    add_resource(cast, "Melati 1", "dormitory", units=2, sex="F")
    candidate = make_candidate("J-BED1-0001")
    type(candidate.person).objects.filter(pk=candidate.person_id).update(birth_date=TODAY.replace(year=2008))
    asked = {
        "candidate": candidate.number,
        "centre": cast.hendra.organisation.pk,
        "guardian": "Ibu Contoh",
        "signed_on": TODAY.isoformat(),
    }
    training.enrol(actor=cast.hendra.actor, intake=open_class(cast), candidate=candidate, today=TODAY)
    answer = manager.post("/premises/consents/new/", asked)
    assert answer.status_code == 422
    assert "candidate" in answer.context["form"].errors
    assert "18" in str(answer.context["form"].errors["candidate"])


def test_how_much_is_used(cast, manager):
    workshop = add_resource(cast)
    book(cast, at(MONDAY, 8), at(MONDAY, 12), workshop)
    page = manager.get(
        f"/premises/occupancy/?from={MONDAY.isoformat()}&to={MONDAY.isoformat()}"
    ).content.decode()
    assert "57" in page  # 4 of 7 hours


def test_another_centre_sees_and_books_nothing(cast, sign_in):
    workshop = add_resource(cast)
    stranger = sign_in(cast.rini)
    assert stranger.get(f"/premises/resources/{workshop.pk}/").status_code in (302, 403, 404)
    assert stranger.post("/premises/bookings/new/", booking_form(workshop)).status_code in (302, 403, 404)
    assert not Booking.objects.exists()


def test_a_bed_is_booked_by_the_number_of_a_file(cast, manager):
    room = add_resource(cast, "Melati 1", "dormitory", units=4, sex="F")
    candidate = make_candidate("J-BED1-0001")
    type(candidate.person).objects.filter(pk=candidate.person_id).update(sex="F")
    intake = open_class(cast)
    asked = {
        "candidate": "J-BED9-9999",
        "dormitory": room.pk,
        "first": MONDAY.isoformat(),
        "last": (MONDAY + timedelta(days=5)).isoformat(),
    }
    unknown = manager.post("/premises/beds/new/", asked)
    elsewhere = manager.post("/premises/beds/new/", {**asked, "candidate": candidate.number})
    assert (unknown.status_code, elsewhere.status_code) == (422, 422)
    # Of a file of another office the page says nothing else than of one that nobody has.
    sentences = [
        re.search(r"Tidak ada [^<]*nomor ini[^<]*", page.content.decode()) for page in (unknown, elsewhere)
    ]
    assert sentences[0] is not None
    assert len({found and found[0] for found in sentences}) == 1
    assert not Booking.objects.exists()
    training.enrol(actor=cast.hendra.actor, intake=intake, candidate=candidate, today=TODAY)
    assert manager.post("/premises/beds/new/", {**asked, "candidate": candidate.number}).status_code == 302
    assert BookedUnit.objects.get().candidate_id == candidate.pk


def consent_without_paper(cast, number="J-BED7-0001"):
    candidate = make_candidate(number)
    type(candidate.person).objects.filter(pk=candidate.person_id).update(birth_date=TODAY.replace(year=2010))
    candidate = type(candidate).objects.select_related("person").get(pk=candidate.pk)
    consent = BedConsent(
        candidate=candidate, centre=cast.hendra.organisation, guardian="Ibu Contoh", signed_on=TODAY
    )
    return premises.record_consent(actor=cast.hendra.actor, consent=consent, today=TODAY)


def test_the_paper_of_a_consent_follows_later(cast, manager, sign_in):
    """Who recorded it without is reminded with a day, adds it once, and nothing is asked any more."""
    consent = consent_without_paper(cast)
    address, told = f"/premises/consents/{consent.pk}/", "tanpa surat bertanda tangan"
    home = manager.get("/").content.decode()
    assert told in home
    assert "lacks=paper" in home
    assert consent.candidate.number in manager.get("/premises/consents/?lacks=paper").content.decode()
    assert manager.post(f"{address}attach/", {}).status_code == 422
    assert sign_in(cast.rini).post(f"{address}attach/", {"paper": photo()}).status_code in {403, 404}
    assert not StoredFile.objects.exists()
    assert f"{address}attach/" in manager.get(address).content.decode()
    added = manager.post(f"{address}attach/", {"paper": photo()})
    assert added.status_code == 302, added.context["form"].errors
    assert StoredFile.objects.get(kind="bed_consent").owner_key == str(consent.pk)
    page = manager.get(address).content.decode()
    assert f"{address}attach/" not in page
    assert told not in manager.get("/").content.decode()
    assert consent.candidate.number not in manager.get("/premises/consents/?lacks=paper").content.decode()
    manager.post(f"{address}attach/", {"paper": photo()})
    assert StoredFile.objects.count() == 1
    events = (
        Event.objects.filter(subject_key=str(consent.pk)).order_by("at", "pk").values_list("event", flat=True)
    )
    assert list(events) == ["premises:consent:recorded", "premises:consent:paper_added"]


def test_no_button_of_a_booking_is_dead_for_good(cast, manager):
    """A meeting is not moved to another bed; a bed is, where another room is for her sex."""
    meeting = book(cast, at(MONDAY, 8), at(MONDAY, 12), add_resource(cast))
    room = add_resource(cast, "Melati 1", "dormitory", units=2, sex="F")
    add_resource(cast, "Cempaka 1", "dormitory", units=2, sex="M")
    candidate = make_candidate("J-BED1-0001")
    type(candidate.person).objects.filter(pk=candidate.person_id).update(sex="F")
    candidate = type(candidate).objects.select_related("person").get(pk=candidate.pk)
    training.enrol(actor=cast.hendra.actor, intake=open_class(cast), candidate=candidate, today=TODAY)
    bed = premises.book_bed(
        actor=cast.hendra.actor,
        dormitory=room,
        candidate=candidate,
        first=MONDAY,
        last=MONDAY + timedelta(days=5),
        now=NOW,
    )

    def offered(booking):
        page = manager.get(f"/premises/bookings/{booking.number}/").content.decode()
        return {verb for verb in ("move", "rehouse", "cancel") if f"{booking.number}/{verb}/" in page}

    assert offered(meeting) == {"move", "cancel"}
    assert offered(bed) == {"cancel"}
    add_resource(cast, "Melati 2", "dormitory", units=2, sex="F")
    assert offered(bed) == {"rehouse", "cancel"}


def test_free_times_are_named_once(cast, manager):
    """As choices of the form; the sentence of the refusal says with what it collides."""
    workshop = add_resource(cast)
    book(cast, at(MONDAY, 8), at(MONDAY, 12), workshop)
    answer = manager.post("/premises/bookings/new/", booking_form(workshop))
    form = answer.context["form"]
    (sentence,) = form.errors["resources"]
    assert "Bengkel las" in sentence
    offered = [words for _value, words in form.fields["instead"].choices]
    assert offered
    assert not any(words in sentence for words in offered)


def test_the_need_of_beds_without_consent_leads_to_those_alone(cast, manager):
    """A consent that was taken back and on which no bed stood is not among them."""
    consent = consent_without_paper(cast)
    premises.take_consent_back(actor=cast.hendra.actor, consent=consent)
    page = manager.get("/premises/consents/?lacks=consent&state=taken_back").content.decode()
    assert consent.candidate.number not in page
    assert consent.candidate.number in manager.get("/premises/consents/?state=taken_back").content.decode()
