"""How numbers, days, moments, phones and identity numbers read on a screen, in both languages."""

import datetime as dt
from decimal import Decimal
from functools import lru_cache

import phonenumbers
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jalur.kit import dates

ZONE_NAMES = {7: "WIB", 8: "WITA", 9: "WIT"}
"""Hours east of Greenwich → the name of Indonesia's time zone (Keppres 41/1987)."""

DAY_PATTERNS = {
    "long": "EEEE, d MMMM y",
    "medium": "d MMMM y",
    "short": "d MMM y",
    "weekday": "EEE, d MMM",
    "number": "dd-MM-y",
    "month": "MMMM y",
}


def locale() -> str:
    """The Babel locale of the language in force: "id" unless English was chosen."""
    return "en" if (get_language() or "id").startswith("en") else "id"


def number(value: Decimal | float, places: int = 0) -> str:
    """1700000 → 1.700.000 (id) or 1,700,000 (en); `places` digits after the mark."""
    if places == 0 and isinstance(
        value, int
    ):  # Babel takes thirty times as long, and lists are full of counts
        grouped = f"{value:,}"
        return grouped if locale() == "en" else grouped.replace(",", ".")
    pattern = "#,##0" if places == 0 else "#,##0." + "0" * places
    return format_decimal(value, format=pattern, locale=locale())


def percent(share: Decimal | float, places: int = 1) -> str:
    """A share of one: 0.175 → 17,5%."""
    pattern = "#,##0%" if places == 0 else "#,##0." + "0" * places + "%"
    return format_percent(share, format=pattern, locale=locale())


def day(value: dt.date, style: str = "medium") -> str:
    """A day: long "Sabtu, 21 November 2026", medium "21 November 2026", short "21 Nov 2026", weekday "Sab, 21 Nov", number "21-11-2026"."""
    if isinstance(value, dt.datetime):
        value = dates.shown(value).date()
    return _written_day(value, DAY_PATTERNS[style], locale())


@lru_cache(maxsize=2048)
def _written_day(value: dt.date, pattern: str, language: str) -> str:
    return format_date(value, pattern, locale=language)


def month(value: dt.date) -> str:
    """The month of a day: Maret 2026."""
    return _written_day(value, "MMMM y", locale())


def zone_name(at: dt.datetime) -> str:
    """WIB, WITA, WIT, or what another zone is called."""
    offset = at.utcoffset()
    return (
        (ZONE_NAMES.get(int(offset.total_seconds() // 3600)) if offset is not None else None)
        or at.tzname()
        or ""
    )


def moment(value: dt.datetime) -> str:
    """An instant in the zone in force, its zone named: "21 November 2026, 18.42 WIB"."""
    here = dates.shown(value)
    zone = zone_name(here)
    clock = here.strftime("%H.%M" if locale() == "id" else "%H:%M")
    return f"{day(here.date())}, {clock} {zone}".strip()


def ago(value: dt.date, today: dt.date) -> str:
    """How far a day lies from `today`, in whole days, weeks or months, as words."""
    days = (today - value).days
    if days == 0:
        return _("today")
    far = abs(days)
    if far < 14:
        amount = ngettext("%(count)s day", "%(count)s days", far) % {"count": far}
    elif far < 60:
        amount = ngettext("%(count)s week", "%(count)s weeks", far // 7) % {"count": far // 7}
    else:
        amount = ngettext("%(count)s month", "%(count)s months", far // 30) % {"count": far // 30}
    return (_("%(amount)s ago") if days > 0 else _("in %(amount)s")) % {"amount": amount}


def phone(value: str, region: str = "ID") -> str:
    """A telephone number as it is dialled from abroad: +62 812-3456-7890. What cannot be read stays as typed."""
    try:
        parsed = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def masked(value: str, head: int = 4, tail: int = 4) -> str:
    """An identity number with its middle hidden: 3517••••••••0001."""
    if len(value) <= head + tail:
        return "•" * len(value)
    return value[:head] + "•" * (len(value) - head - tail) + value[-tail:]
