"""Lists become files: at once, or in the worker, where the file waits for whoever asked."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone, translation

from jalur.foundation.accounts.access import Actor, Refused
from jalur.foundation.exports import rules
from jalur.foundation.exports.models import Export, ExportPart, Kind, State
from jalur.foundation.exports.rights import Right
from jalur.foundation.exports.workflow import EXPORT
from jalur.foundation.organisations.queries import actor_again
from jalur.foundation.people.queries import own_actor
from jalur.foundation.work import services as work
from jalur.foundation.work.services import (
    TakenAwayError,
    begin,
    end,
    ending,
    goes_on,
    heartbeat,
    take_up_lost,
)
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
    export = Export(
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
    )
    with EXPORT.step("send" if at_once else "ask", actor=actor, subject=export):
        if not at_once:
            queue(export)
    return export


def queue(export: Export) -> None:
    """Hand the export to the worker once it is committed."""
    key = str(export.pk)
    transaction.on_commit(lambda: enqueue(TASK, "exports", f"export {key}", export_id=key))


def cancel_export(*, actor: Actor, export: Export) -> Export:
    """End an export that waits, ask one that runs to stop."""
    if not Export.objects.visible_to(actor).filter(pk=export.pk).exists():
        raise Refused(Right.VIEW_EXPORT)
    return work.cancel(EXPORT, actor=actor, work=export)


def perform_export(export_id: UUID | str) -> None:
    """Make the file of a waiting export. Begun again after a crash, it starts from the first row."""
    export = begin(EXPORT, export_id, started_at=timezone.now(), done=0)
    if export is None:
        return
    export.parts.all().delete()
    with heartbeat(export), translation.override(export.language):
        try:
            actor = actor_of(export)
            listing = listing_for(export.path, export.query, actor=actor, user=export.owner)
            store(export, listing)
            finish(export, actor)
        except (Refused, Http404):
            end(EXPORT, "refuse", export)
        except Cancelled:
            end(EXPORT, "drop", export)
        except TakenAwayError:
            return
    forget_parts_of_nothing()


def actor_of(export: Export) -> Actor:
    """Who asked, if the account may still act in the role it asked in; else Refused."""
    owner = export.owner
    if owner is not None and owner.is_active:
        actor = actor_again(owner, export.role, export.organisation_id, dates.today()) or own_actor(owner)
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
        if export.done % ROWS_BETWEEN_LOOKS == 0 and not goes_on(export, done=export.done):
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


def finish(export: Export, actor: Actor) -> None:
    """Hand the file over, as a deed of whoever asked. Raises Cancelled when that came first."""
    with ending(EXPORT, "finish", export, actor=actor) as held:
        if held.cancel_requested:
            raise Cancelled
        held.rows, held.done, held.size = export.done, export.done, export.size


def take_up_lost_exports() -> int:
    """Queue again what a lost worker left behind, once; then give it up. Returns how many were lost."""
    count = take_up_lost(EXPORT, queue)
    forget_parts_of_nothing()
    return count


def forget_parts_of_nothing() -> None:
    """What was written of a file that nobody makes any more."""
    ExportPart.objects.exclude(export__state__in=(State.RUNNING, State.DONE)).delete()


def forget_old_exports() -> int:
    """Delete what was asked for more than `rules.KEPT` ago, files and all. Returns how many."""
    old = Export.objects.filter(created_at__lt=timezone.now() - rules.KEPT)
    return old.delete()[1].get("exports.Export", 0)


def stored_pieces(export: Export) -> Iterator[bytes]:
    """The file that the worker made."""
    bodies = export.parts.order_by("position").values_list("body", flat=True)
    return (bytes(body) for body in bodies.iterator(chunk_size=4))
