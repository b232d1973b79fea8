"""SD-JWT VC: what the holder shows of it is her own choice. Name and personal facts stand in disclosures, nowhere else."""

import hashlib
import secrets
from datetime import UTC, date, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from jalur.foundation.credentials.rules import TOKEN, Said, fault_of, is_plain, vct_of
from jalur.foundation.credentials.shapes.data_integrity import Sign
from jalur.foundation.credentials.shapes.parsed import Judged, KeyFacts, Parsed, method_parts
from jalur.foundation.credentials.shapes.strict import (
    MOST_BYTES,
    b64,
    dump,
    from_b64,
    load,
    member,
    optional,
    text_of,
)
from jalur.foundation.credentials.statement import PERSONAL, Form, Statement

NAME = "name"
DISCLOSED = (NAME, *PERSONAL)


def write(said: Said, sign: Sign) -> tuple[str, bytes]:
    """`<JWT>~<disclosure>~…~` and the digest of the JWT."""
    shown = {NAME: said.statement.holder, **said.statement.personal}
    disclosures = [b64(dump([b64(secrets.token_bytes(16)), name, value])) for name, value in shown.items()]
    payload = _payload(said, sorted(map(_digest, disclosures)))  # in an order that tells nothing
    token = jwt({"alg": "EdDSA", "kid": said.method, "typ": "dc+sd-jwt"}, payload, sign)
    return "~".join([token, *disclosures, ""]), hashlib.sha256(token.encode()).digest()


def jwt(header: dict[str, Any], payload: dict[str, Any], sign: Sign) -> str:
    signed = f"{b64(dump(header))}.{b64(dump(payload))}"
    return f"{signed}.{b64(sign(signed.encode()))}"


def show(text: str, names: set[str]) -> str:
    """The same with these disclosures alone: what a holder hands on."""
    token, *disclosures, _end = text.split("~")
    kept = [one for one in disclosures if load(text_of(from_b64(one)))[1] in names]
    return "~".join([token, *kept, ""])


def parse(text: str) -> Parsed:
    """Take it apart; ValueError when it is not of our shape."""
    if len(text) > MOST_BYTES:
        raise ValueError("too long")
    token, *disclosures, end = text.split("~")
    if end or len(disclosures) > len(DISCLOSED):
        raise ValueError("another shape")
    parts = token.split(".")
    if len(parts) != 3:
        raise ValueError("no token")
    header, payload = (load(text_of(from_b64(part))) for part in parts[:2])
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise ValueError("no token")
    did, kid = method_parts(member(header, "kid"))
    if dump(header) != dump({"alg": "EdDSA", "kid": f"{did}#{kid}", "typ": "dc+sd-jwt"}):
        raise ValueError("another header")
    return Parsed(Form.SD_JWT, kid, did, lambda key: judge(token, payload, disclosures, key))


def judge(token: str, payload: dict[str, Any], disclosures: list[str], key: KeyFacts) -> Judged:
    """What is shown of it, once the token is exactly what we write of it and every disclosure belongs to it."""
    signed, _, signature = token.rpartition(".")
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(from_b64(signature), signed.encode())
    except InvalidSignature:
        raise ValueError("the signature does not hold") from None
    digests = member(payload, "_sd", kind=list)
    said = _said(payload, _shown(disclosures, digests), key)
    if dump(_payload(said, digests)) != dump(payload):
        raise ValueError("another shape")
    return Judged(said, hashlib.sha256(token.encode()).digest())


def _shown(disclosures: list[str], digests: list[Any]) -> dict[str, str]:
    """What the disclosures say; each is one of those that were signed, and no two are of the same fact."""
    if len(digests) > len(DISCLOSED) or not all(isinstance(one, str) and len(one) == 43 for one in digests):
        raise ValueError("other digests")
    if digests != sorted(set(digests)):
        raise ValueError("digests out of order")
    shown: dict[str, str] = {}
    for disclosure in disclosures:
        found = load(text_of(from_b64(disclosure)))
        if not isinstance(found, list) or len(found) != 3 or not all(type(one) is str for one in found):
            raise ValueError("no disclosure")
        _salt, name, value = found
        if _digest(disclosure) not in digests or name not in DISCLOSED or name in shown:
            raise ValueError("a disclosure that was not signed")
        shown[name] = value
    return shown


def _digest(disclosure: str) -> str:
    return b64(hashlib.sha256(disclosure.encode("ascii")).digest())


def _payload(said: Said, digests: list[str]) -> dict[str, Any]:
    statement = said.statement
    made: dict[str, Any] = {
        "iss": said.did,
        "vct": vct_of(said.address),
        "iat": _seconds(said.signed_at),
        "nbf": _seconds(statement.begins),
        "issuer_name": said.issuer_name,
        "code": statement.code,
        "title": statement.title,
        "scheme": statement.scheme,
        "kind": statement.kind,
        "units": [{"code": code, "title": title} for code, title in statement.units],
        "decided": statement.decided.isoformat(),
        "status": {"status_list": {"idx": said.index, "uri": said.list_address(TOKEN)}},
        "_sd": digests,
        "_sd_alg": "sha-256",
    }
    if statement.ends is not None:
        made["exp"] = _seconds(statement.ends)
    also = {"number": statement.number, "accompanies": statement.accompanies, "replaces": statement.replaces}
    return made | {name: text for name, text in also.items() if text}


def _said(payload: dict[str, Any], shown: dict[str, str], key: KeyFacts) -> Said:
    units = member(payload, "units", kind=list)
    statement = Statement(
        code=member(payload, "code"),
        number=optional(payload, "number"),
        issuer=key.issuer,
        holder=shown.pop(NAME, ""),
        title=member(payload, "title"),
        scheme=member(payload, "scheme"),
        kind=member(payload, "kind"),
        units=tuple((member(one, "code"), member(one, "title")) for one in units),
        accompanies=optional(payload, "accompanies"),
        replaces=optional(payload, "replaces"),
        decided=date.fromisoformat(member(payload, "decided")),
        begins=_moment(member(payload, "nbf", kind=int)),
        ends=_moment(member(payload, "exp", kind=int)) if "exp" in payload else None,
        personal=shown,
    )
    if fault_of(statement) not in {"", "holder"} or not is_plain(statement.holder, 200):
        raise ValueError("another shape")
    number = member(payload, "status", "status_list", "uri").split("/")[-2:][0]
    if not number.isascii() or not number.isdigit():
        raise ValueError("no list")
    return Said(
        statement=statement,
        issuer_name=member(payload, "issuer_name"),
        address=key.address,
        kid=key.kid,
        list_number=int(number[:9]),
        index=member(payload, "status", "status_list", "idx", kind=int),
        signed_at=_moment(member(payload, "iat", kind=int)),
    )


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(seconds: int) -> datetime:
    if not 0 <= seconds < 253_000_000_000:
        raise ValueError("no such day")
    return datetime.fromtimestamp(seconds, UTC)
