"""What follows from codes, numbers and days: pure decisions."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DIGITS = 6
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
NUMBER = re.compile(r"([0-9A-HJKMNP-TV-Z]{4})(\d{1,9})")
# How a signed text begins: the square picture, JSON, SVG. An SD-JWT is known by its "~".
SIGNED = ("JLR1:", "{", "<")
# Crockford's base32: what reads alike is one sign.
ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
MOST_SHARED = timedelta(days=366)


class Answer(StrEnum):
    """What whoever checks a certificate is told."""

    VALID = "valid"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    REPLACED = "replaced"
    NOT_AUTHORISED = "not_authorised"
    UNKNOWN = "unknown"
    FORGED = "forged"
    UNREADABLE = "unreadable"
    UNREACHABLE = "list_unreachable"


NOTHING = (Answer.UNKNOWN, Answer.FORGED, Answer.UNREADABLE)
"""Nothing is shown beside these."""


@dataclass(frozen=True)
class Asked:
    """What somebody typed, as far as it could be read: a code of a link, a number, or a text as in the square picture."""

    code: str = ""
    number: str = ""
    text: str = ""

    @property
    def is_read(self) -> bool:
        """Whether it is something that can be looked up or verified."""
        return not self.text or _is_signed(self.text)


def _is_signed(text: str) -> bool:
    return text.startswith(SIGNED) or "~" in text


def read_asked(typed: str) -> Asked:
    """A link, a code with whatever stands between its signs, a number, or else a text to be verified."""
    typed = typed.strip().lstrip("\ufeff").lstrip()
    if _is_signed(typed):  # base45 holds spaces, "/" and "-" of its own
        return Asked(text=typed)
    path = re.sub(r"[\W_]+$", "", re.split(r"[?#]", typed)[0])
    folded = re.sub(r"[\W_]", "", path.rsplit("/", 1)[-1]).upper().translate(ALIKE)
    if CODE.fullmatch(folded):
        return Asked(code=folded)
    if number := NUMBER.fullmatch(folded):
        return Asked(number=number_of(number[1], int(number[2])))
    return Asked(text=typed)


def written_code(code: str) -> str:
    """In groups that can be read out."""
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))


def number_of(prefix: str, serial: int) -> str:
    return f"{prefix}-{serial:0{DIGITS}d}"


def same_name(one: str, other: str) -> bool:
    """Whether two names are written with the same letters, whatever their case and spacing."""
    return "".join(one.casefold().split()) == "".join(other.casefold().split()) != ""


def last_day(ends: date) -> date:
    """Of what ends on a day, the last on which it counts."""
    return ends - timedelta(days=1)


def before(day: date, ends: date | None) -> date | None:
    """A day on which something is told, if it lies before the end."""
    return day if ends is None or day < ends else None
