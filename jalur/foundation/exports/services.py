"""Lists become files: at once, or in the worker, where the file waits for whoever asked."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone, translation

from jalur.foundation.accounts.access import SYSTEM, Actor, Refused
from jalur.foundation.exports import rules, workflow
from jalur.foundation.exports.models import Export, ExportPart, Kind, State
from jalur.foundation.exports.rights import Right
from jalur.foundation.history import services as history
from jalur.foundation.organisations.models import Membership
from jalur.foundation.organisations.queries import staff_actor
from jalur.foundation.people.queries import own_actor
from jalur.foundation.workflow.locks import deed
from jalur.kit import dates, spreadsheets
from jalur.kit.jobs import enqueue
from jalur.kit.lists import Listing, open_listing

TASK = "jalur.foundation.exports.tasks.make_file"
PART_BYTES = 1024 * 1024
ROWS_BETWEEN_LOOKS = 500


class Cancelled(Exception):
    """The owner wants the file no more."""


def listing_for(path: str, query: str, *, actor: Actor, user: Any) -> Listing:
    """The list at an address with the rows this actor may export. Refused when none of them."""
    try:
        return open_listing(path, query, actor=actor, user=user)
    except PermissionDenied as refusal:
        raise Refused(Right.EXPORT_LIST) from refusal


@deed
def start_export(*, actor: Actor, listing: Listing, path: str, query: str, kind: str) -> Export:
    """Keep what was asked for: `sent` when its rows go out at once, else queued for the worker.

    Refused for a file that would have to wait for somebody who is not signed in.
    """
    rows = listing.total
    at_once = rules.goes_at_once(kind, rows)
    if not at_once and actor.user_id is None:
        raise Refused(Right.VIEW_EXPORT)
    export = Export.objects.create(
        owner_id=actor.user_id,
        role=actor.role,
        organisation_id=actor.organisation_id,
        language=(translation.get_language() or "id")[:2],
        path=path,
        query=query,
        name=listing.name,
        title=listing.title,
        kind=kind,
        rows=rows,
        filters=sorted(listing.filters),
        state=State.SENT if at_once else State.WAITING,
    )
    record(workflow.EXPORTED if at_once else workflow.ASKED, export, actor)
    if not at_once:
        queue(export)
    return export


def record(event: str, export: Export, actor: Actor) -> None:
    """Which list leaves the house for whom; not what somebody searched for in it."""
    history.record(
        actor=actor,
        event=event,
        subject=export,
        place=actor.place_code,
        detail={
            "list": export.name,
            "kind": export.kind,
            "rows": export.rows,
            "filters": export.filters,
        },
    )


def queue(export: Export) -> None:
    """Hand the export to the worker once it is committed."""
    key = str(export.pk)
    transaction.on_commit(lambda: enqueue(TASK, "exports", f"export {key}", export_id=key))


@deed
def cancel_export(*, actor: Actor, export: Export) -> None:
    """End an export that waits, ask one that runs to stop. What is over stays as it is."""
    locked = Export.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=export.pk).first()
    if locked is None:
        raise Refused(Right.VIEW_EXPORT)
    if locked.is_over:
        return
    locked.cancel_requested = True
    if locked.state == State.WAITING:
        locked.state = State.CANCELLED
    locked.save(update_fields=["cancel_requested", "state"])
    record(workflow.CANCELLED, locked, actor)


def perform_export(export_id: UUID | str) -> None:
    """Make the file of a waiting export. Begun again after a crash, it starts from the first row."""
    now = timezone.now()
    taken = Export.objects.filter(pk=export_id, state=State.WAITING).update(
        state=State.RUNNING, started_at=now, heard_at=now, done=0
    )
    if not taken:
        return
    export = Export.objects.select_related("owner").get(pk=export_id)
    export.parts.all().delete()
    with translation.override(export.language):
        try:
            actor = actor_of(export)
            listing = listing_for(export.path, export.query, actor=actor, user=export.owner)
            store(export, listing)
            finish(export, actor)
        except (Refused, Http404):
            end(export, State.REFUSED)
        except Cancelled:
            end(export, State.CANCELLED)


def actor_of(export: Export) -> Actor:
    """Who asked, if the account may still act in the role it asked in; else Refused."""
    owner = export.owner
    if owner is not None and owner.is_active:
        held = (
            Membership.objects.in_force(dates.today())
            .filter(user=owner, role=export.role, organisation_id=export.organisation_id)
            .filter(organisation__closed_on__isnull=True)
            .select_related("organisation")
            .first()
        )
        actor = staff_actor(held) if held else own_actor(owner)
        if actor.role == export.role:
            return actor
    raise Refused(Right.VIEW_EXPORT)


def pieces(kind: str, rows: Iterator[list[Any]], name: str) -> Iterator[bytes]:
    """A file of the rows, as it is made."""
    return spreadsheets.to_csv(rows) if kind == Kind.CSV else spreadsheets.to_xlsx(rows, sheet=name)


def store(export: Export, listing: Listing) -> None:
    """Write the file in parts as it is made."""
    export.size = 0
    made = pieces(export.kind, counted(export, listing.file_rows()), listing.name)
    for position, body in enumerate(in_parts(made)):
        ExportPart.objects.create(export=export, position=position, body=body)
        export.size += len(body)


def counted(export: Export, rows: Iterator[list[Any]]) -> Iterator[list[Any]]:
    """The rows, while the export says how far it is. Raises Cancelled once that is asked for."""
    export.done = -1  # the heads are no row
    for row in rows:
        export.done += 1
        if export.done % ROWS_BETWEEN_LOOKS == 0:
            still = Export.objects.filter(pk=export.pk, state=State.RUNNING, cancel_requested=False)
            if not still.update(done=export.done, heard_at=timezone.now()):
                raise Cancelled
        yield row


def in_parts(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, a mebibyte or a little more at a time."""
    part = bytearray()
    for piece in pieces:
        part += piece
        if len(part) >= PART_BYTES:
            yield bytes(part)
            part.clear()
    if part:
        yield bytes(part)


@transaction.atomic
def finish(export: Export, actor: Actor) -> None:
    """Hand the file over. Raises Cancelled when that came first."""
    if Export.objects.select_for_update().get(pk=export.pk).cancel_requested:
        raise Cancelled
    export.rows, export.state = export.done, State.DONE
    export.save(update_fields=["rows", "done", "size", "state"])
    record(workflow.EXPORTED, export, actor)


@transaction.atomic
def end(export: Export, state: State) -> None:
    """End without a file."""
    export.parts.all().delete()
    Export.objects.filter(pk=export.pk).update(state=state)
    if state == State.REFUSED:
        record(workflow.REFUSED, export, SYSTEM)


@transaction.atomic
def take_up_lost_exports() -> int:
    """Queue again what a lost worker left behind, once; then give it up. Returns how many were lost.

    What has waited long is queued again too: its job may have got lost; a second job finds nothing to do.
    """
    long_ago = timezone.now() - rules.SILENCE
    exports = Export.objects.order_by("pk").select_for_update(of=("self",), skip_locked=True)
    lost = list(exports.filter(state=State.RUNNING, heard_at__lt=long_ago))
    for export in lost:
        export.attempts += 1
        export.state = State.WAITING if export.attempts < rules.ATTEMPTS else State.FAILED
        if export.cancel_requested:
            export.state = State.CANCELLED
        export.parts.all().delete()
        export.save(update_fields=["state", "attempts"])
        if export.state == State.FAILED:
            record(workflow.GIVEN_UP, export, SYSTEM)
    waits = Q(state=State.WAITING) & (Q(created_at__lt=long_ago) | Q(pk__in=[one.pk for one in lost]))
    for export in exports.filter(waits):
        queue(export)
    return len(lost)


def forget_old_exports() -> int:
    """Delete what was asked for more than `rules.KEPT` ago, files and all. Returns how many."""
    old = Export.objects.filter(created_at__lt=timezone.now() - rules.KEPT)
    return old.delete()[1].get("exports.Export", 0)


def stored_pieces(export: Export) -> Iterator[bytes]:
    """The file that the worker made."""
    bodies = export.parts.order_by("position").values_list("body", flat=True)
    return (bytes(body) for body in bodies.iterator(chunk_size=4))
