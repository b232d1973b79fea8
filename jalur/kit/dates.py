"""The only clock for decisions that hang on a day."""

from calendar import isleap, monthrange
from datetime import date, datetime, time, tzinfo

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The day it is in Jakarta, or the pinned day of the example country (`settings.TODAY`)."""
    return settings.TODAY or timezone.localdate()


def now() -> datetime:
    """The instant it is; in the example country by today's clock on its pinned day."""
    if settings.TODAY is None:
        return timezone.now()
    return datetime.combine(settings.TODAY, timezone.localtime().time(), timezone.get_default_timezone())


def day_at(moment: datetime, zone: tzinfo) -> date:
    """The day of an instant by the clock of a place, as `shown`."""
    there = moment.astimezone(zone).date()
    return there if settings.TODAY is None else min(there, settings.TODAY)


def begins(day: date) -> datetime:
    """The instant at which a day begins in Jakarta."""
    return datetime.combine(day, time(), timezone.get_default_timezone())


def ends(day: date) -> datetime:
    """The last instant of a day in Jakarta."""
    return datetime.combine(day, time.max, timezone.get_default_timezone())


def shown(moment: datetime) -> datetime:
    """An instant by the clock of the place, as pages tell it.

    The example country's day is pinned: whatever has happened in it since its day began happened on that day.
    """
    here = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    if settings.TODAY is not None and here.date() > settings.TODAY:
        return here.replace(year=settings.TODAY.year, month=settings.TODAY.month, day=settings.TODAY.day)
    return here


def day_of(moment: datetime) -> date:
    """The day of an instant, as pages tell it."""
    return shown(moment).date()


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def completed_years(born: date, on: date) -> int:
    """Age in completed years on a day; somebody born on 29 February completes a year on 1 March of a common year."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def birthday(born: date, age: int) -> date:
    """The day on which so many years are completed, as `completed_years` counts them."""
    leap = (born.month, born.day) == (2, 29)
    year = born.year + age
    return date(year, 3, 1) if leap and not isleap(year) else born.replace(year=year)
