"""Files are added to a row, read out of the house, taken away; and what nothing refers to any more is swept up."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet, UUIDField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import SYSTEM, Actor
from jalur.foundation.files import loading, sealing, store
from jalur.foundation.files.door import Accepted
from jalur.foundation.files.kinds import FileKind, kinds
from jalur.foundation.files.models import Retention, StoredFile
from jalur.foundation.files.queries import retention_of
from jalur.foundation.files.rights import Right
from jalur.foundation.files.workflow import ADDED, DOWNLOADED, EXPIRED, REMOVED
from jalur.foundation.history.services import record
from jalur.foundation.workflow.locks import deed, lock
from jalur.kit import reference
from jalur.kit.database import refused_in_words
from jalur.kit.dates import begins
from jalur.kit.reference import TableChange
from jalur.kit.refusals import refusal
from jalur.kit.vault import seal

TABLE = "files.storedfile"
FIELD = "file"
UNDER_WAY = timedelta(hours=1)
"""What is younger may belong to an upload that has not ended."""
BATCH = 500


@deed
def keep(*, actor: Actor, kind: FileKind[Any], owner: Model, accepted: Accepted) -> StoredFile:
    """Add a file to a row. The same one again is the one that is there. ValidationError on `file` when the row has enough.

    The bytes lie in the store before the row is written: a crash in between leaves bytes without a row, which the sweep finds.
    """
    owner = _held(actor, kind, owner)
    digest = accepted.digest
    standing = StoredFile.objects.of(kind, [owner.pk])
    if (same := standing.filter(digest=digest).first()) is not None:
        return same
    if standing.count() >= kind.most:
        sentence = _("There are %(most)d files already. Remove one first, or choose several photos at once.")
        raise refusal(FIELD, "enough", sentence % {"most": kind.most})
    key, pk = sealing.new_key(), uuid4()
    file = StoredFile(
        id=pk,
        kind=kind.key,
        owner_key=str(owner.pk),
        media_type=accepted.media_type,
        size=accepted.size,
        pages=accepted.pages,
        digest=digest,
        key_sealed=seal(key.hex(), table=TABLE, row=str(pk), field="key"),
        name_sealed=seal(accepted.name, table=TABLE, row=str(pk), field="name"),
        scanned=accepted.scanned,
        added_by_id=actor.user_id,
    )
    store.put(file.address, accepted.path, key=key)
    with refused_in_words(StoredFile):
        file.save(force_insert=True)
    _record(actor, ADDED, kind, owner, file)
    return file


@deed
def remove(*, actor: Actor, kind: FileKind[Any], owner: Model, file: StoredFile) -> None:
    """Take a file away for good: with its row its key is gone, so that no copy of its bytes can be read any more."""
    owner = _held(actor, kind, owner)
    rows = StoredFile.objects.of(kind, [owner.pk]).filter(pk=file.pk)
    if rows.exists():
        _forget(rows)
        _record(actor, REMOVED, kind, owner, file)


@deed
def remove_with_owner(*, actor: Actor, kind: FileKind[Any], owner: Model) -> None:
    """The row goes, and its files with it: part of the deed that takes the row away."""
    rows = StoredFile.objects.of(kind, [owner.pk])
    for file in _forget(rows):
        _record(actor, REMOVED, kind, owner, file)


@deed
def download(*, actor: Actor, kind: FileKind[Any], owner: Model, file: StoredFile) -> Iterator[bytes]:
    """The bytes, once it stands in the history of whose file it is that they left the house."""
    access.check(actor, kind.reads, owner)
    _record(actor, DOWNLOADED, kind, owner, file)
    return store.pieces(file.address, key=file.key)


@deed
def load_retention(*, actor: Actor, apply: bool, folder: Path | None = None) -> list[TableChange]:
    """Bring how long files are kept up to its file; without `apply` only compare. A stored row only ever gets its end."""
    access.check(actor, Right.LOAD_RETENTION)
    home = (folder or reference.folder()) / "files"
    change = reference.add_versions(Retention, loading.retentions(home), apply=apply)
    if apply and not change.is_nothing:
        counts = {change.table: [change.added, change.changed]}
        record(actor=actor, event="files:retention:loaded", subject=Retention(), detail=counts)
    return [change]


def _held(actor: Actor, kind: FileKind[Any], owner: Model) -> Any:
    """The row, locked, once the right to change its files and the row itself allow it."""
    access.check(actor, kind.adds, owner)
    held = next(iter(lock(kind.model, [owner.pk], related=kind.related)), None)
    if held is None:
        raise access.Refused(kind.adds)
    access.check(actor, kind.adds, held)
    if (refused := kind.guard(held)) is not None:
        raise refused
    return held


def _forget(rows: QuerySet[StoredFile]) -> list[StoredFile]:
    """Delete rows, and their bytes once that is committed."""
    gone = list(rows)
    StoredFile.objects.filter(pk__in=[file.pk for file in gone]).delete()
    for file in gone:  # a store that does not answer now is swept tonight; what is committed stands
        transaction.on_commit(partial(store.remove, file.address), robust=True)
    return gone


def _record(actor: Actor, event: str, kind: FileKind[Any], owner: Any, file: StoredFile) -> None:
    record(
        actor=actor,
        event=event,
        subject=file,
        person_id=kind.person(owner),
        place=kind.place(owner),
        detail={"kind": kind.key, "type": file.media_type},
    )


@dataclass
class Sweep:
    """What was found: bytes that no row knows, drafts of interrupted uploads, rows whose record is gone, and rows without bytes."""

    unknown: list[str] = field(default_factory=list)
    left_behind: list[str] = field(default_factory=list)
    without_record: list[UUID] = field(default_factory=list)
    lost: list[UUID] = field(default_factory=list)


def sweep(*, apply: bool, age: timedelta = UNDER_WAY) -> Sweep:
    """Look through store and table; with `apply` everything but lost files is cleared away, which only a backup brings back.

    What is younger than `age` is left alone.
    """
    found = Sweep(without_record=_without_record())
    if apply and found.without_record:
        _remove_rows(actor=SYSTEM, keys=found.without_record)
    for shard in store.SHARDS:
        names = set(store.names_in(shard))
        bounds = (UUID(shard + "0" * 30), UUID(shard + "f" * 30))
        known = {key.hex for key in StoredFile.objects.filter(pk__range=bounds).values_list("pk", flat=True)}
        old = [name for name in sorted(names - known) if store.is_older(f"{shard}/{name}", age)]
        found.unknown += [f"{shard}/{name}" for name in old]
        found.lost += [UUID(name) for name in sorted(known - names)]
    drafts = store.left_behind(age)
    found.left_behind = [path.name for path in drafts]
    if apply:
        for address in found.unknown:
            store.remove(address)
        for path in drafts:
            path.unlink(missing_ok=True)
    return found


def _without_record() -> list[UUID]:
    """Files whose row of the room is gone, or whose kind no room knows any more."""
    known = {kind.key: kind for kind in kinds()}
    found = list(StoredFile.objects.exclude(kind__in=known).values_list("pk", flat=True))
    for kind in known.values():
        row = kind.model._default_manager.filter(pk=Cast(OuterRef("owner_key"), UUIDField()))
        found += StoredFile.objects.filter(~Exists(row), kind=kind.key).values_list("pk", flat=True)
    return sorted(found)


@deed
def _remove_rows(*, actor: Actor, keys: list[UUID]) -> None:  # noqa: ARG001 - a deed has somebody who does it
    _forget(StoredFile.objects.filter(pk__in=keys))


def expire(today: date) -> int:
    """Delete what has been kept long enough by the rules in force on that day. Gives how many."""
    count = 0
    for kind in kinds():
        if (retention := retention_of(kind, today)) is None:
            continue
        last = begins(today - timedelta(days=retention.days) + timedelta(days=1))
        old = StoredFile.objects.filter(kind=kind.key, created_at__lt=last).order_by("pk")
        while keys := list(old.values_list("pk", flat=True)[:BATCH]):
            count += _expire(actor=SYSTEM, kind=kind, keys=keys)
    return count


@deed
def _expire(*, actor: Actor, kind: FileKind[Any], keys: list[UUID]) -> int:
    files = _forget(StoredFile.objects.filter(pk__in=keys))
    rows = kind.model._default_manager.select_related(*kind.related)
    owners = rows.in_bulk([UUID(file.owner_key) for file in files])
    for file in files:
        if (owner := owners.get(UUID(file.owner_key))) is not None:
            _record(actor, EXPIRED, kind, owner, file)
    return len(files)
