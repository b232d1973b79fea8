"""Booking a bed: for whom the room is, children apart from adults, each with the consent of a guardian."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.messaging.services import tell
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.candidates.holdings import Holding
from jalur.journey.candidates.models import Candidate
from jalur.journey.premises import messages, rules, uses
from jalur.journey.premises.models import BookedUnit, Booking, BookingState, Resource, ResourceKind
from jalur.journey.premises.queries import beds_of, clock_of, consent_was_taken_back, guardian_of
from jalur.journey.premises.services.bookings import check_ahead, held_by, set_free, take_units
from jalur.journey.premises.workflow import BOOKING
from jalur.kit import dates, formats
from jalur.kit.refusals import refusal

Stay = tuple[date, date]
"""The day on which somebody comes, and that on which she leaves."""


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
    starts, ends = rules.nights(first, last, clock_of(dormitory.organisation))
    booking = Booking(
        organisation=dormitory.organisation,
        title=dormitory.name,
        candidate=candidate,
        consent=consent or guardian_of(candidate, dormitory.organisation),
        starts=starts,
        ends=ends,
    )
    check_ahead(booking, now, "last")
    with BOOKING.step("book", actor=actor, subject=booking):
        booking.full_clean()
    lock(Resource, [dormitory.pk])
    _check_consent_stands(candidate, dormitory.organisation, first)
    _may_sleep_there(booking, candidate, dormitory, first, last)
    take_units(booking, {dormitory.pk: 1}, now=now)
    tell_of_bed(booking)
    return booking


@deed
def give_bed(
    *, actor: Actor, centre: Organisation, stay: Stay, candidate: Candidate, now: datetime
) -> Booking:
    """Any bed of a centre that suits somebody for all nights of a stay, or a refusal: `no_bed`, or `consent` for whoever is under 18.

    For a room that gives a bed with something else, in its own step: it has locked the person.
    """
    first, last = stay
    if refused := bed_refused(centre, candidate, stay):
        raise refused
    lock_beds(centre)
    person = candidate.person
    room = beds_of(centre, first, last).room_for(person.sex, person.birth_date, first, last)
    if room is None:
        raise no_bed()
    starts, ends = rules.nights(first, last, clock_of(centre))
    booking = Booking(
        organisation=centre,
        title=room.name,
        candidate=candidate,
        consent=guardian_of(candidate, centre) if rules.is_child(person.birth_date, first) else "",
        starts=starts,
        ends=ends,
    )
    with BOOKING.step("book", actor=actor, subject=booking):
        booking.full_clean()
    take_units(booking, {room.pk: 1}, now=now)
    return booking


@deed
def move_beds(*, actor: Actor, bookings: Sequence[Booking], stay: Stay, now: datetime) -> None:
    """The same people's beds for other nights, each in a room that suits her: all of them or none. Children are housed first."""
    first, last = stay
    lock(Booking, [booking.pk for booking in bookings])
    for centre in {booking.organisation for booking in bookings}:
        lock_beds(centre)
        own = [booking for booking in bookings if booking.organisation_id == centre.pk]
        set_free(own)
        beds = beds_of(centre, first, last)
        for booking in sorted(own, key=_youngest_first):
            assert booking.candidate is not None  # a bed is booked for somebody
            person = booking.candidate.person
            _check_consent_stands(booking.candidate, centre, first)
            room = beds.room_for(person.sex, person.birth_date, first, last)
            if room is None:
                raise no_bed()
            beds.give(room, person.birth_date, first, last)
            _rehouse(actor, booking, room, stay, now)


@deed
def rehouse(*, actor: Actor, booking: Booking, dormitory: Resource, now: datetime) -> Booking:
    """The same nights in another room."""
    lock(Candidate, [booking.candidate_id])
    lock(Booking, [booking.pk])
    lock(Resource, {dormitory.pk, *held_by(booking)})
    zone = clock_of(booking.organisation)
    first, last = (moment.astimezone(zone).date() for moment in booking.during)
    set_free([booking])
    assert booking.candidate is not None  # a guard of the step has looked
    _may_sleep_there(booking, booking.candidate, dormitory, first, last)
    moved = _rehouse(actor, booking, dormitory, (first, last), now)
    tell_of_bed(moved)
    return moved


def _rehouse(actor: Actor, booking: Booking, room: Resource, stay: Stay, now: datetime) -> Booking:
    with BOOKING.step("rehouse", actor=actor, subject=booking) as locked:
        locked.title = room.name
        locked.starts, locked.ends = rules.nights(*stay, clock_of(room.organisation))
        take_units(locked, {room.pk: 1}, now=now)
    return locked


def _youngest_first(booking: Booking) -> tuple[int, str]:
    assert booking.candidate is not None
    return -booking.candidate.person.birth_date.toordinal(), booking.number


def lock_beds(centre: Organisation) -> None:
    """All dormitory rooms of a centre, so that of many who want the last bed one gets it."""
    rooms = Resource.objects.filter(organisation=centre, kind=ResourceKind.DORMITORY)
    lock(Resource, rooms.values_list("pk", flat=True))


def bed_refused(centre: Organisation, candidate: Candidate, stay: Stay) -> ValidationError | None:
    """Why somebody cannot sleep at a centre these nights; nothing is locked."""
    first, last = stay
    person = candidate.person
    if consent_is_missing(centre, candidate, first):
        sentence = _(
            "She or he is under 18 then: a guardian has to agree in writing first. The centre or the labour office records it."
        )
        return refusal("intake", "consent", sentence)
    if beds_of(centre, first, last).room_for(person.sex, person.birth_date, first, last) is None:
        return no_bed()
    return None


def _check_consent_stands(candidate: Candidate, centre: Organisation, first: date) -> None:
    """Raises for new nights of a child whose guardian has taken the consent back."""
    if rules.is_child(candidate.person.birth_date, first) and consent_was_taken_back(candidate, centre):
        sentence = _(
            "The guardian of %(number)s has taken the consent to a bed back. Call the guardian and record a new consent, or free the bed."
        )
        raise refusal("consent", "consent", sentence % {"number": candidate.number})


def consent_is_missing(centre: Organisation, candidate: Candidate, first: date) -> bool:
    return rules.is_child(candidate.person.birth_date, first) and not guardian_of(candidate, centre)


def no_bed() -> ValidationError:
    sentence = _("No bed is free for all nights. Nothing has changed.")
    return refusal("intake", "no_bed", sentence)


def tell_of_bed(booking: Booking) -> None:
    """The guest reads where she sleeps and from when until when."""
    assert booking.candidate is not None  # a bed is booked for somebody
    zone = clock_of(booking.organisation)
    first, last = (moment.astimezone(zone).date() for moment in booking.during)
    room = "".join(key.hex[:12] for key in held_by(booking))
    tell(
        messages.BED_GIVEN,
        to=booking.candidate.person,
        about=booking,
        once=f"{first.isoformat()} {room}",
        first=first,
        last=last,
    )


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
    if not rules.is_of_age_for(dormitory.ages, person.birth_date, first, last):
        raise refusal("dormitory", "ages", _wrong_age(dormitory, person.birth_date, first))
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


def _wrong_age(dormitory: Resource, born: date, first: date) -> str:
    if dormitory.ages == rules.ADULTS:
        return _("Only people who are 18 or older sleep in this room. Choose another room.")
    if not rules.is_child(born, first):
        return _("Only people under 18 sleep in this room. Choose another room.")
    sentence = _(
        "Only people under 18 sleep in this room; she or he turns 18 on %(day)s. Choose another room."
    )
    return sentence % {"day": formats.day(dates.birthday(born, rules.ADULT), "long")}


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
