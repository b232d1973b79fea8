"""Reads of files that rooms and this one's screens use."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.timezone import localtime

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.files.kinds import FileKind
from jalur.foundation.files.models import Retention, StoredFile


def files_of(kind: FileKind[Any], owner: Model) -> list[StoredFile]:
    """The files of one row, in the order in which they came."""
    return list(StoredFile.objects.of(kind, [owner.pk]).select_related("added_by"))


def files_of_many(kind: FileKind[Any], owners: Iterable[UUID]) -> dict[UUID, list[StoredFile]]:
    """Row → its files, for many rows in one query."""
    found: dict[UUID, list[StoredFile]] = {}
    for one in StoredFile.objects.of(kind, owners):
        found.setdefault(UUID(one.owner_key), []).append(one)
    return found


def owner_for(actor: Actor, kind: FileKind[Any], file: StoredFile, right: str) -> Any | None:
    """The row that carries a file, if the actor has this right to it."""
    rows = access.narrow(kind.model._default_manager.all(), actor, right)
    return rows.select_related(*kind.related).filter(pk=file.owner_key).first()


def retention_of(kind: FileKind[Any], today: date) -> Retention | None:
    """How long files of a kind are kept by what is in force today."""
    return Retention.objects.in_force(today).filter(kind=kind.key).order_by("-valid_from").first()


def kept_until(kind: FileKind[Any], file: StoredFile, today: date) -> date | None:
    """The first day on which a file is kept no longer; None when nothing says so."""
    retention = retention_of(kind, today)
    return retention.ends(localtime(file.created_at).date()) if retention else None


def marks_of(files: Sequence[StoredFile]) -> list[str]:
    """What tells these files from others, in their order."""
    return [bytes(file.digest).hex() for file in files]
