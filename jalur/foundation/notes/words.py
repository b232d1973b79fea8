"""How notes read on a screen: who reads one, in whole sentences, and what a list says of it."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.accounts.words import ROLE_NAMES
from jalur.foundation.notes import queries
from jalur.foundation.notes.kinds import NoteKind, kind_of
from jalur.foundation.notes.models import Audience, Note, NoteState
from jalur.foundation.notes.workflow import NOTE
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.people.models import Person
from jalur.kit.components import Crumb, Tag
from jalur.kit.links import link


def who_works(kind: NoteKind[Any]) -> str:
    """The roles that open rows of a kind, as the access table has them."""
    roles = dict.fromkeys(grant.role for grant in access.table() if grant.action == kind.right)
    return ", ".join(str(ROLE_NAMES[Role(role)]) for role in roles)


def choices(actor: Actor, kind: NoteKind[Any], row: Model) -> list[tuple[str, str]]:
    """For whom a note on this row can be, each with who would read it."""
    office = Organisation.objects.get(pk=actor.organisation_id)
    person = Person.objects.filter(pk=kind.person_of(row)).first()
    offered = [Audience.ME, Audience.OFFICE, Audience.WORKERS, *([Audience.PERSON] if person else [])]
    return [(audience.value, _sentence(audience, kind, office, person)) for audience in offered]


def readers(note: Note) -> str:
    """Who reads a note, in a sentence."""
    kind = kind_of(note.kind)
    person = Person.objects.filter(pk=note.reader_id).first() if note.reader_id else None
    return _sentence(Audience(note.audience), kind, note.organisation, person) if kind else ""


def _sentence(audience: Audience, kind: NoteKind[Any], office: Organisation, person: Person | None) -> str:
    params = {"office": office.name, "roles": who_works(kind), "name": person.name if person else ""}
    match audience:
        case Audience.ME:
            return _("Only I, while I work at %(office)s") % params
        case Audience.OFFICE:
            return _("My office: everybody who works on this at %(office)s") % params
        case Audience.WORKERS:
            return _("Everybody who works on this, in other offices too: %(roles)s") % params
        case Audience.PERSON:
            return (
                _("%(name)s, who is told that there is a note, and everybody who works on this: %(roles)s")
                % params
            )


def tag(note: Note) -> Tag:
    """For whom it is; what was taken back says so instead."""
    return NOTE.tag(note) if note.state != NoteState.WRITTEN else Tag(str(note.get_audience_display()))


def crumbs(actor: Actor, note: Note) -> list[Crumb]:
    """The way to a note: from the row for whoever works on it, from her own file for the person."""
    if note.reader_id is not None and note.reader_id == actor.person_id:
        return [Crumb(_("Your file"), link("portal:case_file", note.reader_id))]
    found = queries.subject_of(actor, note)
    return found[0].crumbs(actor, found[1]) if found else []
