"""A timetable that has changed since its class was confirmed: each of its people and instructors gets one message for all of it.

A meeting remembers what they know of it. What was put back where it was meanwhile is told to nobody.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from jalur.foundation.accounts.models import User
from jalur.foundation.messaging.services import tell
from jalur.foundation.workflow.locks import atomic, lock
from jalur.journey.premises.models import Booking, BookingState
from jalur.journey.premises.queries import clock_of
from jalur.journey.training import messages
from jalur.journey.training.models import (
    Enrolment,
    EnrolmentState,
    Intake,
    IntakeState,
    Session,
    SessionQuerySet,
)

SETTLED = timedelta(minutes=5)
"""So long nobody has touched the timetable of a class before its changes are told."""
REMINDED = timedelta(days=3)
"""So long before the first day of a class its people are reminded of it: set by Jalur."""
TOLD = (IntakeState.CONFIRMED, IntakeState.RUNNING)


def note_change(booking: Booking, now: datetime) -> None:
    """A meeting was moved or cancelled, in the step that does it."""
    if booking.candidate_id is None:
        Session.objects.filter(booking=booking).update(changed_at=now)


def know_timetable(intake: Intake) -> None:
    """What stands when a class is confirmed is what everybody knows; the class is locked."""
    _know(_with_units(Session.objects.filter(intake=intake)))


def tell_changes(now: datetime) -> int:
    """Tell of every confirmed class whose timetable has changed and is left alone since; returns how many messages were written."""
    waiting = Intake.objects.filter(state__in=TOLD, sessions__changed_at__isnull=False)
    fresh = Session.objects.filter(changed_at__gt=now - SETTLED)
    keys = waiting.exclude(sessions__in=fresh).order_by("pk").distinct().values_list("pk", flat=True)
    return sum(_tell_class(key, now) for key in list(keys))


def remind_of_first_day(today: date) -> int:
    """Tell whoever has a seat in a confirmed class that it begins within days, and where to read what to bring; once for each first
    day. Returns how many messages were written or stood already."""
    seats = Enrolment.objects.filter(
        state=EnrolmentState.ENROLLED,
        intake__state=IntakeState.CONFIRMED,
        intake__held_since=None,
        intake__starts__gt=today,
        intake__starts__lte=today + REMINDED,
    )
    told = 0
    for seat in seats.select_related("intake", "candidate__person").order_by("pk").iterator():
        first = seat.intake.starts
        with atomic():
            message = tell(
                messages.BEGINS, to=seat.candidate.person, about=seat, once=first.isoformat(), first=first
            )
        told += message is not None
    return told


def _tell_class(key: UUID, now: datetime) -> int:
    with atomic():
        (intake,) = lock(Intake, [key], related=("programme__provider",))
        looked = _with_units(Session.objects.filter(intake=intake, changed_at__isnull=False))
        moved = [
            one for one in looked if _ends(one) > now and _hours(one) != (one.told_starts, one.told_ends)
        ]
        told = _tell_people(intake, moved, now) if moved else 0
        for account, ones in _of_instructors(looked, moved, now).items():
            count, day = _in_short(intake, ones)
            message = tell(
                messages.TEACHING_CHANGED, to=account, about=intake, once=_once(now), count=count, day=day
            )
            told += message is not None
        _know(looked)
    return told


def _tell_people(intake: Intake, moved: list[Session], now: datetime) -> int:
    seats = Enrolment.objects.filter(intake=intake, state=EnrolmentState.ENROLLED)
    told, (count, day) = 0, _in_short(intake, moved)
    for seat in seats.select_related("candidate__person").order_by("pk"):
        message = tell(
            messages.TIMETABLE_CHANGED,
            to=seat.candidate.person,
            about=seat,
            once=_once(now),
            count=count,
            day=day,
        )
        told += message is not None
    return told


def _of_instructors(looked: list[Session], moved: list[Session], now: datetime) -> dict[User, list[Session]]:
    """Instructor → the meetings that became others for her: moved, or hers before or now alone."""
    found: dict[UUID, list[Session]] = {}
    for one in looked:
        if _ends(one) <= now:
            continue
        before, after = set(one.told_instructors), set(_instructors(one))
        for key in before | after if one in moved else before ^ after:
            found.setdefault(key, []).append(one)
    accounts = User.objects.filter(pk__in=found, is_active=True).order_by("pk")
    return {account: found[account.pk] for account in accounts}


def _in_short(intake: Intake, changed: list[Session]) -> tuple[int, date]:
    """How many meetings are others, and the first day among what they were and are."""
    zone = clock_of(intake.programme.provider)
    starts = [moment for one in changed for moment in (one.told_starts, _hours(one)[0]) if moment is not None]
    return len(changed), min(starts).astimezone(zone).date()


def _with_units(sessions: SessionQuerySet) -> list[Session]:
    return list(sessions.select_related("booking").prefetch_related("booking__booked_units").order_by("pk"))


def _instructors(session: Session) -> list[UUID]:
    units = session.booking.booked_units.all()
    return sorted({unit.instructor_id for unit in units if unit.instructor_id}, key=str)


def _hours(session: Session) -> tuple[datetime | None, datetime | None]:
    """When it takes place; nothing of one that was cancelled."""
    stands = session.booking.state == BookingState.BOOKED
    return session.booking.during if stands else (None, None)


def _ends(session: Session) -> datetime:
    """When all of it, as it was and as it is, lies behind."""
    return max(filter(None, (session.told_ends, session.booking.ends)))


def _know(sessions: list[Session]) -> None:
    for one in sessions:
        (one.told_starts, one.told_ends), one.told_instructors = _hours(one), _instructors(one)
        one.changed_at = None
    Session.objects.bulk_update(sessions, ["told_starts", "told_ends", "told_instructors", "changed_at"])


def _once(now: datetime) -> str:
    return now.isoformat(timespec="seconds")
