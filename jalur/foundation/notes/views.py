"""The screens of notes: an office's list, those on one row, one note, writing one, opening a restricted one."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import queries as history
from jalur.foundation.notes import queries, services, words
from jalur.foundation.notes.filters import NoteFilter
from jalur.foundation.notes.forms import NoteForm, OpenForm, WordingForm
from jalur.foundation.notes.kinds import NoteKind, kind_of
from jalur.foundation.notes.models import SHARED, Note, NoteState
from jalur.foundation.notes.rights import Right
from jalur.foundation.notes.services import Words
from jalur.foundation.notes.tables import NoteTable, OfficeNoteTable
from jalur.foundation.notes.workflow import NOTE
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form, answer_refusal
from jalur.kit.components import Action, Empty, Grid, Row
from jalur.kit.forms import posted
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.VIEW_NOTE)
def notes(request: HttpRequest) -> HttpResponse:
    """What one's office wrote, oneself included; for a person what was written for her."""
    rows = Note.objects.visible_to(request.actor)
    if is_office := request.actor.organisation_id is not None:
        rows = rows.filter(organisation=request.actor.organisation_id)
    table = OfficeNoteTable if is_office else NoteTable
    return _list(request, rows, table, title=_("Notes of my office") if is_office else _("Notes for you"))


def on_row(kind: NoteKind[Any]) -> Callable[..., HttpResponseBase]:
    """All notes on a row of this kind."""

    @require_safe
    @access.requires(kind.right)
    def show(request: HttpRequest, pk: UUID) -> HttpResponse:
        row = _row(request.actor, kind, pk)
        crumbs = kind.crumbs(request.actor, row)
        write = Action(_("Write a note"), reverse(f"notes:write_{kind.key}", args=[pk]), icon="pencil")
        rows = Note.objects.visible_to(request.actor).filter(kind=kind.key, subject_key=row.pk)
        title = _("Notes: %(what)s") % {"what": crumbs[-1].label}
        return _list(request, rows, NoteTable, title=title, crumbs=crumbs, actions=[write])

    return show


def _list(request: HttpRequest, rows: Any, table: type[NoteTable], **context: Any) -> HttpResponse:
    empty = Empty(
        _("No note is here"),
        _("You write one on the page of what it is about: a person's file, an order, a class."),
        icon="pencil",
    )
    return list_page(
        request,
        queryset=queries.with_names(rows),
        table=table,
        filters=NoteFilter,
        by_key=True,
        export_name="catatan",
        empty=empty,
        **context,
    )


def write(kind: NoteKind[Any]) -> Callable[..., HttpResponseBase]:
    """Write a note on a row of this kind; each has an address of its own, with the right to the row."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @access.requires(kind.right)
    def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
        actor = request.actor
        row = _row(actor, kind, pk)
        save = partial(services.write_note, actor=actor, kind=kind, row=row, today=dates.today())
        crumbs = kind.crumbs(actor, row)
        return answer_form(
            request,
            NoteForm(posted(request), actor=actor, kind=kind, row=row),
            lambda form: save(note=form.instance),
            done=_("The note is written."),
            once_by_words=True,
            title=_("Write a note"),
            caption=crumbs[-1].label,
            lead=_("You can correct it for 48 hours; how it read before stays to be seen."),
            button=_("Save the note"),
            crumbs=crumbs,
        )

    return ask


def _row(actor: Actor, kind: NoteKind[Any], pk: UUID) -> Any:
    row = queries.row_of(actor, kind, pk)
    if row is None or actor.organisation_id is None:
        raise Http404
    return row


@require_safe
@access.requires(Right.VIEW_NOTE)
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    record = find(NOTE, request.actor, pk)
    read = services.words_of(record) if record.is_open else None
    return _page(request, record, read)


@require_POST
@access.requires(Right.OPEN_NOTE)
def open_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a restricted note once, in the answer to this request only."""
    record = find(NOTE, request.actor, pk)
    purpose = request.POST.get("purpose", "")
    try:
        read = services.open_note(actor=request.actor, note=record, purpose=purpose)
    except ValidationError as refused:
        return answer_refusal(request, refused, to=page_of(NOTE, record))
    return _page(request, record, read)


def _page(request: HttpRequest, record: Note, read: Words | None) -> HttpResponse:
    is_closed = record.is_restricted and record.state == NoteState.WRITTEN
    is_hers = record.reader_id is not None and record.reader_id == request.actor.person_id
    context = {
        "note": record,
        "read": read,
        "form": OpenForm(is_hers=is_hers) if is_closed and read is None else None,
        "grids": [_openings(record)] if record.is_restricted else [],
        "crumbs": words.crumbs(request.actor, record),
        "rows": _facts(request.actor, record),
        "tags": [words.tag(record)],
    }
    if record.audience not in SHARED:  # what becomes of it stands in no history that its readers open
        context["happenings"] = None
    return record_page(request, NOTE, record, "notes/note.html", **context)


def _openings(record: Note) -> Grid:
    """Who opened a restricted note, and for what."""
    lines = [history.happening(event) for event in queries.openings(record)]
    return Grid(
        _("Who opened this note"),
        [_("Who"), _("For what"), _("When")],
        [[line.who, line.note, formats.moment(line.at)] for line in lines],
        empty=_("Nobody has opened it yet."),
    )


def _facts(actor: Actor, record: Note) -> list[Row]:
    ways, kind = words.crumbs(actor, record), kind_of(record.kind)
    rows = [
        Row(
            _("About"),
            ways[-1].label if ways else str(kind.title if kind else ""),
            Action(_("Open"), ways[-1].url) if ways else None,
        ),
        Row(_("Written by"), record.author.name, hint=record.organisation.name),
        Row(_("Written on"), formats.moment(record.created_at), hint=_correctable(actor, record)),
        Row(_("Who reads it"), words.readers(record)),
    ]
    if record.acknowledged_on is not None:
        rows.append(Row(_("Read by the person"), formats.day(record.acknowledged_on, "long")))
    if record.state == NoteState.TAKEN_BACK:
        rows.append(Row(_("Taken back"), formats.day(record.taken_back_on, "long")))
        rows.append(Row(_("Why it was taken back"), record.reason))
    return rows


def _correctable(actor: Actor, record: Note) -> str:
    offer = NOTE.offer("correct", actor, record)
    return _("You can correct it for 48 hours.") if offer and offer.is_free else ""


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(NOTE)
def note_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    record = find(NOTE, request.actor, pk)
    take = partial(getattr(services, verb), actor=request.actor, note=record, today=dates.today())
    return step_page(
        request, NOTE, record, verb, take, own_forms={"correct": partial(WordingForm, note=record)}
    )
