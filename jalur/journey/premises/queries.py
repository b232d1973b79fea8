"""What is taken, with what a wish collides and which times are free, as other rooms ask it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from uuid import UUID

from django.contrib.postgres.fields import DateTimeRangeField
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, Sum, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import VisibleQuerySet
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.due.queries import holidays
from jalur.foundation.due.rules import begins
from jalur.foundation.files.models import StoredFile
from jalur.foundation.geography.rules import zone_of
from jalur.foundation.organisations.models import Organisation
from jalur.journey.candidates.models import Candidate
from jalur.journey.premises import rules
from jalur.journey.premises.models import (
    BedConsent,
    BookedPerson,
    BookedUnit,
    Booking,
    BookingState,
    ConsentState,
    DayOff,
    LicenceState,
    Opening,
    Outage,
    Resource,
    ResourceKind,
    ResourceState,
    TeachingLicence,
    TeachingRules,
)
from jalur.kit import formats

Wants = Mapping[UUID, int]
"""Resource → how many units of it."""
# A free time further ahead helps nobody today.
LOOKED_AHEAD = timedelta(days=28)
# Time to take a course and an examination again: set by Jalur.
RUNS_OUT = timedelta(days=60)


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


@dataclass(frozen=True)
class OutsideLoan:
    """A stretch in which something that is lent to a centre is not there. lent: from when until when it is."""

    resource: Resource
    begins: datetime
    ends: datetime
    lent: rules.Stretch


def outside_loans(resources: Iterable[UUID], begins: datetime, ends: datetime) -> list[OutsideLoan]:
    """Of a stretch, what lies before or after the loans of these resources; nothing of what a centre has itself."""
    rows = Resource.objects.filter(pk__in=list(resources), lent_during__isnull=False).order_by("pk")
    found = []
    for row in rows:
        lent = (row.lent_during.lower, row.lent_during.upper)
        if begins < lent[0]:
            found.append(OutsideLoan(row, begins, min(ends, lent[0]), lent))
        if lent[1] < ends:
            found.append(OutsideLoan(row, max(begins, lent[1]), ends, lent))
    return found


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
    for gone in outside_loans(wants, begins, ends):
        for unit in busy[gone.resource.pk]:
            unit.append((gone.begins, gone.ends))
    return [rules.Asked(count, busy[key]) for key, count in wants.items()]


def _elsewhere(
    wants: Wants, begins: datetime, ends: datetime, *, but: Booking
) -> list[tuple[UUID, rules.Stretch]]:
    """When the instructors among the resources teach at another centre."""
    who = dict(
        Resource.objects.filter(pk__in=list(wants), member__isnull=False).values_list("member__user", "pk")
    )
    rows = BookedUnit.objects.filter(instructor__in=list(who), during__overlap=(begins, ends))
    rows = rows.exclude(is_lent=True, centre=but.organisation_id)
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
    """Instructor → hours booked in a stretch, beside those of one booking; what is lent to another centre is no teaching here."""
    found: dict[UUID, float] = {}
    for row in taken(instructors, begins, ends, but=but):
        if row.is_lent:
            continue
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
    """How much each resource of a centre was used from one day to another: hours of opening, of beds days of 24. What is lent to
    another centre counts as used while this one is open; what another centre lends counts there alone."""
    zone, hours, off = clock_of(centre), hours_of(centre), days_off(centre)
    begins, ends = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]

    def open_hours(span: Sequence[date]) -> float:
        return sum(hours.length / timedelta(hours=1) for day in span if hours.is_open_on(day, off))

    day_long = open_hours(days)
    bounds = Value((begins, ends), output_field=DateTimeRangeField())
    inside = Func(
        F("during"), bounds, template="%(expressions)s", arg_joiner=" * ", output_field=DateTimeRangeField()
    )
    rows = BookedUnit.objects.filter(resource__organisation=centre, during__overlap=(begins, ends))
    lent: dict[UUID, float] = {}
    for row in rows.filter(is_lent=True).order_by("during", "pk"):
        away = [
            day
            for day in days
            if row.during.lower <= datetime.combine(day, time(12), zone) < row.during.upper
        ]
        lent[row.resource_id] = lent.get(row.resource_id, 0) + open_hours(away)
    taught = rows.filter(is_lent=False).annotate(inside=inside).order_by().values("resource")
    booked = dict(
        taught.annotate(length=Sum(F("inside__endswith") - F("inside__startswith"))).values_list(
            "resource", "length"
        )
    )
    resources = Resource.objects.own().filter(organisation=centre, state=ResourceState.USED)
    return [
        Use(
            row,
            booked.get(row.pk, timedelta()) / timedelta(hours=1) + lent.get(row.pk, 0),
            row.units * (len(days) * 24 if row.kind == ResourceKind.DORMITORY else day_long),
        )
        for row in resources.order_by("kind", "name")
    ]


@dataclass
class Beds:
    """The dormitory rooms of a centre and who sleeps there when, so that beds can be given one after another.

    busy: (room, number of the bed) → when it is taken or out of order. guests: room → who sleeps there when, by birth date.
    """

    zone: tzinfo
    rooms: list[Resource]
    busy: dict[tuple[UUID, int], list[rules.Stretch]] = field(default_factory=dict)
    guests: dict[UUID, list[tuple[date, rules.Stretch]]] = field(default_factory=dict)

    def free(self, room: Resource, first: date, last: date) -> list[int]:
        """Beds of a room that are free for all these nights."""
        stay = rules.nights(first, last, self.zone)
        beds = range(1, room.units + 1)
        return [bed for bed in beds if not any(_meet(stay, one) for one in self.busy.get((room.pk, bed), ()))]

    def room_for(self, sex: str, born: date, first: date, last: date) -> Resource | None:
        """Where somebody can sleep all these nights; a room for her age comes first, then one in which people of her age sleep
        already."""
        fitting = [
            ((not room.ages, not self._guests(room, first, last), room.name), room)
            for room in self.rooms
            if room.sex == sex and self.free(room, first, last) and self._suits(room, born, first, last)
        ]
        return min(fitting, key=lambda one: one[0])[1] if fitting else None

    def give(self, room: Resource, born: date, first: date, last: date) -> None:
        """Count somebody as sleeping there from now on."""
        stay = rules.nights(first, last, self.zone)
        self.busy.setdefault((room.pk, self.free(room, first, last)[0]), []).append(stay)
        self.guests.setdefault(room.pk, []).append((born, stay))

    def for_grown_ups(self, sex: str, first: date, last: date) -> int:
        """Beds of one sex that are free for all these nights, but for rooms for people under 18 or in which one sleeps then."""
        return sum(
            len(self.free(room, first, last))
            for room in self.rooms
            if room.sex == sex
            and room.ages != rules.YOUNG
            and not any(rules.is_child(born, first) for born, _stay in self._guests(room, first, last))
        )

    def _guests(self, room: Resource, first: date, last: date) -> list[tuple[date, rules.Stretch]]:
        stay = rules.nights(first, last, self.zone)
        return [one for one in self.guests.get(room.pk, ()) if _meet(stay, one[1])]

    def _suits(self, room: Resource, born: date, first: date, last: date) -> bool:
        if not rules.is_of_age_for(room.ages, born, first, last):
            return False
        for other, stay in self._guests(room, first, last):
            came, leaves = (moment.astimezone(self.zone).date() for moment in stay)
            if rules.apart_from(born, other, max(first, came), min(last, leaves)) is not None:
                return False
        return True


def _meet(one: rules.Stretch, other: rules.Stretch) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def beds_of(centre: Organisation, first: date, last: date) -> Beds:
    """All beds of a centre, with what is booked and out of order between two days. Three queries."""
    rooms = Resource.objects.filter(
        organisation=centre, kind=ResourceKind.DORMITORY, state=ResourceState.USED
    )
    beds = Beds(clock_of(centre), list(rooms.select_related("member").order_by("name", "pk")))
    stay = rules.nights(first, last, beds.zone)
    keys = [room.pk for room in beds.rooms]
    rows = BookedUnit.objects.filter(resource__in=keys, during__overlap=stay)
    for row in rows.select_related("candidate__person").order_by("during", "pk"):
        during = row.during.lower, row.during.upper
        beds.busy.setdefault((row.resource_id, row.unit), []).append(during)
        if row.candidate is not None:
            beds.guests.setdefault(row.resource_id, []).append((row.candidate.person.birth_date, during))
    for outage in outages(keys, *stay):
        units = range(1, outage.resource.units + 1) if outage.unit is None else [outage.unit]
        for unit in units:
            during = outage.during.lower, outage.during.upper
            beds.busy.setdefault((outage.resource_id, unit), []).append(during)
    return beds


def lent_and_borrowed(
    centre: Organisation, begins: datetime, ends: datetime
) -> tuple[list[BookedUnit], list[Resource]]:
    """What a centre has lent to others in a stretch, and what others lend it then."""
    away = BookedUnit.objects.filter(
        resource__organisation=centre, is_lent=True, during__overlap=(begins, ends)
    )
    here = Resource.objects.filter(
        organisation=centre, state=ResourceState.USED, lent_during__overlap=(begins, ends)
    )
    return (
        list(
            away.select_related("resource", "booking", "centre").order_by("during", "resource__name", "unit")
        ),
        list(here.select_related("lent_of__organisation").order_by("name", "pk")),
    )


def count_beds(centre: Organisation) -> int:
    """How many beds a centre has."""
    used = Resource.objects.filter(organisation=centre, state=ResourceState.USED)
    beds: int = used.filter(kind=ResourceKind.DORMITORY).aggregate(beds=Coalesce(Sum("units"), 0))["beds"]
    return beds


def guardian_of(candidate: Candidate, centre: Organisation) -> str:
    """Who of somebody's guardians has agreed that she sleeps at a centre; "" where nobody has."""
    rows = BedConsent.objects.filter(candidate=candidate, centre=centre, state=ConsentState.GIVEN)
    return rows.order_by("pk").values_list("guardian", flat=True).first() or ""


def consent_was_taken_back(candidate: Candidate, centre: Organisation) -> bool:
    """Whether a guardian has taken the consent to a bed at a centre back, and nobody has agreed since."""
    rows = BedConsent.objects.filter(candidate=candidate, centre=centre)
    return ConsentState.TAKEN_BACK in (states := set(rows.order_by().values_list("state", flat=True))) and (
        ConsentState.GIVEN not in states
    )


def beds_without_consent(consents: QuerySet[BedConsent], now: datetime) -> list[Booking]:
    """Beds ahead of children whose guardian's consent, one of these, was taken back and not given again; the next night first."""
    same = BedConsent.objects.filter(candidate=OuterRef("candidate"), centre=OuterRef("organisation"))
    lost = consents.filter(
        state=ConsentState.TAKEN_BACK, candidate=OuterRef("candidate"), centre=OuterRef("organisation")
    )
    rows = Booking.objects.filter(Exists(lost), ~Exists(same.filter(state=ConsentState.GIVEN)))
    rows = rows.filter(state=BookingState.BOOKED, candidate__isnull=False, ends__gt=now)
    return [
        booking
        for booking in rows.select_related("organisation", "candidate__person").order_by("starts", "pk")
        if booking.candidate
        and rules.is_child(
            booking.candidate.person.birth_date,
            max(booking.starts, now).astimezone(clock_of(booking.organisation)).date(),
        )
    ]


def with_bed_ahead(consents: QuerySet[BedConsent], now: datetime) -> QuerySet[BedConsent]:
    """Of consents that were taken back, those on which a bed ahead stood."""
    beds = beds_without_consent(consents, now)
    stood = Q(pk__in=[])
    for bed in beds:
        stood |= Q(candidate=bed.candidate_id, centre=bed.organisation_id)
    return consents.filter(stood, state=ConsentState.TAKEN_BACK)


def without_paper(consents: QuerySet[BedConsent]) -> QuerySet[BedConsent]:
    """Consents whose signed paper is not on file."""
    key = Cast(OuterRef("pk"), TextField())
    return consents.filter(~Exists(StoredFile.objects.filter(kind=rules.CONSENT_PAPERS, owner_key=key)))


def teaching_rules(centre: Organisation) -> TeachingRules:
    return TeachingRules.objects.filter(organisation=centre).first() or TeachingRules(organisation=centre)


def licence_faults(instructors: Iterable[Resource], day: date, taught: Collection[str] = ()) -> list[str]:
    """A sentence for each instructor none of whose licences covers a day, or who is to teach something that none of them covers.

    taught: codes. Of whom no licence is recorded nothing is said: nobody has looked yet.
    """
    found, closure = [], competencies.closure() if taught else {}
    for who in instructors:
        held = list(
            (who.lent_of or who)
            .licences.filter(state=LicenceState.HELD)
            .prefetch_related("teaches")
            .order_by("pk")
        )
        now = [one for one in held if one.valid_from <= day and (one.last_day is None or one.last_day >= day)]
        names = {"who": who.name, "day": formats.day(day)}
        if held and not now:
            found.append(_("No licence of %(who)s covers %(day)s.") % names)
        codes = {competency.code for one in now for competency in one.teaches.all()}
        covered = frozenset().union(*(closure.get(code, {code}) for code in codes))
        if taught and codes and not covered.intersection(taught):
            found.append(_("What is taught there stands on no licence of %(who)s for %(day)s.") % names)
    return found


def subject_faults(instructors: Iterable[Resource], taught: Collection[str]) -> list[str]:
    """A sentence for each instructor who, as the centre's own list has it, teaches nothing of what is taught. Of whom the list says
    nothing, or whose licences say what they cover (`licence_faults`), nothing is said."""
    found, closure = [], competencies.closure() if taught else {}
    for who in instructors if taught else ():
        if who.licences.filter(state=LicenceState.HELD, teaches__isnull=False).exists():
            continue
        codes = list(who.teaches.order_by("code").values_list("code", flat=True))
        covered = frozenset().union(*(closure.get(code, {code}) for code in codes))
        if codes and not covered.intersection(taught):
            sentence = _("What is taught there is not among what %(who)s teaches.")
            found.append(sentence % {"who": who.name})
    return found


def full_weeks(instructors: Iterable[Resource], booking: Booking) -> list[str]:
    """A sentence for each instructor whose week would hold more hours than hers with this booking."""
    zone = clock_of(booking.organisation)
    day = booking.starts.astimezone(zone).date()
    monday = day - timedelta(days=day.weekday())
    week = (begins(monday, zone), begins(monday + timedelta(days=7), zone))
    more = (booking.ends - booking.starts) / timedelta(hours=1)
    limited = [row for row in instructors if row.hours_a_week]
    taught = hours_taught([row.pk for row in limited], *week, but=booking)
    return [
        _("%(who)s would teach %(hours)s hours that week; %(limit)s are hers or his.")
        % {
            "who": row.name,
            "hours": formats.number(taught.get(row.pk, 0) + more, 1),
            "limit": row.hours_a_week,
        }
        for row in limited
        if taught.get(row.pk, 0) + more > (row.hours_a_week or 0)
    ]


def running_out(centre: Organisation, today: date) -> VisibleQuerySet[TeachingLicence]:
    """Licences of a centre's instructors that have run out or will within two months."""
    rows = TeachingLicence.objects.filter(resource__organisation=centre, state=LicenceState.HELD)
    return rows.filter(resource__state=ResourceState.USED, last_day__lte=today + RUNS_OUT)
