"""The timetable of a class: what takes place when is booked at the centre, with everybody who has a seat."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.locks import atomic, deed, lock
from jalur.journey.candidates.models import Candidate
from jalur.journey.premises import services as premises
from jalur.journey.premises.models import BookedPerson, Booking
from jalur.journey.premises.queries import Wants, clock_of, days_off, hours_of
from jalur.journey.premises.services.bookings import CopiedWeek
from jalur.journey.training import guards
from jalur.journey.training.models import HELD, Enrolment, EnrolmentState, Intake, Programme, Session
from jalur.journey.training.rights import Right
from jalur.journey.training.services.beds import beds_of, free_beds
from jalur.kit import dates, formats
from jalur.kit.components import Row, Text
from jalur.kit.links import link
from jalur.kit.refusals import refusal


@deed
def plan_session(*, actor: Actor, intake: Intake, booking: Booking, wants: Wants, now: datetime) -> Session:
    """A meeting of a class: its rooms, its instructors and everybody who has a seat, or nothing of it."""
    (locked,) = lock(Intake, [intake.pk], related=("programme",))
    access.check(actor, Right.EDIT_INTAKE, locked)
    if refused := guards.session_fits(locked, booking):
        raise refused
    people = _people_of([locked])[locked.pk]
    premises.book(actor=actor, booking=booking, wants=wants, people=people, now=now)
    session = Session.objects.create(intake=locked, booking=booking, changed_at=now)
    premises.check_teaching(booking)
    return session


@deed
def copy_sessions(*, actor: Actor, intake: Intake, monday: date, to: date, now: datetime) -> CopiedWeek:
    """A week of a class again in another, as `premises.copy_week`."""
    access.check(actor, Right.EDIT_INTAKE, intake)
    centre = intake.programme.provider
    only = Booking.objects.filter(session__intake=intake)
    return premises.copy_week(actor=actor, centre=centre, monday=monday, to=to, now=now, only=only)


def shift_sessions(
    *,
    actor: Actor,
    intake: Intake,
    by: timedelta,
    now: datetime,
    beds: Sequence[Booking] = (),
    rooms: Sequence[UUID] = (),
) -> list[tuple[Booking, str]]:
    """Every meeting that lies ahead so much later, for a class that has got its new days; what cannot be there then, or would fall
    on a day off or a closed weekday, is cancelled. Returns these, each with why.

    From the last to the first, so that no meeting stands in the way of another one of its class. beds, rooms: locked along, for
    the caller to move next.
    """
    bookings = [row.booking for row in intake.sessions.ahead(now).select_related("booking__organisation")]
    people = people_of(bookings)
    lock(Candidate, {key for keys in people.values() for key in keys})
    lock(Booking, [booking.pk for booking in (*bookings, *beds)])
    held = {key for booking in bookings for key in premises.held_by(booking)}
    premises.lock_resources({*held, *rooms})
    centre, cancelled = intake.programme.provider, list[tuple[Booking, str]]()
    off, zone, hours = days_off(centre), clock_of(centre), hours_of(centre)
    for booking in sorted(bookings, key=lambda booking: booking.starts, reverse=True):
        reason = _("the class was postponed")
        before, day = (moment.astimezone(zone).date() for moment in (booking.starts, booking.starts + by))
        # A meeting that was put on a closed weekday by somebody's will stays on that weekday.
        closes = hours.is_open_on(before, ()) and not hours.is_open_on(day, ())
        if day in off or closes:
            why = _("On %(day)s the centre is closed.") % {"day": formats.day(day, "long")}
            if day in off:
                why = _("%(day)s is a day off: %(name)s.") % {"day": formats.day(day), "name": off[day]}
            premises.cancel_booking(actor=actor, booking=booking, reason=f"{reason}. {why}"[:200])
            cancelled.append((booking, why))
            continue
        wants = premises.held_by(booking)
        booking.starts, booking.ends = booking.starts + by, booking.ends + by
        try:
            with atomic():
                premises.move_booking(actor=actor, booking=booking, wants=wants, now=now)
        except ValidationError as refused:
            booking.refresh_from_db()
            premises.cancel_booking(actor=actor, booking=booking, reason=reason)
            cancelled.append((booking, " ".join(refused.messages)))
    return cancelled[::-1]


def cancel_sessions(
    *, actor: Actor, intake: Intake, reason: str, now: datetime, beds: Sequence[Enrolment] = ()
) -> None:
    """Nothing of the class takes place from now on: its rooms, its instructors and the beds of these seats are free again. The
    class is locked."""
    bookings = [row.booking for row in intake.sessions.ahead(now).select_related("booking").order_by("pk")]
    lock(Booking, [booking.pk for booking in (*bookings, *beds_of(beds, now))])
    free_beds(beds, reason, now)
    for booking in bookings:
        premises.cancel_booking(actor=actor, booking=booking, reason=reason)


def join_sessions(seat: Enrolment, now: datetime) -> None:
    """Whoever takes a seat has to be at every meeting that lies ahead; refused where she has to be elsewhere."""
    ahead = Booking.objects.filter(session__in=seat.intake.sessions.ahead(now))
    premises.bring(bookings=ahead, candidate=seat.candidate)


def leave_sessions(seats: Sequence[Enrolment], now: datetime) -> None:
    """Whoever gives a seat back is free from now on."""
    for seat in seats:
        ahead = Booking.objects.filter(session__in=seat.intake.sessions.ahead(now))
        BookedPerson.objects.filter(booking__in=ahead, candidate=seat.candidate_id).delete()


def guests(centre: Organisation) -> QuerySet[Candidate]:
    """Whoever has a seat at a centre may sleep there."""
    seats = Enrolment.objects.filter(intake__programme__provider=centre, state=EnrolmentState.ENROLLED)
    return Candidate.objects.filter(pk__in=seats.values("candidate"))


def people_of(bookings: Sequence[Booking]) -> Mapping[UUID, Sequence[UUID]]:
    """Booking → candidates with a seat in its class; the classes are locked, so that nobody comes or goes meanwhile."""
    classes = dict(Session.objects.filter(booking__in=bookings).values_list("booking", "intake"))
    people = _people_of(lock(Intake, set(classes.values())))
    return {booking: people[intake] for booking, intake in classes.items()}


def _people_of(intakes: Sequence[Intake]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {intake.pk: [] for intake in intakes}
    seats = Enrolment.objects.filter(intake__in=intakes, state=EnrolmentState.ENROLLED)
    for intake, candidate in seats.order_by("pk").values_list("intake", "candidate"):
        found[intake].append(candidate)
    return found


@deed
def hang(*, actor: Actor, old: Booking, new: Booking) -> None:
    """The copy of a meeting is one of the same class, while the class lasts."""
    session = Session.objects.filter(booking=old).select_related("intake__programme").first()
    if session is None:
        return
    access.check(actor, Right.EDIT_INTAKE, session.intake)
    if refused := guards.session_fits(session.intake, new):
        raise refused
    Session.objects.create(intake=session.intake, booking=new, changed_at=dates.now())
    premises.check_teaching(new)


def objection(booking: Booking) -> ValidationError | None:
    """A meeting stays within the days of its class."""
    session = Session.objects.filter(booking=booking).select_related("intake").first()
    return guards.session_fits(session.intake, booking) if session else None


def kept(booking: Booking) -> ValidationError | None:
    """A bed that goes with a seat is given back with it."""
    seat = Enrolment.objects.filter(bed=booking, state__in=HELD).select_related("intake").first()
    if seat is None:
        return None
    sentence = _("This bed goes with a seat in class %(number)s. Choose another room, or give the seat back.")
    return refusal("cancel_reason", "with_seat", sentence % {"number": seat.intake.number})


def guest(actor: Actor, booking: Booking) -> Text | None:
    """Who sleeps in a bed, for whoever sees a seat of hers at the centre, with the way to that seat."""
    seats = Enrolment.objects.visible_to(actor).kept().filter(candidate=booking.candidate_id)
    seats = seats.filter(intake__programme__provider=booking.organisation_id)
    seat = seats.select_related("candidate__person").order_by("-created_at", "pk").first()
    return Text(seat.candidate.person.name, url=link("training:enrolment", seat.pk)) if seat else None


def bed_row(booking: Booking) -> Row | None:
    """On the page of a bed: the class whose seat it goes with."""
    seat = Enrolment.objects.filter(bed=booking).select_related("intake__programme").first()
    if seat is None:
        return None
    return Row(_("Class"), seat.intake.programme.title, hint=seat.intake.number)


def taught(booking: Booking) -> list[str]:
    """Codes of what the class of a meeting teaches."""
    programme = Session.objects.filter(booking=booking).values("intake__programme")
    return list(
        Programme.teaches.through.objects.filter(programme__in=programme)
        .order_by("competency")
        .values_list("competency", flat=True)
    )
