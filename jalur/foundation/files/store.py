"""Where the sealed bytes lie: a folder, or an S3 store by setting. Nothing here knows who may read them."""

import os
import time
import weakref
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkstemp

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.utils import timezone

from jalur.foundation.files import sealing

SHARDS = [f"{number:02x}" for number in range(256)]


def storage() -> Storage:
    return storages["files"]


def incoming() -> Path:
    """The folder of what is on its way: uploads, and what the program that opens them writes. Nobody else reads it."""
    return Path(settings.FILES_INCOMING)


class Draft:
    """A file there, gone when nobody holds this any more."""

    def __init__(self) -> None:
        handle, name = mkstemp(dir=incoming(), prefix="draft-")
        os.close(handle)
        self.path = Path(name)
        weakref.finalize(self, self.path.unlink, missing_ok=True)


class _Sealed(File):
    """A finished file on this machine, which a folder takes over by its name alone, so that it is never there half."""

    def temporary_file_path(self) -> str:
        return self.name or ""


def put(address: str, source: Path, *, key: bytes) -> None:
    """Seal the bytes of a file and keep them at an address. They are on the disk before this returns."""
    draft = Draft()
    with source.open("rb") as plain, draft.path.open("wb") as target:
        sealing.seal(plain, target, key=key, name=address)
        target.flush()
        os.fsync(target.fileno())
    with draft.path.open("rb") as sealed:
        storage().save(address, _Sealed(sealed, str(draft.path)))


def pieces(address: str, *, key: bytes) -> Iterator[bytes]:
    """The plain bytes of a file, piece by piece. FileNotFoundError where they are gone; sealing.DamagedError where they are not its."""
    with storage().open(address) as sealed:
        yield from sealing.unseal(sealed, key=key, name=address)


def remove(address: str) -> None:
    """Take the bytes away; nothing happens where they are gone."""
    with suppress(FileNotFoundError):
        storage().delete(address)


def names_in(shard: str) -> list[str]:
    """What lies in a part of the store, by name."""
    try:
        return storage().listdir(shard)[1]
    except FileNotFoundError:
        return []


def is_older(address: str, age: timedelta) -> bool:
    """Whether it has lain there so long that no upload under way can have written it."""
    try:
        written: datetime = storage().get_modified_time(address)
    except FileNotFoundError:
        return False
    return written < timezone.now() - age


def left_behind(age: timedelta) -> list[Path]:
    """What an interrupted upload left on its way."""
    oldest = time.time() - age.total_seconds()
    found = []
    for path in sorted(incoming().iterdir()):
        with suppress(FileNotFoundError):  # an upload under way takes its own away
            if path.is_file() and path.stat().st_mtime < oldest:
                found.append(path)
    return found
