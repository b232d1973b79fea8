"""What is signed about somebody, and what is read back from what was signed. Knows no table, no key, no clock."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

# Crockford's alphabet: no letter that reads like a digit.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LETTERS = 26
PERSONAL = ("nik", "birth_date", "birth_place")
"""What may be disclosed of a person, and only where the holder shows it."""


class Form(StrEnum):
    OPEN_BADGE = "open_badge"
    SD_JWT = "sd_jwt"
    COMPACT = "compact"


class Verdict(StrEnum):
    VALID = "valid"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    FORGED = "forged"  # signature, shape or digest does not hold
    ISSUER_UNKNOWN = "issuer_unknown"
    LIST_UNREACHABLE = "list_unreachable"


@dataclass(frozen=True)
class Statement:
    """One certificate's words. Texts are kept letter for letter; instants are aware, in UTC, whole seconds."""

    code: str  # new_code(); part of every public address
    number: str  # registration number as printed
    issuer: UUID  # Organisation.pk
    holder: str  # name as on the identity card
    title: str
    scheme: str
    kind: str  # kkni, okupasi, klaster
    units: tuple[tuple[str, str], ...]  # (code, title), no code twice
    accompanies: str  # "BNSP <blank number>" or ""
    decided: date
    begins: datetime
    ends: datetime | None
    replaces: str = ""  # code of the predecessor
    personal: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Reading:
    """What was handed in: its form, what it says as far as it is shown, by whose key, and what to think of it.

    statement is None where nothing can be said (forged, an unknown issuer). checked_at: from when the list is by which revoked and
    suspended are told.
    """

    verdict: Verdict
    form: Form | None = None
    statement: Statement | None = None
    key: Any = None  # credentials.models.SigningKey
    issuer_name: str = ""  # as signed; of the compact form as it is called today
    checked_at: datetime | None = None


def new_code() -> str:
    """128 random bits as 26 letters."""
    return code_of(secrets.token_bytes(16))


def code_of(raw: bytes) -> str:
    """The letters of sixteen bytes; `bytes_of` gives them back."""
    number = int.from_bytes(raw, "big")
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in reversed(range(CODE_LETTERS)))


def bytes_of(code: str) -> bytes:
    """The sixteen bytes of a code. ValueError for whatever `code_of` does not write."""
    if not is_code(code):
        raise ValueError("no code")
    number = 0
    for letter in code:
        number = number << 5 | ALPHABET.index(letter)
    return number.to_bytes(16, "big")


def is_code(text: str) -> bool:
    return (
        len(text) == CODE_LETTERS and text[0] in ALPHABET[:8] and all(letter in ALPHABET for letter in text)
    )
