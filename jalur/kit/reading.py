"""Text, numbers, days and phones as Indonesians write them: read, or refused with what to write instead.

One reader for the boxes of forms and the cells of spreadsheets. Each raises `Unreadable`; nothing is ever cut or guessed.
"""

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import groupby

import phonenumbers
from django.utils.translation import gettext as _

from jalur.kit import dates, formats
from jalur.kit.signs import is_control, is_invisible


class Unreadable(ValueError):
    """Why a text cannot be read; as text a sentence with the remedy, `code` stays the same for programs."""

    def __init__(self, sentence: str, code: str = "invalid") -> None:
        super().__init__(sentence)
        self.code = code


# Before a number, so that a spreadsheet takes it for text.
MARKS_OF_TEXT = "'`´\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
# No writing puts so many marks on one letter; they would run over the lines above and below.
MOST_MARKS = 4
# What people write where they have nothing to say.
NOTHING = frozenset("-–—.…?_ \n")
DASHES = re.compile(r"[-\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}]+")


def read_text(text: str, *, lines: bool = False) -> str:
    """What is to be seen of a text, with single spaces; lines: line breaks stay."""
    if text.isascii() and text.isprintable():  # nearly every cell of a long list
        return " ".join(text.split())
    seen = "".join(sign for sign in unicodedata.normalize("NFC", text) if not is_invisible(sign))
    if any(is_control(sign) for sign in seen) or _has_piled_marks(seen):
        sentence = _(
            "This contains a character that is not a letter, digit or punctuation mark. Type it "
            "again by hand."
        )
        raise Unreadable(sentence, "control")
    if lines:
        return "\n".join(" ".join(line.split()) for line in seen.splitlines()).strip()
    return " ".join(seen.split())


def _has_piled_marks(text: str) -> bool:
    """Whether more marks stand on one letter than any writing has."""
    runs = groupby(text, key=unicodedata.combining) if not text.isascii() else ()
    count = 0
    for mark, signs in runs:
        count = count + sum(1 for _sign in signs) if mark else 0
        if count > MOST_MARKS:
            return True
    return False


def read_value(text: str) -> str:
    """A cell or box that holds a number, a day or a code: without the apostrophe that marks it as text; "" for a dash."""
    value = read_text(text).lstrip(MARKS_OF_TEXT).strip()
    return "" if DASHES.fullmatch(value) else value


def says_something(text: str) -> bool:
    """Whether a text has a letter or a digit: "-" and "." stand for nothing."""
    return any(sign.isalnum() for sign in text)


def read_words(text: str) -> str:
    """A sentence or what something is called; "" for what people write for nothing, a dash or points."""
    if says_something(text):
        return text
    if set(text) <= NOTHING:
        return ""
    raise Unreadable(_("Write it in words."), "no_words")


def read_name(text: str) -> str:
    """The name of a person or thing: at least one letter."""
    name = read_text(text)
    if not any(sign.isalpha() for sign in name):
        raise Unreadable(_("A name needs letters. Write it as on the documents."), "no_letters")
    return name


CURRENCY_SIGN = re.compile(r"(rp|idr)\.?\s*", re.IGNORECASE)
# 1000 · 1.000 · 1,000 · 1 000, then nothing, ",00" or ",-".
WHOLE_NUMBER = re.compile(r"(-?)(\d+|[1-9]\d{0,2}(?:([., ])\d{3})(?:\3\d{3})*)(?:([.,])0{1,2}|,-)?", re.ASCII)
_MILLION = r"(?:juta|jt|million|mio)\.?"
MILLIONS = re.compile(
    rf"(?P<whole>\d{{1,4}})(?:[.,](?P<part>\d{{1,3}}))?\s*{_MILLION}", re.ASCII | re.IGNORECASE
)
# What stands for one currency alone; a bare $ or ¥ may be any of several.
SIGNS = {
    "RP": "IDR",
    "₩": "KRW",
    "WON": "KRW",
    "YEN": "JPY",
    "RM": "MYR",
    "€": "EUR",
    "NT$": "TWD",
    "HK$": "HKD",
    "S$": "SGD",
    "US$": "USD",
}
_MONEY = r"(?:[A-Z]{3}|RP\.?|RM|(?:NT|HK|US|S)?\$|[₩€¥])"
CURRENCY_AROUND = re.compile(
    rf"(?P<before>{_MONEY})\s*(?P<amount>\d.*)"
    rf"|(?P<amount_first>\d(?:.*?[\d-])?(?:\s*{_MILLION})?)\s*(?P<behind>{_MONEY})",
    re.IGNORECASE,
)
A_MONTH = re.compile(r"\s*(?:/|per|se)\s*(?:bulan|bln|month|mon|mo)\.?$", re.IGNORECASE)
WITH_FRACTION = re.compile(r"-?[\d., ]*[.,]\d+", re.ASCII)


def read_number(text: str) -> int:
    """A whole number, with or without points between thousands: "1.000", "1 000", "1000", "1.000,00"."""
    value = DASHES.sub("-", read_value(text), count=1)
    match = WHOLE_NUMBER.fullmatch(value)
    if match and (match[3] is None or match[3] != match[4]):
        return int(match[1] + re.sub("[., ]", "", match[2]))
    if WITH_FRACTION.fullmatch(value):
        raise Unreadable(_("Write a whole number, with points only between thousands: 1.000."), "fraction")
    raise Unreadable(_("Write the number in digits, for example 25 or 1.000."))


def has_rupiah(text: str) -> bool:
    """Whether an amount was written as rupiah: "Rp1.500.000"."""
    return CURRENCY_SIGN.match(read_value(text)) is not None


def read_money(text: str) -> Decimal:
    """Whole units from what people type: "Rp 1.234.567", "1,234,567", "1234567", "Rp1.234.567,-", "1,5 juta"."""
    value = CURRENCY_SIGN.sub("", read_value(text), count=1)
    if (found := MILLIONS.fullmatch(value)) is not None:
        return _millions(found)
    try:
        amount = read_number(value)
    except Unreadable:
        amount = -1
    if amount < 0:
        raise Unreadable(_("Enter a whole amount, for example Rp1.500.000."))
    return Decimal(amount)


def _millions(found: re.Match[str]) -> Decimal:
    """What stands before "juta"; with three digits behind the point it may be a thousand times as much."""
    if len(found["part"] or "") > 2:
        raise Unreadable(
            _("Write the amount in full: 1.500 juta may mean 1.500.000 or 1.500.000.000."), "millions"
        )
    return Decimal(int(f"{found['whole']}{found['part'] or '':0<6}"))


def read_pay(text: str) -> tuple[Decimal, str]:
    """(amount, currency or "") of what companies write for a pay: "KRW 2.100.000", "2.100.000 KRW / bulan", "Rp4,5 juta"."""
    value = A_MONTH.sub("", read_value(text))
    if (found := CURRENCY_AROUND.fullmatch(value)) is None:
        return read_money(value), ""
    word = (found["before"] or found["behind"]).upper().rstrip(".")
    currency = SIGNS.get(word, word)
    if len(currency) != 3 or not currency.isalpha():
        raise Unreadable(_("Write the currency in three letters, for example KRW."), "currency")
    return read_money(found["amount"] or found["amount_first"]), currency


@dataclass(frozen=True)
class Span:
    """The years in which a day of some kind can lie: so many back and ahead of the day it is; 0 ahead ends today."""

    back: int
    ahead: int

    def ends(self, today: date) -> tuple[date, date]:
        first = date(today.year - self.back, 1, 1)
        return first, date(today.year + self.ahead, 12, 31) if self.ahead else today


# The longest life on record is 122 years (Jeanne Calment); an earlier birth date is a slip of the keyboard.
BIRTH = Span(122, 0)
# When somebody can start, a class runs, people must be ready.
SOON = Span(10, 20)
PAST = Span(80, 0)
ANY_DAY = Span(100, 50)
# So many days ahead a past day is one that has not come yet; further on the year is wrong.
SLIP = 366

MONTHS = {
    word: month
    for month, words in enumerate(
        (
            "januari january jan",
            "februari february pebruari feb peb",
            "maret march mar mrt",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agust agus agt ags agu aug",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        1,
    )
    for word in words.split()
}
WEEKDAY = re.compile(
    r"(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad|(?:mon|tues|wednes|thurs|fri|satur|sun)day),?\s+",
    re.IGNORECASE,
)
# Spreadsheets write a day with an hour behind it.
MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?$")


def read_day(text: str, span: Span = ANY_DAY, *, today: date | None = None) -> date:
    """A day inside the span: 12-04-2001, 12/4/01, 12 April 2001, 12 Apr 01, April 12, 2001, 2001-04-12. The day stands before the
    month, unless the month is a word.

    A year of two digits is the one inside the span that is nearest to today.
    """
    today = today or dates.today()
    value = MIDNIGHT.sub("", WEEKDAY.sub("", read_value(text)))
    parts = [part for part in re.split(r"[\s\-./,]+", value) if part]
    if len(parts) == 3 and len(parts[0]) == 4:
        parts.reverse()
    elif len(parts) == 3 and parts[0].casefold() in MONTHS:
        parts[:2] = parts[1], parts[0]
    days = _days_of(parts, today)
    if not days:
        raise Unreadable(_("Enter the date as day-month-year, for example 21-11-2026."))
    first, last = span.ends(today)
    inside = [day for day in days if first <= day <= last]
    nearest = min(inside or days, key=lambda day: abs((day - today).days))
    if not inside and last == today and 0 < (nearest - today).days <= SLIP:
        sentence = _("%(day)s has not come yet. The latest day possible is today, %(today)s.")
        params = {"day": formats.day(nearest, "medium"), "today": formats.day(today, "medium")}
        raise Unreadable(sentence % params, "not_yet")
    if not inside:
        sentence = _("Check the year: the date must be between %(first)s and %(last)s.")
        params = {"first": formats.day(first, "medium"), "last": formats.day(last, "medium")}
        raise Unreadable(sentence % params, "out_of_span")
    return nearest


SERIAL = re.compile(r"([0-9]{5})(?:[.,]0+)?")
# Spreadsheets count days from here on.
SERIAL_BEGINS = date(1899, 12, 30)


def days_of_number(text: str, span: Span = ANY_DAY, *, today: date | None = None) -> list[date]:
    """The days that five digits may mean: first what a spreadsheet counts so, then 50127 as 5-01-27 or 50-1-27; inside the span."""
    found = SERIAL.fullmatch(read_value(text))
    if found is None:
        return []
    digits = found[1]
    written = [
        (SERIAL_BEGINS + timedelta(days=int(digits))).isoformat(),
        f"{digits[0]}-{digits[1:3]}-{digits[3:]}",
        f"{digits[:2]}-{digits[2]}-{digits[3:]}",
    ]
    days = []
    for one in written:
        with suppress(Unreadable):
            days.append(read_day(one, span, today=today))
    return list(dict.fromkeys(days))


def _days_of(parts: list[str], today: date) -> list[date]:
    """The days that day, month and year may mean: one, or with a year of two digits one in each century."""
    if len(parts) != 3:
        return []
    day, month, year = parts
    number = MONTHS.get(month.casefold()) or (int(month) if re.fullmatch(r"[0-9]{1,2}", month) else 0)
    if not (re.fullmatch(r"[0-9]{1,2}", day) and re.fullmatch(r"[0-9]{2}|[0-9]{4}", year)):
        return []
    this = today.year // 100
    centuries = [0] if len(year) == 4 else [(this + step) * 100 for step in (-1, 0, 1)]
    days = []
    for century in centuries:
        try:
            days.append(date(century + int(year), number, int(day)))
        except ValueError:  # 31 February, 29 February of a common year, the year 0
            continue
    return days


HOUR = re.compile(r"([01]?[0-9]|2[0-3])(?:[.:]([0-5][0-9]))?")


def read_hour(text: str, zone: str = "") -> time:
    """Hours and minutes as people write them: 8, 08.00, 8:30; the zone of the place may stand behind ("08.00 WIB"), no other."""
    found = HOUR.fullmatch(read_text(text).removesuffix(zone).strip())
    if found is None:
        raise Unreadable(_("Write hours and minutes by the clock of the place, for example 08.00."))
    return time(int(found[1]), int(found[2] or 0))


def read_phone(text: str, region: str = "ID") -> str:
    """A phone number as E.164, of `region` unless it starts with +; "" for nothing. Letters are never read as digits."""
    value = read_value(text)
    if not value or value == "0":
        return ""
    if any(sign.isalpha() for sign in value):
        sentence = _("Write the phone number alone, without words or letters, for example 0812-3456-7890.")
        raise Unreadable(sentence, "letters")
    sentence = _("Enter a phone number with its area code, for example 0812-3456-7890 or +82 10-1234-5678.")
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException as failure:
        raise Unreadable(sentence) from failure
    if not phonenumbers.is_valid_number(number):
        raise Unreadable(sentence)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
