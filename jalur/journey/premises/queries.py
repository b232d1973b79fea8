"""What is taken, with what a wish collides and which times are free, as other rooms ask it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from uuid import UUID

from jalur.foundation.due.queries import holidays
from jalur.foundation.geography.rules import zone_of
from jalur.foundation.organisations.models import Organisation
from jalur.journey.premises import rules
from jalur.journey.premises.models import BookedUnit, Booking, DayOff, Opening, Outage, Resource

Wants = Mapping[UUID, int]
"""Resource → how many units of it."""
# A free time further ahead helps nobody today.
LOOKED_AHEAD = timedelta(days=28)


def clock_of(centre: Organisation) -> tzinfo:
    return zone_of(centre.place_id or "")


def hours_of(centre: Organisation) -> rules.Hours:
    opening = Opening.objects.filter(organisation=centre).first()
    return opening.hours if opening else rules.Hours()


def days_off(centre: Organisation) -> dict[date, str]:
    """Day → what it is: national holidays, collective leave, the centre's own."""
    own = DayOff.objects.filter(organisation=centre).order_by("day").values_list("day", "name")
    return {**holidays(), **dict(own)}


def taken(
    resources: Iterable[UUID], begins: datetime, ends: datetime, *, but: Booking | None = None
) -> list[BookedUnit]:
    """Units of these that are booked in a stretch, beside those of one booking."""
    rows = BookedUnit.objects.filter(resource__in=list(resources), during__overlap=(begins, ends))
    rows = rows.exclude(booking=but.pk) if but else rows
    return list(rows.select_related("resource", "booking__organisation").order_by("during", "pk"))


def outages(resources: Iterable[UUID], begins: datetime, ends: datetime) -> list[Outage]:
    rows = Outage.objects.filter(resource__in=list(resources), during__overlap=(begins, ends))
    return list(rows.select_related("resource").order_by("during", "pk"))


def free_times(booking: Booking, wants: Wants, *, now: datetime, most: int = 3) -> list[datetime]:
    """The starts nearest to a booking's own at which everything it wants is free for as long, within opening hours."""
    centre, zone = booking.organisation, clock_of(booking.organisation)
    length = booking.ends - booking.starts
    begins, ends = booking.starts - LOOKED_AHEAD, booking.ends + LOOKED_AHEAD
    first, last = (moment.astimezone(zone).date() for moment in (max(begins, now), ends))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    stretches = rules.open_stretches(hours_of(centre), days, days_off(centre), length, zone)
    asked = _asked(wants, begins, ends + timedelta(days=1), but=booking)
    return rules.nearest_free(asked, stretches, booking.starts, length, now=now, most=most)


def _asked(wants: Wants, begins: datetime, ends: datetime, *, but: Booking) -> list[rules.Asked]:
    busy = {
        resource.pk: [[] for _unit in range(resource.units)]
        for resource in Resource.objects.filter(pk__in=list(wants)).order_by("pk")
    }
    for row in taken(wants, begins, ends, but=but):
        if row.unit <= len(busy[row.resource_id]):
            busy[row.resource_id][row.unit - 1].append((row.during.lower, row.during.upper))
    elsewhere = _elsewhere(wants, begins, ends, but=but)
    for resource, stretches in elsewhere:
        busy[resource][0].append(stretches)
    for outage in outages(wants, begins, ends):
        units = busy[outage.resource_id]
        out = units if outage.unit is None else units[outage.unit - 1 : outage.unit]
        for unit in out:
            unit.append((outage.during.lower, outage.during.upper))
    return [rules.Asked(count, busy[key]) for key, count in wants.items()]


def _elsewhere(
    wants: Wants, begins: datetime, ends: datetime, *, but: Booking
) -> list[tuple[UUID, rules.Stretch]]:
    """When the instructors among the resources teach at another centre."""
    who = dict(
        Resource.objects.filter(pk__in=list(wants), member__isnull=False).values_list("member__user", "pk")
    )
    rows = BookedUnit.objects.filter(instructor__in=list(who), during__overlap=(begins, ends))
    rows = rows.exclude(resource__in=list(wants)).exclude(booking=but.pk).order_by("during", "pk")
    return [(who[row.instructor_id], (row.during.lower, row.during.upper)) for row in rows]


def to_be_moved(centre: Organisation, now: datetime) -> list[tuple[BookedUnit, Outage]]:
    """What is booked on units that are out of order then."""
    ahead = Outage.objects.filter(resource__organisation=centre, during__endswith__gt=now)
    found = []
    for outage in ahead.order_by("during", "pk"):
        rows = BookedUnit.objects.filter(resource=outage.resource_id, during__overlap=outage.during)
        rows = rows.filter(during__endswith__gt=now)
        rows = rows if outage.unit is None else rows.filter(unit=outage.unit)
        found += [
            (row, outage) for row in rows.select_related("booking", "resource").order_by("during", "pk")
        ]
    return found
