"""Booking a bed: for whom the room is, children apart from adults, each with the consent of a guardian."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.candidates.holdings import Holding
from jalur.journey.candidates.models import Candidate
from jalur.journey.premises import rules, uses
from jalur.journey.premises.models import BookedUnit, Booking, BookingState, Resource
from jalur.journey.premises.queries import clock_of
from jalur.journey.premises.services.bookings import set_free, take_units
from jalur.journey.premises.workflow import BOOKING
from jalur.kit import dates, formats
from jalur.kit.refusals import refusal

# A bed is taken from noon to noon, so that one guest can leave on the day on which the next comes.
NOON = time(12)


@deed
def book_bed(
    *,
    actor: Actor,
    dormitory: Resource,
    candidate: Candidate,
    first: date,
    last: date,
    consent: str = "",
    now: datetime,
) -> Booking:
    """A bed from the noon of `first` to that of `last`. consent: who of a child's guardians has agreed, as on the paper."""
    if last <= first:
        raise refusal("last", "order", _("The day of leaving lies after the day of coming."))
    if not uses.guests_of(dormitory.organisation).filter(pk=candidate.pk).exists():
        raise nobody_with_this_number()
    lock(Candidate, [candidate.pk])
    zone = clock_of(dormitory.organisation)
    booking = Booking(
        organisation=dormitory.organisation,
        title=dormitory.name,
        candidate=candidate,
        consent=consent,
        starts=datetime.combine(first, NOON, zone),
        ends=datetime.combine(last, NOON, zone),
    )
    with BOOKING.step("book", actor=actor, subject=booking):
        booking.full_clean()
    lock(Resource, [dormitory.pk])
    _may_sleep_there(booking, candidate, dormitory, first, last)
    take_units(booking, {dormitory.pk: 1}, now=now)
    return booking


def nobody_with_this_number() -> ValidationError:
    """The same for a number that nobody has and for one that another centre or office knows."""
    sentence = _("Nobody with this number has a seat in a class of this centre. Check the number.")
    return refusal("candidate", "unknown", sentence)


def _may_sleep_there(
    booking: Booking, candidate: Candidate, dormitory: Resource, first: date, last: date
) -> None:
    person = candidate.person
    if dormitory.sex != person.sex:
        sentence = _("Only %(who)s sleep in this room.")
        words = {"F": _("women"), "M": _("men")}
        raise refusal("dormitory", "sex", sentence % {"who": words[dormitory.sex]})
    if rules.is_child(person.birth_date, first) and not booking.consent:
        sentence = _("She or he is under 18: a guardian has to agree in writing before a bed is taken.")
        raise refusal("consent", "consent", sentence)
    others = BookedUnit.objects.filter(resource=dormitory, during__overlap=booking.during)
    for other in others.select_related("booking", "candidate__person").order_by("pk"):
        zone = clock_of(dormitory.organisation)
        theirs = (moment.astimezone(zone).date() for moment in other.booking.during)
        came, leaves = theirs
        assert other.candidate is not None  # a bed is booked for somebody
        born = other.candidate.person.birth_date
        day = rules.apart_from(person.birth_date, born, max(first, came), min(last, leaves))
        if day is not None:
            sentence = _(
                "From %(day)s a person under 18 would sleep in one room with adults. Choose another room."
            )
            raise refusal("dormitory", "apart", sentence % {"day": formats.day(day, "long")})


def give_beds_back(*, actor: Actor, rows: Sequence[Booking], why: str) -> None:
    """Beds of people who left the path are free again."""
    with BOOKING.step_many("lose", actor=actor, subjects=rows, reason=why) as lost:
        set_free(lost)


HELD = Holding(
    model=Booking,
    is_held=lambda rows: rows.filter(state=BookingState.BOOKED, ends__gt=dates.now()),
    called=BOOKING.called,
    give_back=give_beds_back,
)
