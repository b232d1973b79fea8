from typing import Any

import django_tables2
from django.utils.translation import gettext_lazy as _

from jalur.foundation.notes import words
from jalur.foundation.notes.kinds import kind_of
from jalur.foundation.notes.models import Note
from jalur.kit.tables import DayColumn, NameColumn, Table, TagColumn


class NoteTable(Table):
    text = NameColumn(
        linkify=("notes:note", {"pk": django_tables2.A("pk")}),
        empty_values=(),
        orderable=False,
        verbose_name=_("Note"),
    )
    kind = django_tables2.Column(verbose_name=_("About"))
    author = django_tables2.Column(accessor="author__name", verbose_name=_("Written by"))
    organisation = django_tables2.Column(accessor="organisation__name", verbose_name=_("Office"))
    audience = TagColumn(of=words.tag, verbose_name=_("Who reads it"))
    created_at = DayColumn(verbose_name=_("Written on"))

    class Meta:
        order_by = ("-created_at",)

    def render_text(self, record: Note) -> str:
        return record.excerpt

    def value_text(self, record: Note) -> str:
        """The whole note for a file; of what is restricted or taken back only that it is."""
        return record.text if record.is_open else record.excerpt

    def render_kind(self, record: Any) -> str:
        """Whose file it is, or what such a row is called."""
        kind = kind_of(record.kind)
        return record.person_name or str(kind.title if kind else record.kind)


class OfficeNoteTable(NoteTable):
    """The notes of one office."""

    class Meta:
        order_by = ("-created_at",)
        exclude = ("organisation",)
