"""The printed QR: a COSE_Sign1 with CWT claims, small enough for version 10-M. Its key says whose it is.

What has no room is cut and ends in "…": first the title, then name and code of the scheme.
"""

import hashlib
from datetime import UTC, date, datetime
from typing import Any

import base45
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from openvc import cbor
from openvc.cbor import CborError, CborTag

from jalur.foundation.credentials.rules import KID, Said, is_plain
from jalur.foundation.credentials.shapes.data_integrity import Sign
from jalur.foundation.credentials.shapes.parsed import Judged, KeyFacts, Parsed
from jalur.foundation.credentials.statement import Form, Statement, bytes_of, code_of

PREFIX = "JLR1:"
# Version 10 with level M holds 311 signs (ISO/IEC 18004): 306 after the prefix, that is 204 bytes.
MOST_BYTES = 204
MOST_SIGNS = 311
TEXT_BYTES = 66  # holder, title and code of the scheme together, in UTF-8
SCHEME_BYTES, TITLE_BYTES = (
    24,
    13,
)  # what the code of the scheme gets at most, and the title at least, when room is short
SIGN1, EDDSA = 18, -8
ALG, KEY_ID = 1, 4  # RFC 9052, 3.1
EXPIRES, BEGINS, CODE = 4, 5, 7  # RFC 8392, 3.1: exp, nbf, cti
OURS = -65537  # RFC 8392, 9.1: below -65536 for private use
CUT = "…"


def write(said: Said, sign: Sign) -> tuple[str, bytes]:
    """The text of the QR code and the digest of what it holds."""
    protected = cbor.encode({ALG: EDDSA, KEY_ID: bytes.fromhex(said.kid)})
    payload = cbor.encode(_claims(said, *_fitted(said.statement)))
    signature = sign(_to_sign(protected, payload))
    raw = cbor.encode(CborTag(SIGN1, [protected, {}, payload, signature]))
    return PREFIX + base45.b45encode(raw).decode(), hashlib.sha256(raw).digest()


def parse(text: str) -> Parsed:
    """Take the text apart; ValueError when it is not of our shape."""
    if len(text) > MOST_SIGNS or not text.startswith(PREFIX) or not text.isascii():
        raise ValueError("another shape")
    body = text.removeprefix(PREFIX)
    raw = bytes(base45.b45decode(body))
    if base45.b45encode(raw).decode() != body:
        raise ValueError("another way to write it")
    found = _decoded(raw)
    if not isinstance(found, CborTag) or found.tag != SIGN1 or not isinstance(found.value, list):
        raise ValueError("no COSE_Sign1")
    if [type(one) for one in found.value] != [bytes, dict, bytes, bytes] or found.value[1]:
        raise ValueError("no COSE_Sign1")
    protected, _open, payload, signature = found.value
    header = _decoded(protected)
    kid = header.get(KEY_ID) if isinstance(header, dict) else None
    if (
        type(kid) is not bytes
        or len(kid) != 8
        or header != {ALG: EDDSA, KEY_ID: kid}
        or type(header[ALG]) is not int
    ):
        raise ValueError("another header")
    digest = hashlib.sha256(raw).digest()
    return Parsed(Form.COMPACT, kid.hex(), "", lambda key: judge(protected, payload, signature, digest, key))


def judge(protected: bytes, payload: bytes, signature: bytes, digest: bytes, key: KeyFacts) -> Judged:
    """What it says, once the signature holds and it is exactly what we write of that."""
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, _to_sign(protected, payload))
    except InvalidSignature:
        raise ValueError("the signature does not hold") from None
    claims = _decoded(payload)
    said, texts = _said(claims, key)
    if cbor.encode(_claims(said, *texts)) != payload or not KID.fullmatch(key.kid):
        raise ValueError("another shape")
    return Judged(said, digest)


def _decoded(raw: bytes) -> Any:
    """CBOR in its one canonical form."""
    try:
        found = cbor.decode(raw)
        if cbor.encode(found) != raw:
            raise ValueError("another way to write it")
    except (CborError, RecursionError) as error:
        raise ValueError("no CBOR") from error
    return found


def _to_sign(protected: bytes, payload: bytes) -> bytes:
    return cbor.encode(["Signature1", protected, b"", payload])  # RFC 9052, 4.4


def _claims(said: Said, holder: str, title: str, scheme: str) -> dict[int, Any]:
    statement = said.statement
    claims: dict[int, Any] = {
        BEGINS: int(statement.begins.timestamp()),
        CODE: bytes_of(statement.code),
        OURS: [said.list_number, said.index, holder, title, scheme],
    }
    if statement.ends is not None:
        claims[EXPIRES] = int(statement.ends.timestamp())
    return claims


def _said(claims: Any, key: KeyFacts) -> tuple[Said, tuple[str, str, str]]:
    if not isinstance(claims, dict) or not isinstance(claims.get(OURS), list) or len(claims[OURS]) != 5:
        raise ValueError("other claims")
    number, index, *texts = claims[OURS]
    moments = [claims.get(BEGINS), *([claims[EXPIRES]] if EXPIRES in claims else [])]
    whole = [number, index, *moments]
    if not all(type(one) is int and 0 <= one < 253_000_000_000 for one in whole):
        raise ValueError("other claims")
    if not all(type(text) is str and text and is_plain(text, 200) for text in texts):
        raise ValueError("other texts")
    if type(claims.get(CODE)) is not bytes or len(claims[CODE]) != 16:
        raise ValueError("no code")
    holder, title, scheme = texts
    begins, ends = datetime.fromtimestamp(moments[0], UTC), None
    if EXPIRES in claims:
        ends = datetime.fromtimestamp(moments[1], UTC)
    statement = Statement(
        code=code_of(claims[CODE]), number="", issuer=key.issuer, holder=holder, title=title, scheme=scheme,
        kind="", units=(), accompanies="", decided=date.min, begins=begins, ends=ends,
    )  # fmt: skip
    said = Said(statement, key.issuer_name, key.address, key.kid, number, index, begins)
    return said, (holder, title, scheme)


def _fitted(statement: Statement) -> tuple[str, str, str]:
    """Name, title and code of the scheme as they fit."""
    scheme = cut(statement.scheme, SCHEME_BYTES)
    holder = cut(
        statement.holder, TEXT_BYTES - len(scheme.encode()) - min(TITLE_BYTES, len(statement.title.encode()))
    )
    title = cut(statement.title, TEXT_BYTES - len(scheme.encode()) - len(holder.encode()))
    return holder, title, scheme


def cut(text: str, most: int) -> str:
    """As much of it as has room in so many bytes of UTF-8, and "…" where it goes on."""
    if len(text.encode()) <= most:
        return text
    room = most - len(CUT.encode())
    return text.encode()[:room].decode("utf-8", "ignore").rstrip() + CUT
