"""What one centre lends another for a time: taken at the owner, and a row to book at the borrower, both or neither."""

from datetime import datetime

from django.utils.translation import gettext as _
from psycopg.types.range import TimestamptzRange

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.locks import lock
from jalur.journey.premises.models import BookedUnit, Booking, Resource
from jalur.journey.premises.services.bookings import lock_resources, set_free, take_units
from jalur.journey.premises.workflow import BOOKING, RESOURCE
from jalur.kit.refusals import refusal

LONGEST_NAME = 120


def lend(
    *, booking: Booking, resource: Resource, units: int, borrower: Organisation, now: datetime
) -> Resource:
    """Take units of a resource for another centre and give that centre a row of its own to book them, for the booking's time.

    Refused with what it collides and when all of it is free. For the room that keeps loans, in its own deed: the system makes the rows.
    """
    with BOOKING.step("book", actor=SYSTEM, subject=booking):
        booking.full_clean()
    take_units(booking, {resource.pk: units}, now=now, lent_to=borrower)
    lent = Resource(
        organisation=borrower,
        kind=resource.kind,
        name=f"{resource.name}, {resource.organisation.name}"[:LONGEST_NAME],
        units=units,
        repair=resource.repair,
        member=resource.member,
        hours_a_week=resource.hours_a_week,
        lent_of=resource,
        lent_during=TimestamptzRange(*booking.during),
    )
    with RESOURCE.step("add", actor=SYSTEM, subject=lent):
        lent.full_clean()
    lent.teaches.set(resource.teaches.all())
    return lent


def give_back(*, booking: Booking, lent: Resource, reason: str, now: datetime) -> None:
    """From now on the owner has its hours back and the borrower books it no more; refused while the borrower has booked it ahead."""
    (held,) = lock(Booking, [booking.pk], related=("organisation",))
    lock_resources(key for key in (lent.pk, lent.lent_of_id) if key)
    ahead = BookedUnit.objects.filter(resource=lent, during__endswith__gt=now)
    if count := ahead.values("booking").distinct().count():
        sentence = _("%(what)s is still booked %(count)s times at %(centre)s. Move or cancel these first.")
        words = {"what": lent.name, "count": count, "centre": lent.organisation}
        raise refusal("state", "booked", sentence % words)
    if now <= held.starts:
        with BOOKING.step("cancel", actor=SYSTEM, subject=held, reason=reason):
            set_free([held])
    elif now < held.ends:
        with BOOKING.step("cut", actor=SYSTEM, subject=held) as cut:
            cut.ends = now
            cut.booked_units.update(during=TimestamptzRange(*cut.during))
    with RESOURCE.step("retire", actor=SYSTEM, subject=lent):
        pass
