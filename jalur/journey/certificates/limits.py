"""How often whoever checks may ask: the same on the page, in lists and for programs. Each web process counts for itself."""

from collections.abc import Callable

from django.http import HttpRequest

from jalur.foundation.accounts import limits
from jalur.journey.certificates import queries
from jalur.journey.certificates.queries import Found
from jalur.journey.certificates.rules import NOTHING, Answer, Asked
from jalur.kit import dates

MISSES = limits.Guesses("certificate-miss", most=30, seconds=60)
"""Answers of nothing to one address."""
NAMES = limits.Guesses("certificate-name", most=10, seconds=3600)
"""Names that do not fit beside one number, from wherever; link and picture answer all the same."""
LOOKS, SECONDS = 120, 60
"""Answers at all to one address within so many seconds."""
LISTS, HOUR = 10, 3600
"""Lists from one address within so many seconds, by file or by program."""
MOST_AT_ONCE = 500


def looked_up(asked: Asked, name: str) -> Found | None:
    """What is behind whatever was typed; None where too many names were tried beside the number."""
    if asked.number and NAMES.are_over(asked.number):
        return None
    found = queries.looked_up(asked, name, now=dates.now(), today=dates.today())
    if asked.number and name and found.answer == Answer.UNKNOWN:
        NAMES.missed(asked.number)
    return found


def unless_guessing(request: HttpRequest, look: Callable[[], Found | None]) -> Found | None:
    """None for an address that found nothing too often."""
    who = limits.address_of(request)
    if MISSES.are_over(who):
        return None
    found = look()
    if found is not None and found.answer in NOTHING:
        MISSES.missed(who)
    return found


def too_many_lists(request: HttpRequest) -> bool:
    """Count one more list."""
    return limits.too_often(request, "certificate-list", LISTS, HOUR)
