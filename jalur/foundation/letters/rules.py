"""How letters are numbered, and the code by which anybody checks one. No Django, no clock."""

import re
import secrets
from datetime import date

MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
PARTS = frozenset({"number", "unit", "code", "month", "year"})
"""What the form of a number may name: the counter, the unit that writes, the classification, the month in Roman numerals, the year."""
PART = re.compile(r"\{([^{}]*)\}")
# Neither vowels nor what is mistaken for another sign on paper.
ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXZ"
CODE_LENGTH = 25
"""120 bits: nobody finds a letter by trying."""
GROUP = 5


def number_of(form: str, *, serial: int, digits: int, unit: str, code: str, day: date) -> str:
    """The number of a letter: "{number}/{unit}/{code}/{month}/{year}" → "007/PLT/560/XI/2026"."""
    values = {
        "number": f"{serial:0{digits}}",
        "unit": unit,
        "code": code,
        "month": MONTHS[day.month - 1],
        "year": str(day.year),
    }
    return PART.sub(lambda part: values[part[1]], form)


def fault_of(form: str, *, unit: str, code: str) -> str:
    """What is wrong with the form of a number, as a code; "" for nothing.

    A series begins again every year, so a form without counter or year would give two letters the same number.
    """
    named = PART.findall(form)
    if set(named) - PARTS or set("{}") & set(PART.sub("", form)):
        return "unknown"
    if named.count("number") != 1:
        return "number"
    if "year" not in named:
        return "year"
    empty = {"unit": unit, "code": code}
    return next((f"no_{name}" for name, value in empty.items() if name in named and not value), "")


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _sign in range(CODE_LENGTH))


def read_code(typed: str) -> str:
    """A code as typed or read by a camera; "" for what can be none."""
    code = re.sub(r"[\s\-\N{EN DASH}.]+", "", typed).upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else ""


def written_code(code: str) -> str:
    """As it stands on paper: groups of five."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def is_nip(text: str) -> bool:
    """Whether it can be the number of a civil servant: 18 digits."""
    return re.fullmatch(r"\d{18}", text.replace(" ", "")) is not None


def written_nip(nip: str) -> str:
    """Birth date, first month of service, sex, counter: 19700101 199503 2 001."""
    digits = nip.replace(" ", "")
    return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}" if is_nip(digits) else nip
