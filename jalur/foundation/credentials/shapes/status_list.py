"""The lists by which suspended and revoked is told: Bitstring Status Lists 1.0, and the same as a Token Status List."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openvc.errors import OpenvcError
from openvc.status.bitstring import decode_bitstring, encode_bitstring, get_status_bit
from openvc.status.token_status_list import encode_status_list

from jalur.foundation.credentials.rules import (
    LIST_ENTRIES,
    LIST_HOLDS,
    LIST_WINDOW,
    TOKEN,
    did_of,
    from_iso,
    iso,
    list_address,
)
from jalur.foundation.credentials.shapes import data_integrity
from jalur.foundation.credentials.shapes.data_integrity import Sign
from jalur.foundation.credentials.shapes.open_badge import CONTEXTS
from jalur.foundation.credentials.shapes.parsed import KeyFacts, method_parts
from jalur.foundation.credentials.shapes.sd_jwt import jwt
from jalur.foundation.credentials.shapes.strict import dump, load, member

INVALID, SUSPENDED = 1, 2  # Token Status List, 7.1


@dataclass(frozen=True)
class Listed:
    """The places that are marked, of one list of one body, from when on."""

    key: KeyFacts
    address: str
    number: int
    revoked: frozenset[int]
    suspended: frozenset[int]
    begins: datetime


def write(listed: Listed, purpose: str, sign: Sign) -> str:
    """The signed list of one purpose, as JSON."""
    places = listed.revoked if purpose == "revocation" else listed.suspended
    document = _document(listed.key, listed.address, listed.number, purpose, encoded(places), listed.begins)
    secured = data_integrity.secure(document, method=listed.key.method, created=listed.begins, sign=sign)
    return dump(secured).decode("utf-8")


def write_token(listed: Listed, sign: Sign) -> str:
    """The same for readers of SD-JWT VCs: two bits each, as a JWT."""
    bits = bytearray(LIST_ENTRIES // 4)
    for places, value in ((listed.suspended, SUSPENDED), (listed.revoked, INVALID)):
        for place in places:
            bits[place // 4] = bits[place // 4] & ~(3 << place % 4 * 2) | value << place % 4 * 2
    begins = int(listed.begins.timestamp())
    payload = {
        "iss": did_of(listed.address, listed.key.issuer),
        "sub": list_address(listed.address, listed.key.issuer, listed.number, TOKEN),
        "iat": begins,
        "exp": begins + int(LIST_HOLDS.total_seconds()),
        "ttl": int(LIST_WINDOW.total_seconds()),
        "status_list": {"bits": 2, "lst": encode_status_list(bytes(bits))},
    }
    return jwt({"alg": "EdDSA", "kid": listed.key.method, "typ": "statuslist+jwt"}, payload, sign)


def encoded(places: frozenset[int]) -> str:
    """Places → the packed string, the first place in the highest bit of the first byte."""
    bits = bytearray(LIST_ENTRIES // 8)
    for place in places:
        bits[place // 8] |= 128 >> place % 8
    return encode_bitstring(bytes(bits))


def mark_in(
    text: str, *, number: int, index: int, purpose: str, keys: Mapping[str, KeyFacts], now: datetime
) -> tuple[bool, datetime]:
    """Whether the place is marked, and from when the list is. ValueError when it is not this list, not whole, or out of date."""
    secured = load(text)
    key = keys.get(method_parts(data_integrity.method_of(secured))[1])
    if key is None:
        raise ValueError("another key")
    begins = from_iso(member(secured, "validFrom"))
    packed = member(secured, "credentialSubject", "encodedList")
    document = {name: value for name, value in secured.items() if name != "proof"}
    if dump(_document(key, key.address, number, purpose, packed, begins)) != dump(document):
        raise ValueError("another list")
    if not begins <= now < begins + LIST_HOLDS:
        raise ValueError("out of date")
    if not data_integrity.holds(secured, method=key.method, public=key.public):
        raise ValueError("a proof does not hold")
    try:
        bits = decode_bitstring(packed)
        if len(bits) * 8 < LIST_ENTRIES:
            raise ValueError("too short a list")
        return bool(get_status_bit(bits, index)), begins
    except OpenvcError as error:
        raise ValueError("no list") from error


def _document(
    key: KeyFacts, address: str, number: int, purpose: str, packed: str, begins: datetime
) -> dict[str, Any]:
    where = list_address(address, key.issuer, number, purpose)
    return {
        "@context": CONTEXTS[:1],
        "id": where,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did_of(address, key.issuer),
        "validFrom": iso(begins),
        "validUntil": iso(begins + LIST_HOLDS),
        "credentialSubject": {
            "id": f"{where}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": packed,
        },
    }
