"""A timetable that changes after its class was confirmed is told once, to its people and instructors; of drafts nothing is."""

from datetime import timedelta

import pytest

from jalur.foundation.messaging.kinds import kind_of
from jalur.foundation.messaging.models import Message
from jalur.journey.premises import services as premises
from jalur.journey.training import services
from jalur.journey.training.services.telling import SETTLED
from jalur.kit import dates
from tests.premises.factories import MONDAY, add_resource, at
from tests.training.factories import TODAY, open_class
from tests.training.test_sessions import NOW, plan, seated

pytestmark = pytest.mark.django_db
LATER = SETTLED + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def room(cast):
    return add_resource(cast)


@pytest.fixture
def teacher(cast):
    from jalur.foundation.organisations.models import Membership

    member = Membership.objects.get(user=cast.tuti.user)
    return add_resource(cast, "Bu Tuti", "instructor", member=member)


@pytest.fixture
def met(cast, room, teacher):
    """A class of one that meets on its first Monday with Bu Tuti; not confirmed."""
    intake = open_class(cast, minimum=1)
    seated(cast, intake)
    return plan(cast, intake, at(MONDAY, 8), at(MONDAY, 10), room, teacher)


@pytest.fixture
def confirmed(cast, met):
    services.confirm_intake(actor=cast.hendra.actor, intake=met.intake, today=TODAY)
    return met


def move(cast, session, starts, ends):
    booking = session.booking
    booking.refresh_from_db()
    wants = premises.held_by(booking)
    booking.starts, booking.ends = starts, ends
    return premises.move_booking(actor=cast.hendra.actor, booking=booking, wants=wants, now=dates.now())


def told():
    # Meetings are planned at NOW, moved at the clock's hour of the pinned day: before eight in the morning that is the earlier.
    services.tell_changes(max(NOW, dates.now()) + LATER)
    return sorted(Message.objects.filter(kind__endswith="_changed").values_list("kind", flat=True))


BOTH = ["training:teaching_changed", "training:timetable_changed"]


def test_ten_moves_in_a_row_make_one_message_each(cast, confirmed):
    for number in range(10):
        day = MONDAY + timedelta(days=number % 4 + 1)
        move(cast, confirmed, at(day, 8 + number % 3), at(day, 10 + number % 3))
    assert services.tell_changes(dates.now()) == 0  # somebody is still at it
    assert told() == BOTH
    assert told() == BOTH
    message = Message.objects.get(kind="training:timetable_changed")
    assert message.values == {"count": 1, "day": MONDAY.isoformat()}


def test_a_move_back_to_where_it_was_is_told_to_nobody(cast, confirmed):
    move(cast, confirmed, at(MONDAY, 13), at(MONDAY, 15))
    move(cast, confirmed, at(MONDAY, 8), at(MONDAY, 10))
    assert told() == []


def test_what_was_planned_before_it_was_confirmed_is_told_to_nobody(cast, met):
    move(cast, met, at(MONDAY, 13), at(MONDAY, 15))
    assert told() == []
    services.confirm_intake(actor=cast.hendra.actor, intake=met.intake, today=TODAY)
    assert told() == []


def test_a_new_meeting_and_a_cancelled_one_are_told(cast, confirmed, room):
    plan(cast, confirmed.intake, at(MONDAY, 13), at(MONDAY, 15), room)
    premises.cancel_booking(actor=cast.hendra.actor, booking=confirmed.booking, reason="Listrik padam")
    assert told() == BOTH
    counts = dict(Message.objects.filter(kind__in=BOTH).values_list("kind", "values__count"))
    assert counts == {"training:timetable_changed": 2, "training:teaching_changed": 1}


def test_another_instructor_is_told_to_both_and_to_no_one_else(cast, confirmed, room):
    booking = confirmed.booking
    booking.refresh_from_db()
    premises.move_booking(actor=cast.hendra.actor, booking=booking, wants={room.pk: 1}, now=dates.now())
    assert told() == ["training:teaching_changed"]
    assert Message.objects.get(kind="training:teaching_changed").to_key == str(cast.tuti.user.pk)


def test_what_to_bring_is_read_by_whoever_has_a_seat(cast, confirmed, sign_in, client):
    intake = confirmed.intake
    intake.bring = "Sepatu tertutup\nFotokopi ijazah"
    intake.save()
    page = f"/training/intakes/{intake.number}/"
    assert "Sepatu tertutup; Fotokopi ijazah" in sign_in(cast.hendra).get(page).content.decode()
    assert "Sepatu tertutup" not in client.get(page).content.decode()
    assert "Sepatu tertutup" not in sign_in(cast.sari).get(page).content.decode()
    services.enrol(
        actor=cast.hendra.actor, intake=open_again(intake), candidate=candidate_of(cast.sari), today=TODAY
    )
    assert "Sepatu tertutup" in sign_in(cast.sari).get(page).content.decode()
    assert "Sepatu tertutup" in sign_in(cast.sari).get("/training/seats/mine/").content.decode()


def open_again(intake):
    intake.refresh_from_db()
    return intake


def candidate_of(member):
    from jalur.journey.candidates.models import Candidate

    return Candidate.objects.get(person=member.person)


def test_people_of_a_confirmed_class_are_reminded_once_before_it_begins(cast, met):
    intake, kind = met.intake, "training:begins"

    def reminded(days):
        services.remind_of_first_day(intake.starts - timedelta(days=days))
        return Message.objects.filter(kind=kind).count()

    assert reminded(2) == 0  # not confirmed: it may be postponed still
    services.confirm_intake(actor=cast.hendra.actor, intake=intake, today=TODAY)
    assert [reminded(days) for days in (4, 3, 2, 1, 0)] == [0, 1, 1, 1, 1]
    message = Message.objects.get(kind=kind)
    assert message.values == {"first": intake.starts.isoformat()}
    assert kind_of(kind).holds(message.about_key)
    seat = intake.enrolments.get()
    services.withdraw(actor=cast.hendra.actor, enrolment=seat, reason="Sakit")
    assert not kind_of(kind).holds(message.about_key)
