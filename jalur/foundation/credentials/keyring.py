"""The private halves of the keys: one file each, outside the database, readable by its owner alone.

The folder is JALUR_SIGNING_KEYS. With a passphrase (JALUR_SIGNING_PASSPHRASE, or the first line of the file that
JALUR_SIGNING_PASSPHRASE_FILE names) the files are encrypted, so that a copy of the folder alone signs nothing.
"""

import os
import stat
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from jalur.foundation.credentials.rules import KID, kid_of

SUFFIX = ".pem"


class KeyringError(Exception):
    """What keeps a private key from being used; the sentence is for who keeps the server."""


def folder() -> Path:
    return Path(settings.SIGNING["folder"])


def passphrase() -> bytes | None:
    return settings.SIGNING["passphrase"].encode() or None


def make() -> tuple[str, bytes]:
    """A new key, written down; gives its name and its public half."""
    private = Ed25519PrivateKey.generate()
    public = public_of(private)
    kid = kid_of(public)
    place = folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.chmod(0o700)
    _write(place / f"{kid}{SUFFIX}", private)
    return kid, public


def load(kid: str) -> Ed25519PrivateKey:
    """The private half. KeyringError when its file is missing, open to others, or of another key."""
    path = _path(folder(), kid)
    try:
        found = path.stat()
    except OSError:
        raise KeyringError(f"The private half of key {kid} is not in {path.parent}.") from None
    return _load(path, kid, found.st_mtime_ns, passphrase())


@lru_cache(maxsize=256)
def _load(path: Path, kid: str, _changed: int, secret: bytes | None) -> Ed25519PrivateKey:
    return read_file(path, kid, secret)


def read_file(path: Path, kid: str, secret: bytes | None) -> Ed25519PrivateKey:
    """The same from any file: a backup is checked with it."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise KeyringError(f"Others may read {path}. Close it with `chmod 600`, and ask who has read it.")
    try:
        private = load_pem_private_key(path.read_bytes(), secret)
    except (ValueError, TypeError):
        raise KeyringError(f"{path} opens with another passphrase, or is damaged.") from None
    if not isinstance(private, Ed25519PrivateKey) or kid_of(public_of(private)) != kid:
        raise KeyringError(f"{path} holds another key than {kid}.")
    return private


def back_up(kid: str, target: Path) -> Path:
    """Write the private half once more, into another folder; encrypted with the passphrase in force."""
    private = load(kid)
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy = _path(target, kid)
    _write(copy, private)
    return copy


def check_backup(kid: str, target: Path) -> None:
    """KeyringError unless the copy opens and is this very key."""
    path = _path(target, kid)
    if not path.exists():
        raise KeyringError(f"There is no copy of key {kid} in {target}.")
    read_file(path, kid, passphrase())


def restore(kid: str, source: Path) -> None:
    """Put the private half back from a copy; whatever lies there already stays."""
    private = read_file(_path(source, kid), kid, passphrase())
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(_path(folder(), kid), private)


def remove(kid: str) -> None:
    """Take the private half from the server."""
    _path(folder(), kid).unlink(missing_ok=True)


def public_of(private: Ed25519PrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _path(place: Path, kid: str) -> Path:
    if not KID.fullmatch(kid):
        raise KeyringError("This is no name of a key.")
    return place / f"{kid}{SUFFIX}"


def _write(path: Path, private: Ed25519PrivateKey) -> None:
    secret = passphrase()
    seal: KeySerializationEncryption = BestAvailableEncryption(secret) if secret else NoEncryption()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, seal)
    try:
        place = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyringError(f"{path} is there already. Nothing was written.") from None
    with os.fdopen(place, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
