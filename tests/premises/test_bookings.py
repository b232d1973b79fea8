"""Booking, moving and cancelling: never two at once, all or nothing, and a refusal that names what stands in the way."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from jalur.journey.premises import services
from jalur.journey.premises.models import BookedUnit, Booking, Outage
from jalur.kit.refusals import codes_of
from tests.premises.factories import MONDAY, NOW, TODAY, add_resource, at, book

WRITERS, TRIES = 16, 15
OVERLAPS = """
    SELECT count(*) FROM premises_bookedunit one JOIN premises_bookedunit other
    ON one.resource_id = other.resource_id AND one.unit = other.unit AND one.id < other.id AND one.during && other.during
"""


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


def overlaps():
    with connection.cursor() as cursor:
        cursor.execute(OVERLAPS)
        return cursor.fetchone()[0]


def book_side_by_side(cast, resources):
    """What became of the bookings of many writers: how many were taken, and how many refused."""
    start = threading.Barrier(WRITERS)

    def write(seed):
        dice, done = random.Random(seed), {"": 0, "taken": 0}
        try:
            start.wait(timeout=30)
            for _try in range(TRIES):
                begins = at(MONDAY, 8) + timedelta(hours=dice.randrange(40))
                wanted = dice.sample(resources, dice.randint(1, len(resources)))
                try:
                    book(cast, begins, begins + timedelta(hours=dice.randint(1, 3)), *wanted)
                    done[""] += 1
                except ValidationError as refused:
                    (code,) = codes_of(refused)
                    done[code] += 1
        finally:
            connection.close()
        return done

    with ThreadPoolExecutor(WRITERS) as pool:
        outcomes = list(pool.map(write, range(WRITERS)))
    return {code: sum(done[code] for done in outcomes) for code in ("", "taken")}


@pytest.mark.django_db(transaction=True)
def test_many_writers_never_book_twice(cast):
    resources = [
        add_resource(cast),
        add_resource(cast, "Kelas 1", "room"),
        add_resource(cast, "Mesin las", "equipment", units=3),
    ]
    done = book_side_by_side(cast, resources)
    assert done["taken"] > 0
    assert sum(done.values()) == WRITERS * TRIES
    assert Booking.objects.count() == done[""]
    assert overlaps() == 0


@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_they_would(cast):
    """The planted fault: it is the database that refuses."""
    resources = [add_resource(cast), add_resource(cast, "Kelas 1", "room")]
    constraint = next(one for one in BookedUnit._meta.constraints if one.name == "booked_unit_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(BookedUnit, constraint)
    try:
        book_side_by_side(cast, resources)
        assert overlaps() > 0
    finally:
        BookedUnit.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(BookedUnit, constraint)


@pytest.mark.django_db
def test_a_refusal_names_what_when_and_whose_and_changes_nothing(cast):
    workshop, room = add_resource(cast), add_resource(cast, "Kelas 1", "room")
    stands = book(cast, at(MONDAY, 8), at(MONDAY, 12), workshop, title="Las lanjut")
    with pytest.raises(ValidationError) as refused:
        book(cast, at(MONDAY, 10), at(MONDAY, 12), workshop, room)
    (sentence,) = refused.value.messages
    assert codes_of(refused.value) == ["taken"]
    assert all(word in sentence for word in ("Bengkel las", "Las lanjut", stands.number, "08.00-12.00"))
    assert "13.00-15.00" in sentence
    assert list(Booking.objects.all()) == [stands]
    assert BookedUnit.objects.count() == 1


@pytest.mark.django_db
def test_units_are_booked_one_by_one(cast):
    machines = add_resource(cast, "Mesin las", "equipment", units=5)
    counts = {"Mesin las": 3}
    book(cast, at(MONDAY, 8), at(MONDAY, 12), machines, **counts)
    with pytest.raises(ValidationError) as refused:
        book(cast, at(MONDAY, 9), at(MONDAY, 10), machines, **counts)
    assert codes_of(refused.value) == ["taken"]
    book(cast, at(MONDAY, 9), at(MONDAY, 10), machines, **{"Mesin las": 2})
    assert BookedUnit.objects.count() == 5
    assert overlaps() == 0


@pytest.mark.django_db
def test_an_instructor_is_in_one_place(cast):
    from jalur.foundation.organisations.models import Membership

    member = Membership.objects.get(user=cast.hendra.user)
    instructor = add_resource(cast, "Pak Hendra", "instructor", member=member)
    book(cast, at(MONDAY, 8), at(MONDAY, 12), instructor)
    with pytest.raises(ValidationError):
        book(cast, at(MONDAY, 11), at(MONDAY, 13), instructor)


@pytest.mark.django_db
def test_moving_is_whole_or_not_at_all(cast):
    workshop = add_resource(cast)
    first = book(cast, at(MONDAY, 8), at(MONDAY, 10), workshop)
    book(cast, at(MONDAY, 10), at(MONDAY, 12), workshop)
    asked = Booking.objects.get(pk=first.pk)
    asked.starts, asked.ends = at(MONDAY, 9), at(MONDAY, 11)
    with pytest.raises(ValidationError) as refused:
        services.move_booking(actor=cast.hendra.actor, booking=asked, wants={workshop.pk: 1}, now=NOW)
    assert codes_of(refused.value) == ["taken"]
    first.refresh_from_db()
    assert first.starts == at(MONDAY, 8)
    assert BookedUnit.objects.get(booking=first).during.lower == at(MONDAY, 8)
    asked.starts, asked.ends = at(MONDAY, 13), at(MONDAY, 15)
    services.move_booking(actor=cast.hendra.actor, booking=asked, wants={workshop.pk: 1}, now=NOW)
    assert BookedUnit.objects.get(booking=first).during.lower == at(MONDAY, 13)


@pytest.mark.django_db
def test_a_move_locks_what_it_takes_before_it_frees_its_time(cast):
    """Else whoever has locked the resource and wants that time waits for the move, and the move for her."""
    workshop = add_resource(cast)
    asked = book(cast, at(MONDAY, 8), at(MONDAY, 12), workshop)
    asked.starts, asked.ends = at(MONDAY, 13), at(MONDAY, 15)
    with CaptureQueriesContext(connection) as queries:
        services.move_booking(actor=cast.hendra.actor, booking=asked, wants={workshop.pk: 1}, now=NOW)
    said = [each["sql"] for each in queries.captured_queries]
    locked = next(
        n for n, sql in enumerate(said) if "premises_resource" in sql and "FOR NO KEY UPDATE" in sql
    )
    freed = next(n for n, sql in enumerate(said) if 'DELETE FROM "premises_bookedunit"' in sql)
    assert locked < freed


@pytest.mark.django_db
def test_a_cancelled_booking_frees_what_it_held(cast):
    workshop = add_resource(cast)
    booking = book(cast, at(MONDAY, 8), at(MONDAY, 10), workshop)
    services.cancel_booking(actor=cast.hendra.actor, booking=booking, reason="Listrik padam")
    assert not BookedUnit.objects.exists()
    book(cast, at(MONDAY, 8), at(MONDAY, 10), workshop)


@pytest.mark.django_db
def test_out_of_order_blocks_and_what_stands_is_listed(cast):
    from jalur.journey.premises.queries import to_be_moved

    machines = add_resource(cast, "Mesin las", "equipment", units=2)
    stands = book(cast, at(MONDAY, 8), at(MONDAY, 10), machines)
    services.put_out_of_order(
        actor=cast.hendra.actor, resource=machines, first=MONDAY, last=MONDAY, reason="Kabel putus", unit=1
    )
    assert [row.booking for row, _outage in to_be_moved(cast.hendra.organisation, NOW)] == [stands]
    other = book(cast, at(MONDAY, 8), at(MONDAY, 10), machines)
    assert BookedUnit.objects.get(booking=other).unit == 2
    with pytest.raises(ValidationError) as refused:
        book(cast, at(MONDAY, 14), at(MONDAY, 15), machines, **{"Mesin las": 2})
    assert "Kabel putus" in refused.value.messages[0]
    services.mend_resource(actor=cast.hendra.actor, resource=machines, now=NOW)
    assert not Outage.objects.exists()
    book(cast, at(MONDAY, 14), at(MONDAY, 15), machines, **{"Mesin las": 2})


@pytest.mark.django_db
def test_the_database_refuses_whoever_goes_around_the_services(cast):
    workshop = add_resource(cast)
    one = book(cast, at(MONDAY, 8), at(MONDAY, 10), workshop)
    with pytest.raises(IntegrityError, match="booked_unit_once"):
        BookedUnit.objects.create(booking=one, resource=workshop, during=(at(MONDAY, 9), at(MONDAY, 11)))


@pytest.mark.django_db
def test_a_week_is_copied_without_days_off_and_collisions(cast):
    from jalur.foundation.due.models import Holiday

    workshop = add_resource(cast)
    for number in range(3):
        day = MONDAY + timedelta(days=number)
        book(cast, at(day, 8), at(day, 12), workshop, title=f"Hari {number}")
    next_monday = MONDAY + timedelta(days=7)
    Holiday.objects.filter(day__gte=next_monday, day__lt=next_monday + timedelta(days=7)).delete()
    Holiday.objects.create(day=next_monday, kind="national", name="Libur contoh", name_en="Example day")
    tuesday = next_monday + timedelta(days=1)
    book(cast, at(tuesday, 9), at(tuesday, 10), workshop, title="Ujian")
    copy = {"actor": cast.hendra.actor, "centre": cast.hendra.organisation, "monday": MONDAY, "now": NOW}
    done = services.copy_week(to=next_monday, **copy)
    assert (done.booked, list(done.days_off)) == (1, [next_monday])
    ((left_out, sentence),) = done.collided
    assert left_out.title == "Hari 1"
    assert "Ujian" in sentence
    again = services.copy_week(to=next_monday, **copy)
    assert (again.booked, len(again.collided)) == (0, 2)
