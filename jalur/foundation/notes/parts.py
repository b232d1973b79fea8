"""What this room adds to a person's file, to records that carry notes, and to the homes."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.notes import queries, words
from jalur.foundation.notes.kinds import NoteKind, kinds
from jalur.foundation.notes.models import SHARED, Note, NoteState
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.organisations.rights import Right as OrganisationRight
from jalur.foundation.organisations.workflow import ORGANISATION
from jalur.foundation.people import merging
from jalur.foundation.people.models import Person
from jalur.kit import dates, formats
from jalur.kit.components import Action, Crumb, Grid, Need, Row, Text
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart, PagePart, Section

SHOWN = 10

# Rooms below cannot name this one: what they carry is named here. Who licenses an organisation works on it, not itself.
ORGANISATIONS = NoteKind(
    key="organisation",
    model=Organisation,
    thing=ORGANISATION.thing,
    title=gettext_lazy("Organisation"),
    right=OrganisationRight.RECORD_LICENCE,
    named="pk",
    related=ORGANISATION.related,
    place=lambda organisation: organisation.place_id or "",
    crumbs=lambda _actor, organisation: [Crumb(organisation.name, link(ORGANISATION.thing, organisation.pk))],
)


def page(kind: NoteKind[Any]) -> Callable[[Any, Any, date], PagePart]:
    """The notes on a record's page."""

    def part(actor: Actor, row: Any, _today: date) -> PagePart:
        notes = list(queries.notes_on(actor, kind, row)[: SHOWN + 1])
        cells = [
            [
                Text(note.excerpt, url=link("notes:note", note.pk)),
                Text(note.author.name, hint=note.organisation.name),
                dates.day_of(note.created_at),
                words.tag(note),
            ]
            for note in notes[:SHOWN]
        ]
        heads = [_("Note"), _("Written by"), _("Written on"), _("Who reads it")]
        return PagePart(
            grids=[Grid(_("Notes"), heads, cells)],
            actions=_ways(actor, kind, row, has_more=len(notes) > SHOWN),
        )

    return part


def _ways(actor: Actor, kind: NoteKind[Any], row: Any, *, has_more: bool) -> list[Action]:
    if not access.covers(actor, kind.right, row):
        return []
    write = Action(_("Write a note"), link(f"notes:write_{kind.key}", row.pk), "quiet", icon="pencil")
    return [write, *([_all(kind, row)] if has_more else [])]


def _all(kind: NoteKind[Any], row: Any) -> Action:
    return Action(_("All notes"), link(f"notes:on_{kind.key}", row.pk), "quiet")


def file(actor: Actor, person: Person, _today: date) -> FilePart:
    """Notes about her, on whatever record, and the way to write one; for herself what was written for her."""
    notes = list(queries.notes_in_file(actor, person)[: SHOWN + 1])
    inside = [note for note in notes[:SHOWN] if note.audience not in SHARED]
    others = [note for note in notes[:SHOWN] if note.audience in SHARED]
    is_hers = actor.person_id == person.pk
    title = _("Notes for you") if is_hers else _("Notes")
    # What an office wrote for itself is not on the paper that goes into other hands.
    sections = [
        Section(title, _rows(others)),
        Section(_("Notes that only my office or I read"), _rows(inside), prints=False),
    ]
    if is_hers:
        return FilePart(sections=sections, needs=_unread(notes))
    actions = [
        action
        for kind in kinds()
        if kind.person
        for row in kind.model._default_manager.filter(**{kind.person: person.pk})
        .select_related(*kind.related)
        .order_by("pk")[:1]
        for action in _ways(actor, kind, row, has_more=len(notes) > SHOWN)
    ]
    return FilePart(sections=sections, actions=actions)


def _rows(notes: list[Note]) -> list[Row]:
    return [
        Row(
            formats.day(note.created_at),
            note.excerpt,
            Action(_("Open"), link("notes:note", note.pk)),
            hint=f"{note.author.name}, {note.organisation.name} · {note.get_audience_display()}",
        )
        for note in notes
    ]


def _unread(notes: list[Note]) -> list[Need]:
    return [
        Need(
            _("Read what %(office)s wrote for you") % {"office": note.organisation.name},
            link("notes:note", note.pk),
            formats.day(note.created_at),
        )
        for note in notes
        if note.state == NoteState.WRITTEN and note.acknowledged_on is None
    ]


def home(actor: Actor, _today: date) -> HomePart:
    if actor.organisation_id is None:
        return HomePart()
    return HomePart(actions=[Action(_("Notes of my office"), link("notes:notes"), icon="pencil")])


def held_of_two(first: Person, second: Person) -> merging.Held:
    """That notes go along when two people are found to be one."""
    shared = Note.objects.filter(person_id__in=(first.pk, second.pk), audience__in=SHARED)
    consequence = _("Notes go with the record you keep.") if shared.exists() else ""
    return merging.Held((), consequence)
