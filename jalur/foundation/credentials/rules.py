"""Addresses, names and bounds of what is signed. No table, no clock."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from urllib.parse import quote, urlsplit
from uuid import UUID, uuid5

from django.utils.translation import gettext_lazy as _

from jalur.foundation.credentials.statement import PERSONAL, Statement, is_code

# Bitstring Status List 1.0, 6.1: the least size, so that asking for a list tells of nobody in particular.
LIST_ENTRIES = 131_072
# A list is signed anew every hour and is believed for a day.
LIST_WINDOW = timedelta(hours=1)
LIST_HOLDS = timedelta(hours=24)
REVOCATION, SUSPENSION = "revocation", "suspension"
PURPOSES = (REVOCATION, SUSPENSION)
TOKEN = "token"
JAKARTA = timezone(timedelta(hours=7))
# For names of achievements: the same scheme with the same words has the same name.
ACHIEVEMENTS = UUID("0b7a1c0e-52a6-4f0c-9b1f-3e9a4f1d7c55")
LONGEST = {"number": 80, "holder": 200, "title": 300, "scheme": 80, "kind": 30, "accompanies": 120}
MOST_UNITS = 200
KID = re.compile(r"[0-9a-f]{16}")
NO_KEY = _("This body has no key to sign with. Ask who keeps the server for one.")


@dataclass(frozen=True)
class Said:
    """A statement with all that stands around it in a signed form."""

    statement: Statement
    issuer_name: str
    address: str  # where Jalur was reached when the key was made
    kid: str
    list_number: int
    index: int
    signed_at: datetime

    @property
    def did(self) -> str:
        return did_of(self.address, self.statement.issuer)

    @property
    def method(self) -> str:
        return f"{self.did}#{self.kid}"

    def list_address(self, purpose: str) -> str:
        return list_address(self.address, self.statement.issuer, self.list_number, purpose)


def kid_of(public: bytes) -> str:
    """A key is called by its own digest: two keys never share a name."""
    return hashlib.sha256(public).hexdigest()[:16]


def did_of(address: str, issuer: UUID) -> str:
    """did:web, whose document lies at <address>/issuers/<issuer>/did.json."""
    parts = urlsplit(address)
    steps = [quote(step, safe="") for step in parts.path.split("/") if step]
    return ":".join(["did:web", parts.netloc.replace(":", "%3A"), *steps, "issuers", str(issuer)])


def issuer_address(address: str, issuer: UUID) -> str:
    return f"{address}/issuers/{issuer}"


def list_address(address: str, issuer: UUID, number: int, purpose: str) -> str:
    return f"{issuer_address(address, issuer)}/status/{number}/{purpose}"


def page_of(address: str, code: str) -> str:
    """The public address of one certificate, served by the room of certificates."""
    return f"{address}/c/{code}"


def vct_of(address: str) -> str:
    """The type of our SD-JWT VCs; its description lies there."""
    return f"{address}/credentials/vct/competency"


def achievement_of(statement: Statement) -> str:
    """What was proven, as a name that is the same for everybody who proved it."""
    words = [
        statement.scheme,
        statement.kind,
        statement.title,
        *(part for unit in statement.units for part in unit),
    ]
    return f"urn:uuid:{uuid5(ACHIEVEMENTS, str(statement.issuer) + chr(0).join(words))}"


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"


def from_iso(text: str) -> datetime:
    """ValueError for whatever `iso` does not write."""
    moment = datetime.fromisoformat(text).astimezone(UTC)
    if iso(moment) != text:
        raise ValueError("another way to write it")
    return moment


def day_iso(day: date) -> str:
    """A day as the instant at which it begins in Jakarta."""
    return f"{day.isoformat()}T00:00:00+07:00"


def day_from_iso(text: str) -> date:
    day = date.fromisoformat(text[:10])
    if day_iso(day) != text:
        raise ValueError("another way to write it")
    return day


def whole(moment: datetime) -> datetime:
    """The instant in UTC, without what is less than a second."""
    return moment.astimezone(UTC).replace(microsecond=0)


def fault_of(statement: Statement) -> str:
    """What keeps a statement from being signed, as the name of its field; "" when nothing does."""
    texts = {name: getattr(statement, name) for name in LONGEST}
    for name, text in texts.items():
        if not is_plain(text, LONGEST[name]) or (not text and name not in {"number", "accompanies"}):
            return name
    if not is_code(statement.code) or (statement.replaces and not is_code(statement.replaces)):
        return "code"
    codes = [code for code, _title in statement.units]
    plain = all(
        code and title and is_plain(code, 80) and is_plain(title, 300) for code, title in statement.units
    )
    if len(codes) > MOST_UNITS or len(set(codes)) != len(codes) or not plain:
        return "units"
    if not all(
        name in PERSONAL and value and is_plain(value, 120) for name, value in statement.personal.items()
    ):
        return "personal"
    moments = [moment for moment in (statement.begins, statement.ends) if moment is not None]
    if any(moment.tzinfo is None or whole(moment) != moment or moment.year > 9998 for moment in moments):
        return "begins"
    return "ends" if statement.ends is not None and statement.ends <= statement.begins else ""


def is_plain(text: str, longest: int) -> bool:
    """Short enough, without signs that nobody sees: control signs, halves of signs, turned directions."""
    return len(text) <= longest and not any(
        unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for letter in text
    )
