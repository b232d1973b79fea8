"""Decisions about expected demand: months, and what may be said of a record. No Django, no clock."""

import re
from calendar import monthrange
from datetime import date

LONGEST_MONTHS = 24
"""Nobody plans classes on what is expected further ahead."""
FEWEST_TO_TELL = 5
"""Below so many ended forecasts a record says nothing about who made them."""
# What comes within these shares of what was expected counts as about as much.
ABOUT = (0.8, 1.25)


def month_begins(day: date) -> date:
    return day.replace(day=1)


def month_ends(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_ahead(day: date, count: int) -> list[date]:
    """The first days of so many months, from that of the day on."""
    first = day.year * 12 + day.month - 1
    return [date((first + more) // 12, (first + more) % 12 + 1, 1) for more in range(count)]


def months_between(begins: date, ends: date) -> int:
    """How many months a window has, both included."""
    return (ends.year - begins.year) * 12 + ends.month - begins.month + 1


def read_month(text: str) -> date | None:
    """The first day of a month: 03-2026, 3/2026, 2026-03; None where it is none."""
    if match := re.fullmatch(r"(\d{1,2})[-/. ](\d{4})", text.strip()):
        month, year = int(match[1]), int(match[2])
    elif match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})(?:[-/.]0?1(?:[ T]00:00(?::00)?)?)?", text.strip()):
        year, month = int(match[1]), int(match[2])
    else:
        return None
    return date(year, month, 1) if 1 <= month <= 12 and 2000 <= year <= 2100 else None


def outcome(expected: int, came: int, ended: int) -> str:
    """What a record shows: too_few forecasts to tell, fewer, about as many, or more came than expected."""
    if ended < FEWEST_TO_TELL or not expected:
        return "too_few"
    low, high = ABOUT
    share = came / expected
    return "fewer" if share < low else "more" if share > high else "about"
