"""How files read on a screen."""

from datetime import date
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalur.foundation.accounts.access import Actor, covers
from jalur.foundation.files import queries
from jalur.foundation.files.kinds import FileKind
from jalur.foundation.files.models import StoredFile
from jalur.kit import formats
from jalur.kit.components import Action, Row, Tag


def size_of(file: StoredFile) -> str:
    """ "1,2 MB" or "340 kB"."""
    if file.size >= 1_000_000:
        return f"{formats.number(file.size / 1_000_000, 1)} MB"
    return f"{formats.number(max(1, round(file.size / 1000)))} kB"


def page_of(kind: FileKind[Any], file: StoredFile) -> str:
    return reverse(f"files:{kind.key}", args=[file.pk])


def described(file: StoredFile) -> str:
    """What it is, in a line."""
    pages = ngettext("%(count)d page", "%(count)d pages", file.pages) % {"count": file.pages}
    return " · ".join([str(file.get_media_type_display()), pages, size_of(file)])


def facts(kind: FileKind[Any], file: StoredFile, today: date) -> list[Row]:
    until = queries.kept_until(kind, file, today)
    scanned = Tag(_("scanned for viruses"), "done") if file.scanned else Tag(_("not scanned"), "warn")
    return [
        Row(_("Added"), formats.moment(file.created_at), hint=file.added_by.name if file.added_by else ""),
        Row(_("Type"), described(file)),
        Row(
            _("Virus scanner"),
            scanned.text,
            hint=""
            if file.scanned
            else _("No scanner is set up here. The file was written anew from what its pages show."),
        ),
        Row(
            _("Kept until"),
            formats.day(until, "long") if until else "",
            hint=_("Then it is deleted for good."),
        ),
    ]


def links(actor: Actor, kind: FileKind[Any], owner: Model, files: list[StoredFile]) -> list[Action]:
    """The way to each file of a row, for whoever may read them: what a room shows beside the row."""
    if not files or not covers(actor, kind.reads, owner):
        return []
    labels = (
        [str(kind.title)] if len(files) == 1 else [f"{kind.title} {at}" for at in range(1, len(files) + 1)]
    )
    return [
        Action(label, page_of(kind, file), "quiet", icon="file-earmark-text")
        for label, file in zip(labels, files, strict=True)
    ]
