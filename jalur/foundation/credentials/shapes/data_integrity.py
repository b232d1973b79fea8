"""A pair of proofs on a JSON document (W3C Data Integrity): eddsa-jcs-2022, which covers every letter, and eddsa-rdfc-2022,
which most readers of Open Badges know. Both have to hold; whoever reads another way may take either.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from openvc.multibase import MultibaseError, decode_multibase, encode_multibase

from jalur.foundation.credentials.rules import from_iso, iso
from jalur.foundation.credentials.shapes import n_quads
from jalur.foundation.credentials.shapes.strict import dump, member

Sign = Callable[[bytes], bytes]
JCS, RDFC = "eddsa-jcs-2022", "eddsa-rdfc-2022"
WRITES = {JCS: dump, RDFC: n_quads.canonical}


def secure(document: dict[str, Any], *, method: str, created: datetime, sign: Sign) -> dict[str, Any]:
    """The document with both proofs, each of the document without any."""
    digests = _digests(document)
    proofs = [
        {**options, "proofValue": encode_multibase(sign(_hashed(digests, options)))}
        for options in _options(document, method, created)
    ]
    return {**document, "proof": proofs}


def holds(secured: dict[str, Any], *, method: str, public: bytes) -> bool:
    """Whether both proofs are exactly ours and hold. ValueError where they are of another shape."""
    document = {name: value for name, value in secured.items() if name != "proof"}
    digests = _digests(document)
    proofs = member(secured, "proof", kind=list)
    expected = _options(document, method, created_of(secured))
    if len(proofs) != len(expected):
        raise ValueError("another number of proofs")
    key = Ed25519PublicKey.from_public_bytes(public)
    for proof, options in zip(proofs, expected, strict=True):
        said = member(proof, "proofValue")
        if dump({**options, "proofValue": said}) != dump(proof):
            raise ValueError("a proof of another shape")
        try:
            key.verify(signature_of(said), _hashed(digests, options))
        except InvalidSignature:
            return False
    return True


def signature_of(said: str) -> bytes:
    try:
        found = decode_multibase(said)
    except MultibaseError as error:
        raise ValueError("no signature") from error
    if len(found) != 64 or said[:1] != "z":  # so many bytes are written in base58 in one way alone
        raise ValueError("no signature")
    return found


def method_of(secured: dict[str, Any]) -> str:
    """By which key it says that it was signed."""
    return str(member(secured, "proof", 0, "verificationMethod"))


def created_of(secured: dict[str, Any]) -> datetime:
    return from_iso(member(secured, "proof", 0, "created"))


def _options(document: dict[str, Any], method: str, created: datetime) -> list[dict[str, Any]]:
    said = {
        "type": "DataIntegrityProof",
        "created": iso(created),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    # Other readers refuse a JCS proof that does not repeat the document's contexts (VC Data Integrity EdDSA 1.0, 3.3.1).
    return [{"@context": document["@context"], **said, "cryptosuite": JCS}, {**said, "cryptosuite": RDFC}]


def _digests(document: dict[str, Any]) -> dict[str, bytes]:
    """Suite → the digest of the document as that suite writes it."""
    return {suite: hashlib.sha256(write(document)).digest() for suite, write in WRITES.items()}


def _hashed(digests: dict[str, bytes], options: dict[str, Any]) -> bytes:
    """What is signed: the digest of the options before the digest of the document."""
    suite = options["cryptosuite"]
    return hashlib.sha256(WRITES[suite](options)).digest() + digests[suite]
