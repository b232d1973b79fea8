"""The only clock for decisions that hang on a day."""

from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The day it is in Jakarta, or the pinned day of the example country (`settings.TODAY`)."""
    return settings.TODAY or timezone.localdate()


def begins(day: date) -> datetime:
    """The instant at which a day begins in Jakarta."""
    return datetime.combine(day, time(), timezone.get_default_timezone())


def ends(day: date) -> datetime:
    """The last instant of a day in Jakarta."""
    return datetime.combine(day, time.max, timezone.get_default_timezone())


def day_of(moment: datetime) -> date | None:
    """The day of an instant; none when it lies after the day in force (the example country's day is pinned)."""
    day = timezone.localtime(moment).date()
    return day if day <= today() else None


def completed_years(born: date, on: date) -> int:
    """Age in completed years on a day; somebody born on 29 February completes a year on 1 March of a common year."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
