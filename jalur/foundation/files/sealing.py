"""Bytes at rest: AES-256-GCM piece by piece, so that a large file is never held in memory.

Each file has a key of its own. The nonce of a piece is a random beginning of the file, the number of the piece, and whether it is
the last: pieces that are lost, doubled or moved are seen, and so is a file that was cut off or put in the place of another (STREAM,
Hoang, Reyhanitabar, Rogaway, Vizár 2015).
"""

import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PIECE = 64 * 1024
TAG_BYTES = 16
BEGINNING_BYTES = 7
MARK = b"JALUR1\x00\x00\x00"
KEY_BYTES = 32


class DamagedError(Exception):
    """The stored bytes are not those that were sealed under this key and name."""


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def seal(source: BinaryIO, target: BinaryIO, *, key: bytes, name: str) -> None:
    """Write what `source` holds, sealed for a file of that name."""
    cipher, beginning = AESGCM(key), os.urandom(BEGINNING_BYTES)
    target.write(MARK + beginning)
    piece, number = source.read(PIECE), 0
    while True:
        following = source.read(PIECE)
        target.write(cipher.encrypt(_nonce(beginning, number, is_last=not following), piece, name.encode()))
        if not following:
            return
        piece, number = following, number + 1


def unseal(source: BinaryIO, *, key: bytes, name: str) -> Iterator[bytes]:
    """The plain bytes, each piece checked before it is given. DamagedError at the first that was tampered with."""
    cipher, head = AESGCM(key), source.read(len(MARK) + BEGINNING_BYTES)
    if not head.startswith(MARK):
        raise DamagedError(name)
    beginning = head[len(MARK) :]
    piece, number = source.read(PIECE + TAG_BYTES), 0
    while True:
        following = source.read(PIECE + TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(beginning, number, is_last=not following), piece, name.encode())
        except InvalidTag as damage:
            raise DamagedError(name) from damage
        if not following:
            return
        piece, number = following, number + 1


def _nonce(beginning: bytes, number: int, *, is_last: bool) -> bytes:
    return beginning + number.to_bytes(4, "big") + bytes([is_last])
