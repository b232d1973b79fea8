"""Identity numbers and names as pure decisions.

A NIK has 16 digits PPKKCC DDMMYY NNNN: district of FIRST registration, birth day (women: plus 40), month, year of
two digits, serial. It never changes when a person moves or a birth date is corrected, so everything but the count of
digits is a warning.
Source: dukcapil.klaten.go.id, arti 16 digit NIK; nkripost.com, di balik nomor NIK.
"""

import calendar
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum

from jalur.kit.folding import SAME_NAME
from jalur.kit.reading import read_value

DIGITS = 16
BESIDE_LETTERS = " .,'’`-/()"
"""Signs in names as the KTP prints them."""
# How lists say that somebody has none.
NO_NUMBER = re.compile(r"0+|(tidak|tdk|belum|blm) ?ada|kosong|null|n/?a", re.IGNORECASE)
# The civil register numbers men 1 and women 2.
SEX_WORDS = {
    **dict.fromkeys(("P", "PR", "perempuan", "wanita", "W", "2", "F", "woman", "female"), "F"),
    **dict.fromkeys(("L", "LK", "laki-laki", "laki", "laki2", "pria", "1", "M", "man", "male"), "M"),
}
LONGEST_NAME = 120
# The birth day of a woman is written plus 40.
WOMEN_ADD = 40
SEPARATORS = re.compile(r"[\s.\-–_/]+")


class Warning(StrEnum):  # noqa: A001 - the word of the field; the builtin is not used here
    """Why a number deserves a second look; none of them refuses it."""

    UNKNOWN_DISTRICT = "unknown_district"
    DAY_IMPOSSIBLE = "day_impossible"
    MONTH_IMPOSSIBLE = "month_impossible"
    SERIAL_ZERO = "serial_zero"
    SEX_DIFFERS = "sex_differs"
    BIRTH_DATE_DIFFERS = "birth_date_differs"


def read_national_id(text: str) -> str:
    """The 16 digits of a NIK as people write it, "" where they write that there is none. ValueError when it is neither."""
    value = read_value(text)
    return parse_national_id(value) if value and not NO_NUMBER.fullmatch(value) else ""


def parse_national_id(text: str) -> str:
    """The 16 digits of a NIK typed with or without spaces, dots or dashes. ValueError when it is anything else."""
    digits = SEPARATORS.sub("", text)
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        raise ValueError("not sixteen digits")
    return digits


def district_code(national_id: str) -> str:
    """The district of first registration as it was numbered then: 3517080101900001 → 35.17.08."""
    return f"{national_id[:2]}.{national_id[2:4]}.{national_id[4:6]}"


def check_national_id(
    national_id: str, birth_date: date, sex: str, known_code: Callable[[str], bool]
) -> list[Warning]:
    """The reasons to look again at a well-formed NIK, in the order of its digits.

    sex: F or M. known_code: whether a district code such as 35.17.08 is or ever was in use. The century is not in the
    number: year 03 is 1903 as well as 2003, so only the last two digits of the birth year are compared.
    """
    written_day, month, year = int(national_id[6:8]), int(national_id[8:10]), int(national_id[10:12])
    is_woman = written_day > WOMEN_ADD
    day = written_day - WOMEN_ADD if is_woman else written_day
    warnings = []
    if not known_code(district_code(national_id)):
        warnings.append(Warning.UNKNOWN_DISTRICT)
    month_exists = 1 <= month <= 12
    day_exists = 1 <= day <= (_longest(month, year) if month_exists else 31)
    if not day_exists:
        warnings.append(Warning.DAY_IMPOSSIBLE)
    if not month_exists:
        warnings.append(Warning.MONTH_IMPOSSIBLE)
    if day_exists and is_woman != (sex == "F"):
        warnings.append(Warning.SEX_DIFFERS)
    if (
        day_exists
        and month_exists
        and (day, month, year) != (birth_date.day, birth_date.month, birth_date.year % 100)
    ):
        warnings.append(Warning.BIRTH_DATE_DIFFERS)
    if national_id.endswith("0000"):
        warnings.append(Warning.SERIAL_ZERO)
    return warnings


def _longest(month: int, year: int) -> int:
    """The days of the month in whichever century gives more: 29 February of year 00 was there in 2000, not in 1900."""
    return max(calendar.monthrange(1900 + year, month)[1], calendar.monthrange(2000 + year, month)[1])


NOT_LETTERS = re.compile(r"[^a-z ]+")
# What people put before and behind a name, and one paper has and another has not.
TITLES = frozenset(
    ("h", "hj", "kh", "ir", "dr", "drs", "dra", "drg", "drh", "prof", "ns", "apt", "ust", "ustadz")
)
_FIELDS = (
    "pd|si|e|h|hum|t|tr|kom|ikom|sos|ag|ip|kep|keb|farm|gz|tp|p|pt|psi|s|md|th|ab|ap|par|ak|m|km|kes|st|sn"
)
_DEGREE = rf"[smad]\. ?(?:{_FIELDS})(?:[. ]+(?:{_FIELDS}|i))*\.?"
_DEGREE_WORD = rf"(?:{_DEGREE}|[smad](?:{_FIELDS})|amdkeb|amdkep|ners|ns|lc|mba|ph\.? ?d\.?)"
DEGREES = re.compile(rf"(?:\s*,\s*{_DEGREE_WORD}\.?|\s+{_DEGREE.replace(' ?', '')})+\s*$")


def has_odd_signs(name: str) -> bool:
    """Whether anything stands in a person's name that is neither a letter nor a usual sign: "S4ri", "Sari <b>"."""
    return any(
        not sign.isalpha() and not unicodedata.combining(sign) and sign not in BESIDE_LETTERS for sign in name
    )


def fold_name(name: str) -> str:
    """A name as it is compared: lower case, no accents, no punctuation, no titles, one space, common spellings made one.

    Spelt out it may grow ("Moh." is muhammad): what its column has no room for is not compared.
    """
    lower = unicodedata.normalize("NFKD", name).casefold()  # before what is not ASCII goes: ß is ss
    plain = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
    words = _words(DEGREES.sub("", plain)) or _words(plain)
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    folded = " ".join(SAME_NAME.get(word, word) for word in words) or " ".join(name.casefold().split())
    return folded[:LONGEST_NAME]


def _words(text: str) -> list[str]:
    return NOT_LETTERS.sub("", re.sub(r"[.,\-/]", " ", text)).split()


# From here on two names differ by a letter or two in ten, as papers of one person do.
ALIKE = 0.88


def are_alike(one: str, other: str) -> bool:
    """Whether two folded names may be one name: with other spaces, or a slip of the pen apart."""
    first, second = one.replace(" ", ""), other.replace(" ", "")
    if first == second:
        return True
    # Cheap first: a list of thousands is compared with itself.
    if abs(len(first) - len(second)) > 3 or (first[:2] != second[:2] and first[-3:] != second[-3:]):
        return False
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE
