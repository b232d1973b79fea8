"""Days and working days, and the instants at which they end where a thing lies. Pure: holidays are an argument."""

from collections.abc import Container
from datetime import date, datetime, time, timedelta, tzinfo

DAY = timedelta(days=1)
SATURDAY = 5


def is_working(day: date, holidays: Container[date]) -> bool:
    """Monday to Friday (Perpres 21/2023), but no national holiday and no collective leave."""
    return day.weekday() < SATURDAY and day not in holidays


def moved(day: date, days: int, *, working: bool, holidays: Container[date]) -> date:
    """The day so many (working) days after `day`, or before it where `days` is negative; `day` itself is not counted."""
    if not working:
        return day + timedelta(days=days)
    step = DAY if days > 0 else -DAY
    for _number in range(abs(days)):
        day += step
        while not is_working(day, holidays):
            day += step
    return day


def days_between(day: date, until: date, *, working: bool, holidays: Container[date]) -> int:
    """How many (working) days come after `day`, up to and with `until`; 0 when that lies before."""
    if not working:
        return max(0, (until - day).days)
    days = (day + timedelta(days=number) for number in range(1, (until - day).days + 1))
    return sum(is_working(one, holidays) for one in days)


def begins(day: date, zone: tzinfo) -> datetime:
    """The instant at which a day begins by the clock of a place."""
    return datetime.combine(day, time(), zone)


def ends(day: date, zone: tzinfo) -> datetime:
    """The first instant after a day, by the clock of a place."""
    return begins(day + DAY, zone)


def next_look(last_day: date, since: date, remind: date, zone: tzinfo) -> datetime:
    """When something has to be done about a deadline: on the day of the reminder, or when it has passed.

    Whoever has no time before the reminder is told of the day at once, and needs none.
    """
    return begins(remind, zone) if since < remind <= last_day else ends(last_day, zone)
