"""Personal identifiers at rest: AES-256-GCM bound to table, row and field, and a keyed blind index for matching.

A plain or salted hash of a NIK is found in seconds (the space is about 2e10), so matching uses HMAC-SHA256 under a key that
is not in the database. The ciphertext of one row is useless in another: its place is authenticated with it.
"""

import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12


def seal(value: str, *, table: str, row: str, field: str) -> bytes:
    """Encrypt `value` for exactly one field of one row."""
    return seal_bytes(value.encode(), table=table, row=row, field=field)


def unseal(sealed: bytes, *, table: str, row: str, field: str) -> str:
    """Decrypt what `seal` made for the same place; raises `cryptography.exceptions.InvalidTag` elsewhere."""
    return unseal_bytes(sealed, table=table, row=row, field=field).decode()


def seal_bytes(value: bytes, *, table: str, row: str, field: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    place = f"{table}:{row}:{field}".encode()
    return nonce + AESGCM(settings.VAULT_KEY).encrypt(nonce, value, place)


def unseal_bytes(sealed: bytes, *, table: str, row: str, field: str) -> bytes:
    sealed = bytes(sealed)
    place = f"{table}:{row}:{field}".encode()
    return AESGCM(settings.VAULT_KEY).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)


def blind_index(value: str, *, purpose: str) -> bytes:
    """32 bytes that are equal for equal values of one purpose and tell nothing without the key."""
    return hmac.new(settings.BLIND_INDEX_KEY, f"{purpose}:{value}".encode(), hashlib.sha256).digest()


def derived(purpose: str, *, length: int) -> bytes:
    """Bytes for one purpose out of the key that is not in the database, the same as long as that one is."""
    return HKDF(SHA256(), length, None, f"jalur:{purpose}".encode()).derive(settings.VAULT_KEY)
