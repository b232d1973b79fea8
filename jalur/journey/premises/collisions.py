"""With what a booking collides, in words: what, when, whose, and when it could be instead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalur.journey.premises.models import BookedPerson, BookedUnit, Booking, Resource
from jalur.journey.premises.queries import clock_of, outages, outside_loans
from jalur.kit import formats

MOST_NAMED = 3


@dataclass(frozen=True)
class Collision:
    """Of a wish with what stands: the booking, or the time out of order where there is none. is_loan: outside the time for which it
    is lent, from `starts` to `ends`. lent_to: the centre that has it then."""

    what: str
    starts: datetime
    ends: datetime
    booking: Booking | None = None
    reason: str = ""
    is_loan: bool = False
    lent_to: str = ""


class Taken(ValidationError):
    """The refusal of a booking that collides; free: the starts nearest to it at which all of it could be had. without_times: the
    sentence for whoever is offered these beside it."""

    def __init__(self, sentence: str, free: Sequence[datetime], without_times: str) -> None:
        super().__init__(sentence, code="taken")
        self.free, self.without_times = free, without_times


def collisions(booking: Booking, resources: Iterable[UUID], people: Iterable[UUID] = ()) -> list[Collision]:
    """What stands in the way of a booking: the same resources, the same sleeper, instructors or people at that time."""
    resources = list(resources)
    teachers = Resource.objects.filter(pk__in=resources, member__isnull=False).values("member__user")
    same = Q(resource__in=resources) | Q(instructor__in=teachers)
    if booking.candidate_id:
        same |= Q(candidate=booking.candidate_id)
    rows = BookedUnit.objects.filter(same, during__overlap=booking.during).exclude(booking=booking.pk)
    rows = rows.exclude(is_lent=True, centre=booking.organisation_id)
    rows = rows.select_related("resource", "booking__organisation", "centre").order_by("during", "pk")
    found = {
        (row.booking_id, row.resource_id): Collision(
            row.resource.name,
            row.booking.starts,
            row.booking.ends,
            row.booking,
            lent_to=row.centre.name if row.is_lent and row.centre else "",
        )
        for row in rows
    }
    broken = [
        Collision(row.resource.name, row.during.lower, row.during.upper, reason=row.reason)
        for row in outages(resources, *booking.during)
    ]
    gone = [
        Collision(row.resource.name, *row.lent, is_loan=True)
        for row in outside_loans(resources, *booking.during)
    ]
    return [*found.values(), *_of_people(booking, people), *broken, *gone]


def _of_people(booking: Booking, people: Iterable[UUID]) -> list[Collision]:
    """Where people of a booking have to be at that time: how many of them, never who."""
    rows = BookedPerson.objects.filter(candidate__in=list(people), during__overlap=booking.during)
    rows = rows.exclude(booking=booking.pk).select_related("booking__organisation")
    counts: dict[Booking, int] = {}
    for row in rows.order_by("during", "pk"):
        counts[row.booking] = counts.get(row.booking, 0) + 1
    return [
        Collision(
            ngettext("%(count)s participant", "%(count)s participants", count) % {"count": count},
            elsewhere.starts,
            elsewhere.ends,
            elsewhere,
        )
        for elsewhere, count in counts.items()
    ]


def stretch_in_words(begins: datetime, ends: datetime, zone: tzinfo) -> str:
    """ "1 Des 2026 08.00-12.00 WIB", with both days where they differ; whole days by their names alone."""
    first, last = begins.astimezone(zone), ends.astimezone(zone)
    if first < last and first.time() == last.time() == time():
        return " - ".join(formats.day(day) for day in sorted({first.date(), last.date() - timedelta(days=1)}))
    clock = formats.zone_name(first)
    if first.date() == last.date():
        return f"{formats.day(first.date())} {hours_in_words(begins, ends, zone)}"
    return f"{formats.day(first.date())} {first:%H.%M} - {formats.day(last.date())} {last:%H.%M} {clock}"


def hours_in_words(begins: datetime, ends: datetime, zone: tzinfo) -> str:
    """ "08.00-12.00 WIB", of one day."""
    first, last = begins.astimezone(zone), ends.astimezone(zone)
    return f"{first:%H.%M}-{last:%H.%M} {formats.zone_name(first)}"


def in_words(found: Collision, booking: Booking) -> str:
    """With what, when and whose; of another centre's booking its name alone."""
    zone = clock_of(booking.organisation)
    when = stretch_in_words(found.starts, found.ends, zone)
    if found.is_loan:
        return _("%(what)s is lent to this centre only %(when)s.") % {"what": found.what, "when": when}
    if found.lent_to:
        words = {"what": found.what, "centre": found.lent_to, "when": when}
        return _("%(what)s is lent to %(centre)s, %(when)s.") % words
    if found.booking is None:
        return _("%(what)s is out of order %(when)s: %(why)s.") % {
            "what": found.what,
            "when": when,
            "why": found.reason,
        }
    if found.booking.organisation_id != booking.organisation_id and booking.candidate_id:
        return _("This person has a bed elsewhere at that time.")
    if found.booking.organisation_id != booking.organisation_id:
        return _("%(what)s is booked at %(whose)s, %(when)s.") % {
            "what": found.what,
            "whose": found.booking.organisation,
            "when": when,
        }
    return _("%(what)s is booked for “%(title)s” (%(number)s), %(when)s.") % {
        "what": found.what,
        "title": found.booking.title,
        "number": found.booking.number,
        "when": when,
    }


def refusal_in_words(booking: Booking, found: Sequence[Collision], free: Sequence[datetime] | None) -> str:
    """With what a booking collides, and when it could be instead; None where nobody has looked for a time."""
    sentences = [in_words(one, booking) for one in found[:MOST_NAMED]]
    if len(found) > MOST_NAMED:
        sentences.append(_("And %(count)s more.") % {"count": len(found) - MOST_NAMED})
    if free:
        length: timedelta = booking.ends - booking.starts
        zone = clock_of(booking.organisation)
        times = "; ".join(stretch_in_words(start, start + length, zone) for start in free)
        sentences.append(_("Free nearest to it: %(times)s.") % {"times": times})
    elif free is not None:
        sentences.append(_("In the next four weeks there is no time at which all of it is free."))
    return " ".join(sentences)
