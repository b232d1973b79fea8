"""The bed that goes with a seat: taken and given back in the step of the seat, all or nothing."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from jalur.foundation.accounts.access import SYSTEM
from jalur.journey.premises import queries as premises
from jalur.journey.premises import services
from jalur.journey.premises.models import Booking, BookingState, Resource
from jalur.journey.training.models import Enrolment, Intake
from jalur.journey.training.queries import nights_of


def give_bed(seat: Enrolment, today: date, now: datetime) -> None:
    """A bed for all nights of the class, or a refusal and then no seat either."""
    intake = seat.intake
    if intake.with_bed:
        seat.bed = services.give_bed(
            actor=SYSTEM,
            centre=intake.programme.provider,
            stay=nights_of(intake, today),
            candidate=seat.candidate,
            now=now,
        )


def tell_of_bed(seat: Enrolment) -> None:
    if seat.bed is not None:
        services.tell_of_bed(seat.bed)


def free_beds(seats: Iterable[Enrolment], why: str, now: datetime) -> None:
    """The beds of these seats are there for others; what was slept stays as it was."""
    keys = {seat.bed_id for seat in seats if seat.bed_id}
    rows = Booking.objects.filter(pk__in=keys, state=BookingState.BOOKED, ends__gt=now)
    for booking in rows.order_by("pk"):
        services.cancel_booking(actor=SYSTEM, booking=booking, reason=why)


def who_can_have_both(intake: Intake, line: Iterable[Enrolment], free: int, today: date) -> list[Enrolment]:
    """Of those who wait, in their order, the first so many for whom there is a bed too; nobody is passed who could have both."""
    if not intake.with_bed:
        return list(line)[:free]
    first, last = nights_of(intake, today)
    centre = intake.programme.provider
    beds, chosen = premises.beds_of(centre, first, last), list[Enrolment]()
    for place in line:
        if len(chosen) == free:
            break
        person = place.candidate.person
        if services.consent_is_missing(centre, place.candidate, first):
            continue
        if room := beds.room_for(person.sex, person.birth_date, first, last):
            beds.give(room, person.birth_date, first, last)
            chosen.append(place)
    return chosen


def beds_of(seats: Sequence[Enrolment], now: datetime) -> list[Booking]:
    """The beds of these seats that are still ahead."""
    keys = {seat.bed_id for seat in seats if seat.bed_id}
    rows = Booking.objects.filter(pk__in=keys, state=BookingState.BOOKED, ends__gt=now)
    return list(rows.select_related("organisation", "candidate__person").order_by("pk"))


def rooms_of(intake: Intake) -> list[UUID]:
    """Keys of the dormitory rooms of a class that boards."""
    if not intake.with_bed:
        return []
    rooms = Resource.objects.filter(organisation=intake.programme.provider_id, kind="dormitory")
    return list(rooms.order_by("pk").values_list("pk", flat=True))
