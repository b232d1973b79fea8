"""Booking, moving and cancelling: all that a booking wants or nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.due.rules import begins
from jalur.foundation.messaging.services import tell
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.locks import atomic, deed, lock
from jalur.foundation.workflow.steps import UnchangedError
from jalur.journey.candidates.models import Candidate
from jalur.journey.premises import messages, uses
from jalur.journey.premises.collisions import Taken, collisions, refusal_in_words, stretch_in_words
from jalur.journey.premises.models import (
    BookedPerson,
    BookedUnit,
    Booking,
    Resource,
    ResourceKind,
    ResourceState,
)
from jalur.journey.premises.queries import (
    Wants,
    clock_of,
    days_off,
    free_times,
    outages,
    outside_loans,
    taken,
)
from jalur.journey.premises.services.licences import teaching_refused
from jalur.journey.premises.workflow import BOOKING
from jalur.kit import formats
from jalur.kit.database import violated_constraint
from jalur.kit.refusals import refusal

EXCLUSIONS = frozenset(
    one.name
    for table in (BookedUnit, BookedPerson)
    for one in table._meta.constraints
    if isinstance(one, ExclusionConstraint)
)
WEEK = timedelta(days=7)


@deed
def book(
    *, actor: Actor, booking: Booking, wants: Wants, people: Sequence[UUID] = (), now: datetime
) -> Booking:
    """Book everything that is wanted and everybody who has to be there for the booking's time, or refuse with what it collides and
    when all of it is free."""
    check_ahead(booking, now)
    lock(Candidate, people)
    with BOOKING.step("book", actor=actor, subject=booking):
        booking.full_clean()
    take_units(booking, wants, people, now=now)
    return booking


def check_ahead(booking: Booking, now: datetime, field: str = "day") -> None:
    """Raises where a booking would lie wholly in the past: what is over can be undone by nobody."""
    if booking.ends <= now:
        day = booking.ends.astimezone(clock_of(booking.organisation)).date()
        sentence = _("This time has passed (%(day)s). Choose a time that lies ahead, and check the year.")
        raise refusal(field, "past", sentence % {"day": formats.day(day)})


@deed
def move_booking(*, actor: Actor, booking: Booking, wants: Wants, now: datetime) -> Booking:
    """Make a booking as given: another time, other rooms. Refused as a whole, and then it stays where it was."""
    people = uses.people_of([booking]).get(booking.pk, ())
    lock(Candidate, people)
    with BOOKING.step("move", actor=actor, subject=booking) as locked:
        changed = locked.take_over(booking)
        if not changed and wants == held_by(locked):
            raise UnchangedError
        check_ahead(locked, now)
        locked.full_clean()
        uses.check(locked)
        # Before the old time is free: who holds a resource and wants that time waits for this deed, which must not wait for her.
        lock_resources(wants)
        set_free([locked])
        take_units(locked, wants, people, now=now)
        uses.changed(locked)
    return locked


@deed
def cancel_booking(*, actor: Actor, booking: Booking, reason: str) -> Booking:
    """It does not take place: everything it held is free again."""
    uses.people_of([booking])
    with BOOKING.step("cancel", actor=actor, subject=booking, reason=reason) as locked:
        set_free([locked])
        uses.changed(locked)
        if locked.candidate is not None and actor.role != Role.SYSTEM:
            day = locked.starts.astimezone(clock_of(locked.organisation)).date()
            tell(messages.BED_CANCELLED, to=locked.candidate.person, about=locked, first=day)
    return locked


def set_free(bookings: Sequence[Booking]) -> None:
    """Nothing and nobody is held by these bookings any more."""
    BookedUnit.objects.filter(booking__in=bookings).delete()
    BookedPerson.objects.filter(booking__in=bookings).delete()


def bring(*, bookings: QuerySet[Booking], candidate: Candidate) -> None:
    """Somebody has to be at these bookings too; refused, and nothing changes, where she has to be elsewhere.

    For the room whose bookings they are, inside its step: it has locked the person and what decides who comes.
    """
    rows = [
        BookedPerson(booking=booking, candidate=candidate, during=booking.during)
        for booking in bookings.order_by("starts", "pk")
    ]
    try:
        with atomic():
            BookedPerson.objects.bulk_create(rows)
    except IntegrityError as failure:
        if violated_constraint(failure) not in EXCLUSIONS:
            raise
        times = BookedPerson.objects.filter(candidate=candidate).order_by("during")
        there = [row.during for row in times.select_related("booking")]
        booking = next(
            row.booking
            for row in rows
            if any(one.lower < row.during[1] and row.during[0] < one.upper for one in there)
        )
        sentence = _("This person has to be elsewhere at the time of “%(title)s”, %(when)s.")
        when = stretch_in_words(*booking.during, clock_of(booking.organisation))
        raise refusal("intake", "elsewhere", sentence % {"title": booking.title, "when": when}) from failure


def held_by(booking: Booking) -> dict[UUID, int]:
    """Resource → how many units of it a booking holds."""
    held: dict[UUID, int] = {}
    for key in booking.booked_units.order_by("pk").values_list("resource_id", flat=True):
        held[key] = held.get(key, 0) + 1
    return held


def take_units(
    booking: Booking,
    wants: Wants,
    people: Sequence[UUID] = (),
    *,
    now: datetime,
    lent_to: Organisation | None = None,
) -> None:
    """Write the units of a booking and the time of its people; the database has the last word on whether they are free.

    lent_to: the booking lends them to this centre, which then books them for what takes place there.

    The resources are locked first, of an instructor those at other centres too, and the people by the caller: of two bookings at
    once one waits, where two rows of an exclusion constraint would wait for one another until the database ends one of them.
    """
    if not wants:
        raise refusal("resources", "nothing", _("Choose at least one thing to book."))
    resources = lock_resources(wants)
    _are_bookable(booking, resources, wants)
    teachers = [row for row in resources if row.member_id and lent_to is None]
    if refused := teaching_refused(booking, teachers):
        raise refused
    lent = {(row.resource.pk, None) for row in outside_loans(wants, *booking.during)}
    out = lent | {(row.resource_id, row.unit) for row in outages(wants, *booking.during)}
    in_use = {(row.resource_id, row.unit) for row in taken(wants, *booking.during, but=booking)}
    rows = []
    for resource in resources:
        units = range(1, resource.units + 1)
        usable = [unit for unit in units if not {(resource.pk, unit), (resource.pk, None)} & out]
        # Of what there is one of, the database says whether it is free.
        free = [unit for unit in usable if resource.units == 1 or (resource.pk, unit) not in in_use]
        if len(free) < wants[resource.pk]:
            raise _collision(booking, wants, people, now)
        rows += [_unit(booking, resource, unit, lent_to) for unit in free[: wants[resource.pk]]]
    try:
        with atomic():
            BookedUnit.objects.bulk_create(rows)
            BookedPerson.objects.bulk_create(
                BookedPerson(booking=booking, candidate_id=key, during=booking.during) for key in people
            )
    except IntegrityError as failure:
        if violated_constraint(failure) not in EXCLUSIONS:
            raise
        raise _collision(booking, wants, people, now) from failure


def lock_resources(keys: Iterable[UUID]) -> list[Resource]:
    """The resources with these keys, locked; with an instructor's, those that are the same person elsewhere."""
    asked = set(keys)
    teachers = Resource.objects.filter(pk__in=asked, member__isnull=False).values("member__user")
    same = Q(pk__in=asked) | Q(member__user__in=teachers)
    locked = lock(Resource, Resource.objects.filter(same).values_list("pk", flat=True), related=("member",))
    return [row for row in locked if row.pk in asked]


def _are_bookable(booking: Booking, resources: Sequence[Resource], wants: Wants) -> None:
    own = {one.pk for one in resources if one.organisation_id == booking.organisation_id}
    if set(wants) != own:
        raise refusal("resources", "unknown", _("Choose only what this centre has."))
    for resource in resources:
        if resource.state != ResourceState.USED:
            sentence = _("%(what)s is no longer in use.") % {"what": resource.name}
            raise refusal("resources", "retired", sentence)
        if (resource.kind == ResourceKind.DORMITORY) != (booking.candidate_id is not None):
            raise refusal(
                "resources", "not_a_bed", _("A bed is booked for somebody, and nothing else with it.")
            )
        if not 1 <= wants[resource.pk] <= resource.units:
            sentence = _("Of %(what)s there are %(count)s.") % {
                "what": resource.name,
                "count": resource.units,
            }
            raise refusal("resources", "too_many", sentence)


def _unit(booking: Booking, resource: Resource, unit: int, lent_to: Organisation | None) -> BookedUnit:
    return BookedUnit(
        booking=booking,
        resource=resource,
        unit=unit,
        during=booking.during,
        candidate_id=booking.candidate_id,
        instructor_id=resource.member.user_id if resource.member else None,
        centre_id=lent_to.pk if lent_to else booking.organisation_id,
        is_lent=lent_to is not None,
    )


def _collision(booking: Booking, wants: Wants, people: Sequence[UUID], now: datetime) -> ValidationError:
    found = collisions(booking, wants, people)
    free = None if booking.candidate_id else free_times(booking, wants, people, now=now)
    sentences = (refusal_in_words(booking, found, offered) for offered in (free, None))
    whole, without_times = sentences
    return ValidationError({"resources": Taken(whole, free or (), without_times)})


@dataclass
class CopiedWeek:
    """What became of a week that was copied to that of a Monday: how many are booked again, which days were left out, what collided
    and why."""

    monday: date
    booked: int = 0
    days_off: dict[date, str] = field(default_factory=dict)
    collided: list[tuple[Booking, str]] = field(default_factory=list)


@deed
def copy_week(
    *,
    actor: Actor,
    centre: Organisation,
    monday: date,
    to: date,
    now: datetime,
    only: QuerySet[Booking] | None = None,
) -> CopiedWeek:
    """Book everything of one week again in another, or only these bookings: days off are left out, and so is what collides, for
    somebody to decide.

    Beds and loans are no part of a week. Copying twice books nothing twice.
    """
    zone, off, done = clock_of(centre), days_off(centre), CopiedWeek(to)
    if begins(to + WEEK, zone) <= now:
        raise refusal("to", "past", _("This week has passed. Choose a week that lies ahead."))
    rows = Booking.objects.meeting(begins(monday, zone), begins(monday + WEEK, zone))
    rows = rows.filter(organisation=centre, candidate=None).exclude(booked_units__is_lent=True)
    rows = rows.order_by("starts", "pk")
    rows = rows if only is None else rows.filter(pk__in=only.values("pk"))
    people_of = uses.people_of(list(rows))
    lock(Candidate, {key for people in people_of.values() for key in people})
    lock_resources(Resource.objects.filter(booked_units__booking__in=rows).values_list("pk", flat=True))
    for old in rows:
        starts, ends = (_same_hour(moment, to - monday, centre) for moment in old.during)
        day = starts.astimezone(zone).date()
        if day in off:
            done.days_off[day] = off[day]
            continue
        new = Booking(organisation=centre, title=old.title, starts=starts, ends=ends)
        wants = held_by(old)
        try:
            with atomic():
                book(actor=actor, booking=new, wants=wants, people=people_of.get(old.pk, ()), now=now)
                uses.hang(actor=actor, old=old, new=new)
        except ValidationError as refused:
            done.collided.append((old, " ".join(refused.messages)))
        else:
            done.booked += 1
    return done


def _same_hour(moment: datetime, later: timedelta, centre: Organisation) -> datetime:
    return moment.astimezone(clock_of(centre)) + later
