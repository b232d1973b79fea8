"""What is taken, with what a wish collides and which times are free, as other rooms ask it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from uuid import UUID

from django.contrib.postgres.fields import DateTimeRangeField
from django.db.models import F, Func, Sum, Value

from jalur.foundation.due.queries import holidays
from jalur.foundation.geography.rules import zone_of
from jalur.foundation.organisations.models import Organisation
from jalur.journey.premises import rules
from jalur.journey.premises.models import (
    BookedPerson,
    BookedUnit,
    Booking,
    DayOff,
    Opening,
    Outage,
    Resource,
    ResourceKind,
    ResourceState,
)

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


def free_times(
    booking: Booking, wants: Wants, people: Sequence[UUID] = (), *, now: datetime, most: int = 3
) -> list[datetime]:
    """The starts nearest to a booking's own at which everything it wants and all its people are free for as long, within opening
    hours."""
    centre, zone = booking.organisation, clock_of(booking.organisation)
    length = booking.ends - booking.starts
    begins, ends = booking.starts - LOOKED_AHEAD, booking.ends + LOOKED_AHEAD
    first, last = (moment.astimezone(zone).date() for moment in (max(begins, now), ends))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    stretches = rules.open_stretches(hours_of(centre), days, days_off(centre), length, zone)
    until = ends + timedelta(days=1)
    asked = [*_asked(wants, begins, until, but=booking), *_people(people, begins, until, but=booking)]
    return rules.nearest_free(asked, stretches, booking.starts, length, now=now, most=most)


def _people(people: Sequence[UUID], begins: datetime, ends: datetime, *, but: Booking) -> list[rules.Asked]:
    """All of them as one thing that is busy whenever one of them is."""
    rows = BookedPerson.objects.filter(candidate__in=people, during__overlap=(begins, ends))
    rows = rows.exclude(booking=but.pk).order_by("during").distinct().values_list("during", flat=True)
    return [rules.Asked(1, [[(during.lower, during.upper) for during in rows]])] if people else []


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


def hours_taught(
    instructors: Iterable[UUID], begins: datetime, ends: datetime, *, but: Booking | None = None
) -> dict[UUID, float]:
    """Instructor → hours booked in a stretch, beside those of one booking."""
    found: dict[UUID, float] = {}
    for row in taken(instructors, begins, ends, but=but):
        hours = (min(row.during.upper, ends) - max(row.during.lower, begins)) / timedelta(hours=1)
        found[row.resource_id] = found.get(row.resource_id, 0) + hours
    return found


@dataclass(frozen=True)
class Use:
    """Of one resource: how much of its units' open time was booked. open_hours counts each unit."""

    resource: Resource
    booked_hours: float
    open_hours: float

    @property
    def share(self) -> float:
        return self.booked_hours / self.open_hours if self.open_hours else 0


def occupancy(centre: Organisation, first: date, last: date) -> list[Use]:
    """How much each resource of a centre was used from one day to another: hours of opening, of beds days of 24."""
    zone, hours, off = clock_of(centre), hours_of(centre), days_off(centre)
    begins, ends = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    day_long = sum(hours.length / timedelta(hours=1) for day in days if hours.is_open_on(day, off))
    bounds = Value((begins, ends), output_field=DateTimeRangeField())
    inside = Func(
        F("during"), bounds, template="%(expressions)s", arg_joiner=" * ", output_field=DateTimeRangeField()
    )
    rows = BookedUnit.objects.filter(resource__organisation=centre, during__overlap=(begins, ends))
    rows = rows.annotate(inside=inside).order_by().values("resource")
    booked = dict(
        rows.annotate(length=Sum(F("inside__endswith") - F("inside__startswith"))).values_list(
            "resource", "length"
        )
    )
    resources = Resource.objects.filter(organisation=centre, state=ResourceState.USED)
    return [
        Use(
            row,
            booked.get(row.pk, timedelta()) / timedelta(hours=1),
            row.units * (len(days) * 24 if row.kind == ResourceKind.DORMITORY else day_long),
        )
        for row in resources.order_by("kind", "name")
    ]
