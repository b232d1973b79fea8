"""Notes for programs: what an office or everybody who works on a row reads. What is restricted is opened by a person, at a screen."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.api.bodies import Body, through
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of
from jalur.foundation.notes import queries, services
from jalur.foundation.notes.forms import NoteForm
from jalur.foundation.notes.kinds import kind_of
from jalur.foundation.notes.models import LONGEST, Audience, Note, NoteQuerySet
from jalur.foundation.notes.rights import Right
from jalur.kit import dates

router = Router("notes", _("Notes"))


class NoteRecord(Schema):
    id: UUID
    about: str = Field(description="Kind of row: candidate, class, order, organisation.")
    row: str = Field(description="Its number; the id of an organisation.")
    text: str | None = Field(description="Null where the note is restricted or taken back.")
    audience: str
    is_restricted: bool
    author: str
    organisation: UUID
    state: str
    reason: str = Field(description="Why it was taken back.")
    written_at: datetime
    acknowledged_on: date | None = Field(description="When the person said that she has read it.")


class Notes(Page[NoteRecord]):
    pass


class NoteQuery(PageQuery):
    about: str = Field("", max_length=40)
    row: str = Field("", max_length=60, description="Only with `about`.")


class NewNote(Body):
    about: str = Field(max_length=40)
    row: str = Field(max_length=60)
    text: str = Field(max_length=LONGEST)
    audience: Literal["office", "workers", "person"] = Field(
        description="Who reads it: the office, who works on the row, or the person too. A program writes nothing for itself."
    )
    is_restricted: bool = Field(False, description="Once written, no program reads it.")


@router.read("/", Right.VIEW_NOTE, Notes)
def list_notes(request: HttpRequest, query: Query[NoteQuery]) -> Notes:
    """The notes that the office reads, on all rows or on one."""
    rows = _rows(request)
    if query.about:
        rows = rows.filter(kind=query.about)
    if query.about and query.row:
        kind = kind_of(query.about)
        row = queries.named_row(actor_of(request), kind, query.row) if kind else None
        rows = rows.filter(subject_key=row.pk) if row else rows.none()
    return page_of(Notes, rows, query, _shown)


@router.read("/{uuid:pk}/", Right.VIEW_NOTE, NoteRecord, events={"notes:note": "pk"})
def show_note(request: HttpRequest, pk: UUID) -> NoteRecord:
    """One note."""
    note = _rows(request).filter(pk=pk).first()
    if note is None:
        raise Http404
    return _shown([note])[0]


@router.create("/", Right.WRITE_NOTE, NoteRecord)
def write_note(request: HttpRequest, body: NewNote) -> NoteRecord:
    """Write a note on a row that the office works on."""
    actor, kind = actor_of(request), kind_of(body.about)
    row = queries.named_row(actor, kind, body.row) if kind else None
    if kind is None or row is None:
        raise Http404
    make = partial(NoteForm, actor=actor, kind=kind, row=row)
    form = through(make, body, only=("text", "audience", "is_restricted"))
    note = services.write_note(actor=actor, kind=kind, row=row, note=form.instance, today=dates.today())
    return _shown([note])[0]


def _rows(request: HttpRequest) -> NoteQuerySet:
    """Without what somebody wrote for herself."""
    rows = Note.objects.visible_to(actor_of(request)).exclude(audience=Audience.ME)
    return rows.select_related("author", "organisation")


def _shown(notes: Iterable[Note]) -> list[NoteRecord]:
    notes = list(notes)
    names = queries.names_of(notes)
    return [
        NoteRecord(
            id=note.pk,
            about=note.kind,
            row=names.get(note.subject_key, ""),
            text=note.text if note.is_open else None,
            audience=note.audience,
            is_restricted=note.is_restricted,
            author=note.author.name,
            organisation=note.organisation_id,
            state=note.state,
            reason=note.reason,
            written_at=note.created_at,
            acknowledged_on=note.acknowledged_on,
        )
        for note in notes
    ]
