"""The notes of rows, and the rows of notes."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model, OuterRef, Subquery

from jalur.foundation.accounts.access import Actor, narrow
from jalur.foundation.history.models import Event
from jalur.foundation.history.queries import events_of
from jalur.foundation.notes.kinds import NoteKind, kind_of, kinds
from jalur.foundation.notes.models import Note, NoteQuerySet
from jalur.foundation.people.models import Person
from jalur.kit.database import is_key

OPENED = "notes:note:opened"
"""Recorded of the row that a restricted note is about, so that it stands in the person's file; of the note itself where an office
wrote it for itself."""


def row_of(actor: Actor, kind: NoteKind[Any], key: Any) -> Model | None:
    """The row, for whoever works on it."""
    rows = narrow(kind.model._default_manager.all(), actor, kind.right)
    return rows.select_related(*kind.related).filter(pk=key).first()


def named_row(actor: Actor, kind: NoteKind[Any], name: str) -> Model | None:
    """The same by what a program calls it."""
    if kind.named == "pk" and not is_key(name):
        return None
    rows = narrow(kind.model._default_manager.all(), actor, kind.right)
    return rows.select_related(*kind.related).filter(**{kind.named: name}).first()


def names_of(notes: Iterable[Note]) -> dict[UUID, str]:
    """What programs call the rows that these notes are about, by their keys; each table is asked once."""
    keys: dict[str, set[UUID]] = {}
    for note in notes:
        keys.setdefault(note.kind, set()).add(note.subject_key)
    found: dict[UUID, str] = {}
    for kind in kinds():
        if kind.key in keys:
            rows = kind.model._default_manager.filter(pk__in=keys[kind.key])
            found |= {key: str(name) for key, name in rows.values_list("pk", kind.named)}
    return found


def subject_of(actor: Actor, note: Note) -> tuple[NoteKind[Any], Model] | None:
    """What a note is about, for whoever works on it."""
    kind = kind_of(note.kind)
    row = row_of(actor, kind, note.subject_key) if kind else None
    return (kind, row) if kind and row else None


def newest(rows: NoteQuerySet) -> NoteQuerySet:
    return rows.select_related("author", "organisation").order_by("-created_at", "pk")


def with_names(rows: NoteQuerySet) -> NoteQuerySet:
    """For a list: who wrote each, for which office, and whose file it is about (`person_name`, None for nobody's)."""
    person = Person.objects.filter(pk=OuterRef("person_id")).values("name")
    return rows.select_related("author", "organisation").annotate(person_name=Subquery(person))


def notes_on(actor: Actor, kind: NoteKind[Any], row: Model) -> NoteQuerySet:
    """The notes on a row that the actor reads, newest first."""
    return newest(Note.objects.visible_to(actor).filter(kind=kind.key, subject_key=row.pk))


def notes_in_file(actor: Actor, person: Model) -> NoteQuerySet:
    """The notes on whatever belongs to a person's file that the actor reads, newest first."""
    return newest(Note.objects.visible_to(actor).filter(person_id=person.pk))


def openings(note: Note) -> list[Event]:
    """Who opened a restricted note, latest first."""
    if (kind := kind_of(note.kind)) is None:
        return []
    of_row = events_of(note) | events_of(kind.model(pk=note.subject_key))
    found = of_row.filter(event=OPENED, detail__note=str(note.pk))
    return list(found.select_related("user").order_by("-at", "pk"))
