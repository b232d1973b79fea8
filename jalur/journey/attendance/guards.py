"""What stands in the way of a roll: None or a refusal; changes nothing."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.journey.attendance import queries, rules
from jalur.journey.premises.models import BookingState
from jalur.journey.training.models import IntakeState, Session
from jalur.kit import formats
from jalur.kit.refusals import refusal

RECORDED = (IntakeState.CLOSED, IntakeState.CANCELLED, IntakeState.DISCARDED)
"""Of these classes everything is said."""


def roll_is_open(session: Session, correct_days: int, today: date) -> ValidationError | None:
    """A roll is taken from the day of the meeting on, and corrected for so many days."""
    if session.booking.state == BookingState.CANCELLED:
        return refusal("session", "cancelled", _("This meeting was cancelled: there is no roll of it."))
    if session.intake.state in RECORDED:
        sentence = _("The results of the class are recorded: its rolls stay as they are.")
        return refusal("session", "recorded", sentence)
    day = queries.day_of(session)
    when = rules.when_open(day, today, correct_days)
    if when == "ahead":
        sentence = _("The meeting is on %(day)s. Its roll is taken on that day or afterwards.")
        return refusal("session", "ahead", sentence % {"day": formats.day(day, "long")})
    if when == "over":
        sentence = _("The roll of this meeting could be corrected until %(day)s.")
        until = formats.day(rules.last_day(day, correct_days), "long")
        return refusal("session", "over", sentence % {"day": until})
    return None


def have_a_seat(asked: Collection[object], expected: Collection[object]) -> ValidationError | None:
    """The same for somebody of another class and for nobody at all."""
    if set(asked) <= set(expected):
        return None
    sentence = _("Somebody on this roll has no seat at the meeting. Open the roll again.")
    return refusal("candidate", "no_seat_there", sentence)
