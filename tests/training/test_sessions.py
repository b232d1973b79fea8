"""The timetable of a class: rooms, instructors and people are taken together, and nobody is at two meetings at once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from jalur.journey.premises import services as premises
from jalur.journey.premises.models import BookedPerson, BookedUnit, Booking
from jalur.journey.training import services
from jalur.journey.training.models import Session
from jalur.kit import formats
from jalur.kit.refusals import codes_of
from tests.premises.factories import MONDAY, NOW, add_resource, at, new_booking
from tests.training.factories import TODAY, make_candidate, open_class

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def workshop(cast):
    return add_resource(cast)


@pytest.fixture
def intake(cast):
    return open_class(cast)


def seated(cast, intake, number="J-SES1-0001"):
    candidate = make_candidate(number)
    return services.enrol(actor=cast.hendra.actor, intake=intake, candidate=candidate, today=TODAY)


def plan(cast, intake, starts, ends, *resources, title="Las dasar"):
    return services.plan_session(
        actor=cast.hendra.actor,
        intake=intake,
        booking=new_booking(cast, starts, ends, title),
        wants={resource.pk: 1 for resource in resources},
        now=NOW,
    )


def test_a_meeting_takes_its_workshop_and_everybody_who_has_a_seat(cast, intake, workshop):
    seat = seated(cast, intake)
    session = plan(cast, intake, at(MONDAY, 8), at(MONDAY, 12), workshop)
    assert BookedPerson.objects.get(booking=session.booking).candidate_id == seat.candidate_id
    late = seated(cast, intake, "J-SES2-0001")
    assert set(session.booking.booked_people.values_list("candidate", flat=True)) == {
        seat.candidate_id,
        late.candidate_id,
    }
    services.withdraw(actor=cast.hendra.actor, enrolment=seat, reason="Pindah")
    assert BookedPerson.objects.get().candidate_id == late.candidate_id


def test_nobody_is_at_two_meetings_at_once(cast, intake, workshop):
    """Whoever is already somewhere is told apart from a room that is taken, and when all of it is free."""
    seated(cast, intake)
    other = add_resource(cast, "Ruang teori", "room")
    plan(cast, intake, at(MONDAY, 8), at(MONDAY, 12), workshop)
    with pytest.raises(ValidationError) as refused:
        plan(cast, intake, at(MONDAY, 10), at(MONDAY, 12), other, title="Teori")
    assert codes_of(refused.value) == ["taken"]
    assert "Las dasar" in refused.value.messages[0]
    assert "13.00-15.00" in refused.value.messages[0]
    assert "Calon" not in refused.value.messages[0]
    assert (Session.objects.count(), Booking.objects.count(), BookedUnit.objects.count()) == (1, 1, 1)


def test_the_database_refuses_it_to_whoever_goes_around_the_services(cast, intake, workshop):
    seat = seated(cast, intake)
    session = plan(cast, intake, at(MONDAY, 8), at(MONDAY, 12), workshop)
    with pytest.raises(IntegrityError, match="booked_person_once"):
        BookedPerson.objects.create(
            booking=session.booking, candidate=seat.candidate, during=(at(MONDAY, 11), at(MONDAY, 13))
        )


def test_a_meeting_lies_within_the_days_of_its_class(cast, intake, workshop):
    late = intake.ends + timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        plan(cast, intake, at(late, 8), at(late, 12), workshop)
    assert codes_of(refused.value) == ["outside"]
    session = plan(cast, intake, at(MONDAY, 8), at(MONDAY, 12), workshop)
    asked = Booking.objects.get(pk=session.booking_id)
    asked.starts, asked.ends = at(late, 8), at(late, 12)
    with pytest.raises(ValidationError):
        premises.move_booking(actor=cast.hendra.actor, booking=asked, wants={workshop.pk: 1}, now=NOW)
    intake.starts = MONDAY + timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        services.change_intake(actor=cast.hendra.actor, intake=intake, today=TODAY)
    assert "sessions" in codes_of(refused.value)
    session.booking.refresh_from_db()
    assert session.booking.starts == at(MONDAY, 8)


def test_a_meeting_is_moved_with_its_people(cast, intake, workshop):
    seated(cast, intake)
    session = plan(cast, intake, at(MONDAY, 8), at(MONDAY, 12), workshop)
    asked = Booking.objects.get(pk=session.booking_id)
    asked.starts, asked.ends = at(MONDAY, 13), at(MONDAY, 15)
    premises.move_booking(actor=cast.hendra.actor, booking=asked, wants={workshop.pk: 1}, now=NOW)
    assert BookedPerson.objects.get().during.lower == at(MONDAY, 13)


def test_a_week_of_a_class_is_copied_alone(cast, intake, workshop):
    seated(cast, intake)
    plan(cast, intake, at(MONDAY, 8), at(MONDAY, 12), workshop)
    own = new_booking(cast, at(MONDAY, 13), at(MONDAY, 14), "Rapat")
    premises.book(actor=cast.hendra.actor, booking=own, wants={workshop.pk: 1}, now=NOW)
    copy = {"actor": cast.hendra.actor, "monday": MONDAY, "now": NOW}
    week = services.copy_sessions(intake=intake, to=MONDAY + timedelta(days=7), **copy)
    assert (week.booked, intake.sessions.count(), BookedPerson.objects.count()) == (1, 2, 2)
    # The centre's own copy takes the classes along; where a class is over, it says so.
    week = premises.copy_week(centre=cast.hendra.organisation, to=MONDAY + timedelta(days=7 * 3), **copy)
    assert (week.booked, intake.sessions.count()) == (2, 3)
    after = date(2026, 4, 13)
    week = premises.copy_week(centre=cast.hendra.organisation, to=after, **copy)
    assert week.booked == 1
    assert intake.number in week.collided[0][1]
    assert intake.sessions.count() == 3


def test_a_cancelled_class_frees_all_that_it_held(cast, intake, workshop):
    seated(cast, intake)
    session = plan(cast, intake, at(MONDAY, 8), at(MONDAY, 12), workshop)
    services.cancel_intake(actor=cast.hendra.actor, intake=intake, reason="Peserta kurang")
    session.booking.refresh_from_db()
    assert session.booking.state == "cancelled"
    assert not BookedUnit.objects.exists()
    assert not BookedPerson.objects.exists()


def test_a_postponed_class_takes_its_meetings_along(cast, intake, workshop):
    """From the last to the first; what cannot be there on its new day is cancelled, and its people are free."""
    seated(cast, intake)
    tuesday = MONDAY + timedelta(days=1)
    wednesday = MONDAY + timedelta(days=9)
    for day in (MONDAY, tuesday, wednesday):
        plan(cast, intake, at(day, 8), at(day, 12), workshop)
    week = timedelta(days=7)
    own = new_booking(cast, at(tuesday + week, 9), at(tuesday + week, 10), "Rapat")
    premises.book(actor=cast.hendra.actor, booking=own, wants={workshop.pk: 1}, now=NOW)
    services.postpone_intake(
        actor=cast.hendra.actor,
        intake=intake,
        starts=intake.starts + week,
        ends=intake.ends + week,
        postponed_because="too_few",
        today=TODAY,
    )
    stand = intake.sessions.standing().order_by("booking__starts").values_list("booking__starts", flat=True)
    assert list(stand) == [at(MONDAY + week, 8), at(wednesday + week, 8)]
    assert BookedPerson.objects.count() == 2


def test_a_meeting_that_would_fall_on_a_day_off_is_cancelled_and_told(cast, sign_in, intake, workshop):
    """Postponed by three weeks: of two meetings one falls on a day off of the centre; the manager reads which."""
    from jalur.journey.premises.models import DayOff

    tuesday, later = MONDAY + timedelta(days=1), timedelta(days=21)
    for day in (MONDAY, tuesday):
        plan(cast, intake, at(day, 8), at(day, 12), workshop)
    DayOff.objects.create(organisation=cast.hendra.organisation, day=tuesday + later, name="Hari lembaga")
    asked = {
        "starts": (intake.starts + later).isoformat(),
        "ends": (intake.ends + later).isoformat(),
        "postponed_because": "instructor",
    }
    manager = sign_in(cast.hendra)
    page = manager.post(f"/training/intakes/{intake.number}/postpone/", asked, follow=True).content.decode()
    assert page.count("Hari lembaga") == 1
    assert formats.day(tuesday) in page
    stand = intake.sessions.standing().values_list("booking__starts", flat=True)
    assert list(stand) == [at(MONDAY + later, 8)]
    dropped = Booking.objects.get(state="cancelled")
    assert "Hari lembaga" in dropped.cancel_reason
    assert not dropped.booked_units.exists()


def test_a_meeting_that_would_fall_on_a_closed_weekday_is_cancelled(cast, intake, workshop):
    """Postponed by three days Thursday becomes Sunday; what was meant for a Sunday stays a Sunday."""
    thursday, sunday, later = MONDAY + timedelta(days=3), MONDAY + timedelta(days=13), timedelta(days=3)
    for day in (MONDAY, thursday, sunday):
        plan(cast, intake, at(day, 8), at(day, 12), workshop)
    services.postpone_intake(
        actor=cast.hendra.actor,
        intake=intake,
        starts=intake.starts + later,
        ends=intake.ends + later,
        postponed_because="instructor",
        today=TODAY,
    )
    stand = intake.sessions.standing().order_by("booking__starts").values_list("booking__starts", flat=True)
    assert list(stand) == [at(MONDAY + later, 8), at(sunday + later, 8)]
    assert "lembaga tutup" in Booking.objects.get(state="cancelled").cancel_reason


def test_whoever_must_be_elsewhere_gets_no_seat(cast, intake, workshop):
    candidate = make_candidate("J-SES3-0001")
    plan(cast, intake, at(MONDAY, 8), at(MONDAY, 12), workshop)
    elsewhere = new_booking(cast, at(MONDAY, 9), at(MONDAY, 10), "Remedial")
    premises.book(
        actor=cast.hendra.actor,
        booking=elsewhere,
        wants={add_resource(cast, "Ruang 2", "room").pk: 1},
        people=[candidate.pk],
        now=NOW,
    )
    with pytest.raises(ValidationError) as refused:
        services.enrol(actor=cast.hendra.actor, intake=intake, candidate=candidate, today=TODAY)
    assert codes_of(refused.value) == ["elsewhere"]
    intake.refresh_from_db()
    assert (intake.taken, intake.enrolments.count()) == (0, 0)


def form(workshop, day=MONDAY, **more):
    return {
        "title": "Las dasar",
        "day": day.isoformat(),
        "from_hour": "08.00",
        "to_hour": "12.00",
        "resources": [str(workshop.pk)],
        **more,
    }


def test_a_manager_builds_the_week_and_a_candidate_reads_it(cast, sign_in, intake, workshop):
    manager = sign_in(cast.hendra)
    page = f"/training/intakes/{intake.number}/"
    answer = manager.post(f"{page}timetable/new/", form(workshop))
    assert (answer.status_code, answer.url) == (302, f"{page}timetable/?monday={MONDAY.isoformat()}")
    assert manager.post(f"{page}timetable/new/", form(workshop, from_hour="10.00")).status_code == 422
    later = MONDAY + timedelta(days=7)
    answer = manager.post(f"{page}timetable/copy/?monday={MONDAY.isoformat()}", {"to": later.isoformat()})
    assert answer.status_code == 302
    assert intake.sessions.count() == 2
    for reader in (manager, sign_in(cast.rini)):
        for address in (page, f"{page}timetable/?monday={later.isoformat()}"):
            html = reader.get(address).content.decode()
            assert "08.00-12.00" in html, address
            assert "Bengkel las" in html
    booking = intake.sessions.first().booking
    assert intake.number in sign_in(cast.hendra).get(f"/premises/bookings/{booking.number}/").content.decode()


def test_the_next_meeting_is_the_next_step(cast, intake, workshop):
    from jalur.journey.training.parts import file

    seat = seated(cast, intake)
    plan(cast, intake, at(MONDAY, 8), at(MONDAY, 12), workshop)
    part = file(cast.hendra.actor, seat.candidate.person, TODAY)
    assert part.next_step.day == date(2026, 2, 2)
    assert "08.00-12.00" in part.next_step.text
