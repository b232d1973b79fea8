"""What is shown of somebody in the pool, for how long, and what no message may hold."""

import re
from collections.abc import Collection, Sequence

from jalur.kit.numbers import new_long_number

USUAL_MONTHS, MOST_MONTHS = 6, 12
"""Set by Jalur: a consent is for a known time (UU 27/2022 art. 20-22 ask for purpose and time; not read in the law itself)."""
FEWEST_ALIKE = 5
"""As everywhere in Jalur: fewer than five people are not told apart by place (forecasts, pay, answers of feedback)."""
LONGEST_MESSAGE = 500
BANDS = (18, 21, 26, 31, 36, 41)

# A run of seven digits, however they are set apart, is a telephone number; money has points in threes and stays.
_DIGITS = re.compile(r"(?:\d[\s().\-/]*){7,}")
_MONEY = re.compile(r"\b\d{1,3}(?:[.,]\d{3})+\b")
_ADDRESS = re.compile(
    r"https?:|www\.|\bwa\.me|\bt\.me|@|\b[\w-]+\s*\.\s*(?:com|net|org|id|co|me|ly|info|biz|site|online|link|xyz|io|app|my|sg|hk|tw|jp|kr)\b",
    re.IGNORECASE,
)


def new_pool_number() -> str:
    """A number like T-7F3K-92QX: drawn anew for each consent, so that no two of one person can be put together."""
    return new_long_number("T")


def age_band(age: int) -> tuple[int, int | None]:
    """The first and last year of the band an age lies in; the last band is open."""
    first = max((one for one in BANDS if one <= age), default=BANDS[0])
    later = [one for one in BANDS if one > first]
    return first, later[0] - 1 if later else None


def shows_regency(codes: Sequence[str], common: Collection[str]) -> bool:
    """Whether somebody's regency is shown, or her province alone.

    codes: what is shown that she can do; common: what at least FEWEST_ALIKE people of the pool can do in her regency. The only
    welder with N3 of a small regency is known there by name: so each of her competencies has to be common. It hangs on the pool
    alone and never on what somebody filtered by, so that no two filters taken together tell more than one.
    """
    return bool(codes) and all(code in common for code in codes)


def holds_contact(text: str) -> bool:
    """Whether a message holds a telephone number or an address of e-mail or web."""
    return bool(_ADDRESS.search(text) or _DIGITS.search(_MONEY.sub(" ", text)))
