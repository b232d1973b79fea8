"""Open Badges 3.0: an OpenBadgeCredential of W3C VC 2.0 with embedded proofs."""

import hashlib
from typing import Any
from urllib.parse import quote

from jalur.foundation.credentials.rules import (
    PURPOSES,
    REVOCATION,
    Said,
    achievement_of,
    day_from_iso,
    day_iso,
    fault_of,
    from_iso,
    iso,
    page_of,
)
from jalur.foundation.credentials.shapes import data_integrity
from jalur.foundation.credentials.shapes.data_integrity import Sign
from jalur.foundation.credentials.shapes.parsed import Judged, KeyFacts, Parsed, method_parts
from jalur.foundation.credentials.shapes.strict import dump, load, member, optional
from jalur.foundation.credentials.statement import Form, Statement

CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
ACCOMPANIES = "Goes with this certificate and never replaces it."
REPLACES = "Takes the place of this earlier credential."
CRITERIA = (
    "Assessed as competent in every unit of the scheme, and decided by the certification body that signs."
)


def write(said: Said, sign: Sign) -> tuple[str, bytes]:
    """The signed text and its digest."""
    secured = data_integrity.secure(document(said), method=said.method, created=said.signed_at, sign=sign)
    text = dump(secured)
    return text.decode("utf-8"), hashlib.sha256(text).digest()


def parse(text: str) -> Parsed:
    """Take a JSON text apart; ValueError when it is no credential of our shape."""
    secured = load(text)
    if not isinstance(secured, dict):
        raise ValueError("no document")
    did, kid = method_parts(data_integrity.method_of(secured))
    return Parsed(Form.OPEN_BADGE, kid, did, lambda key: judge(secured, key))


def judge(secured: dict[str, Any], key: KeyFacts) -> Judged:
    """What it says, once it is exactly what we write of that and both proofs hold."""
    said = _said(secured, key)
    unsecured = {name: value for name, value in secured.items() if name != "proof"}
    if fault_of(said.statement) or dump(document(said)) != dump(unsecured):
        raise ValueError("another shape")
    if not data_integrity.holds(secured, method=key.method, public=key.public):
        raise ValueError("a proof does not hold")
    return Judged(said, hashlib.sha256(dump(secured)).digest())


def document(said: Said) -> dict[str, Any]:
    """The credential without its proofs."""
    statement = said.statement
    page = page_of(said.address, statement.code)
    made = {
        "@context": CONTEXTS,
        "id": page,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": statement.title,
        "issuer": {"id": said.did, "type": ["Profile"], "name": said.issuer_name},
        "validFrom": iso(statement.begins),
        "awardedDate": day_iso(statement.decided),
        "credentialSubject": _subject(statement, page),
        "credentialStatus": [_status(said, purpose) for purpose in PURPOSES],
    }
    if statement.ends is not None:
        made["validUntil"] = iso(statement.ends)
    evidence = []
    if statement.accompanies:
        evidence.append({"type": ["Evidence"], "name": statement.accompanies, "description": ACCOMPANIES})
    if statement.replaces:
        before = page_of(said.address, statement.replaces)
        evidence.append(
            {"id": before, "type": ["Evidence"], "name": statement.replaces, "description": REPLACES}
        )
    return {**made, "evidence": evidence} if evidence else made


def _subject(statement: Statement, page: str) -> dict[str, Any]:
    subject = {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": statement.holder,
                "identityType": "name",
            }
        ],
        "achievement": {
            "id": achievement_of(statement),
            "type": ["Achievement"],
            "achievementType": "Certification",
            "name": statement.title,
            "description": statement.title,
            "humanCode": statement.scheme,
            "tag": [statement.kind],
            "criteria": {"narrative": CRITERIA},
        },
    }
    if statement.number:
        subject["licenseNumber"] = statement.number
    if statement.units:
        subject["achievement"]["alignment"] = [  # type: ignore[index]  # built just above
            {
                "type": ["Alignment"],
                "targetCode": code,
                "targetName": title,
                "targetUrl": f"{page}#{quote(code, safe='')}",
            }
            for code, title in statement.units
        ]
    return subject


def _status(said: Said, purpose: str) -> dict[str, str]:
    address = said.list_address(purpose)
    return {
        "id": f"{address}#{said.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(said.index),
        "statusListCredential": address,
    }


def _said(secured: dict[str, Any], key: KeyFacts) -> Said:
    """What it seems to say; it is believed once `document` makes the same of it."""
    subject = member(secured, "credentialSubject", kind=dict)
    achievement = member(subject, "achievement", kind=dict)
    alignment = member(achievement, "alignment", kind=list) if "alignment" in achievement else []
    evidence = {
        member(one, "description"): member(one, "name")
        for one in (member(secured, "evidence", kind=list) if "evidence" in secured else [])
    }
    index = member(secured, "credentialStatus", 0, "statusListIndex")
    address = member(secured, "credentialStatus", 0, "statusListCredential").removesuffix(f"/{REVOCATION}")
    statement = Statement(
        code=member(secured, "id").rpartition("/")[2],
        number=optional(subject, "licenseNumber"),
        issuer=key.issuer,
        holder=member(subject, "identifier", 0, "identityHash"),
        title=member(secured, "name"),
        scheme=member(achievement, "humanCode"),
        kind=member(achievement, "tag", 0),
        units=tuple((member(one, "targetCode"), member(one, "targetName")) for one in alignment),
        accompanies=evidence.get(ACCOMPANIES, ""),
        replaces=evidence.get(REPLACES, ""),
        decided=day_from_iso(member(secured, "awardedDate")),
        begins=from_iso(member(secured, "validFrom")),
        ends=from_iso(member(secured, "validUntil")) if "validUntil" in secured else None,
    )
    return Said(
        statement=statement,
        issuer_name=member(secured, "issuer", "name"),
        address=key.address,
        kid=key.kid,
        list_number=_number(address.rpartition("/")[2]),
        index=_number(index),
        signed_at=data_integrity.created_of(secured),
    )


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ValueError("no number")
    return int(text)
