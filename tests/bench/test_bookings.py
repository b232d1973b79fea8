"""Eight writers at two centres at once: nothing and nobody is booked twice. In full: `python -m bench bookings`."""

from contextlib import contextmanager

import pytest

from bench import bookings
from bench.claims import TODAY


@contextmanager
def without_constraints():
    """As `bookings.drop_constraints`, until the block ends."""
    from django.db import connection

    from jalur.journey.premises.models import BookedPerson, BookedUnit, Booking

    bookings.drop_constraints()
    try:
        yield
    finally:
        Booking.objects.all().delete()
        with connection.schema_editor() as editor:
            for table in (BookedUnit, BookedPerson):
                dropped = bookings.CONSTRAINTS[table._meta.db_table]
                for constraint in table._meta.constraints:
                    if constraint.name in dropped:
                        editor.add_constraint(table, constraint)


@pytest.mark.django_db(transaction=True)
def test_nothing_overlaps_and_without_the_constraints_it_does(settings):
    settings.TODAY = TODAY
    hubs = bookings.populate(rooms=3, teachers=4, people=24)
    counts = bookings.write(hubs, 120, 8, weeks=2)
    assert not bookings.broken(counts)
    assert not any(bookings.overlaps().values())
    with without_constraints():
        bookings.write(hubs, 120, 8, weeks=2)
        found = bookings.overlaps()
    assert found["unit"]
    assert found["person"]
