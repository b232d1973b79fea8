"""Keys of a body as others read them."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from openvc.multibase import encode_multibase

from jalur.foundation.credentials.models import BELIEVED, KeyState, SigningKey
from jalur.foundation.credentials.rules import did_of

ED25519_PUBLIC = b"\xed\x01"  # multicodec ed25519-pub


def active_key(issuer: UUID) -> SigningKey | None:
    """The key with which a body signs now."""
    keys = SigningKey.objects.select_related("issuer")
    return keys.filter(issuer=issuer, state=KeyState.ACTIVE).first()


def address_at(issuer: UUID, host: str) -> str:
    """The address with this host at which keys of a body were made; "" where none was."""
    keys = SigningKey.objects.filter(issuer=issuer).order_by("-created_at", "kid")
    addresses = keys.values_list("address", flat=True)
    return next((address for address in addresses if urlsplit(address).netloc == host), "")


def did_document(issuer: UUID, address: str) -> dict[str, Any] | None:
    """The keys of a body that are to be believed, as did:web says it; None for one that never had any."""
    every = SigningKey.objects.filter(issuer=issuer).order_by("created_at", "kid")
    if not every.exists():
        return None
    did = did_of(address, issuer)
    keys = [key for key in every.filter(state__in=BELIEVED) if key.did == did]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [method(did, key) for key in keys],
        "assertionMethod": [f"{did}#{key.kid}" for key in keys],
    }


def method(did: str, key: SigningKey) -> dict[str, str]:
    return {
        "id": f"{did}#{key.kid}",
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": encode_multibase(ED25519_PUBLIC + bytes(key.public)),
    }


def type_metadata(vct: str) -> dict[str, Any]:
    """What the claims of our SD-JWT VCs are called."""
    names = {
        "name": ("Nama", "Name"),
        "title": ("Kompetensi", "Competency"),
        "scheme": ("Kode skema", "Code of the scheme"),
        "number": ("Nomor registrasi", "Registration number"),
        "decided": ("Diputuskan", "Decided on"),
        "nik": ("NIK", "NIK"),
        "birth_date": ("Tanggal lahir", "Date of birth"),
        "birth_place": ("Tempat lahir", "Place of birth"),
    }
    shown = {"name", "nik", "birth_date", "birth_place"}
    return {
        "vct": vct,
        "name": "Certificate of competency",
        "claims": [
            {
                "path": [claim],
                "sd": "always" if claim in shown else "never",
                "display": [{"locale": "id", "label": local}, {"locale": "en", "label": english}],
            }
            for claim, (local, english) in names.items()
        ],
    }
