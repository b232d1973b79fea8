from collections.abc import Iterable
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

import pghistory.core
from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor, Scope, grants
from jalur.foundation.accounts.words import ROLE_NAMES
from jalur.foundation.history.kinds import EventKind, kind_of, kinds
from jalur.foundation.history.models import Event, EventQuerySet
from jalur.foundation.history.rights import Right
from jalur.kit import formats
from jalur.kit.components import Happening

SHOWN = 12
"""How many lines a history beside a page shows."""
ALL = 1000
"""How many the whole history of a file shows."""
BATCH = 60


def events_of(subject: Model, *beside: Model) -> EventQuerySet:
    """What happened to one record and to those that belong to it, newest first, whoever may read it."""
    mine = Q(subject_table=subject._meta.label_lower, subject_key=str(subject.pk))
    for table in {one._meta.label_lower for one in beside}:
        keys = [str(one.pk) for one in beside if one._meta.label_lower == table]
        mine |= Q(subject_table=table, subject_key__in=keys)
    return Event.objects.filter(mine).select_related("user", "cause").order_by("-at", "-id")


def happenings(
    actor: Actor,
    *,
    subject: Model | None = None,
    beside: Iterable[Model] = (),
    person_id: UUID | None = None,
    limit: int = SHOWN,
) -> list[Happening]:
    """The history of a record, with those `beside` it, or of a person's file in every room, newest first, as the actor may read it.

    Whoever may open the record reads its public events and what the own organisation did to it, with the role of who acted; who it
    was, and every other event, is for those who may read the history of the person or the place. A person's file tells nothing of
    records that the actor may not open.
    """
    rows = (
        events_of(subject, *beside) if subject is not None else Event.objects.select_related("user", "cause")
    )
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    readable = Event.objects.visible_to(actor)
    public = [kind.name for kind in kinds().values() if kind.is_public] if subject is not None else []
    # Asked of each event of the record: "in" reads all that the actor may read, a region's whole history.
    is_readable = Q(event__in=public) | Q(Exists(readable.filter(pk=OuterRef("pk"))))
    if subject is not None and actor.organisation_id is not None:
        is_readable |= Q(organisation_id=actor.organisation_id)
    rows = rows.filter(is_readable).order_by("-at", "-id")
    events = list(rows[:limit]) if person_id is None else _of_what_is_open(actor, rows, limit)
    known = set(readable.filter(pk__in=[event.pk for event in events]).values_list("pk", flat=True))
    changes, names = _changes([event for event in events if event.pk in known]), _names(events)
    return [
        happening(event, names_who=event.pk in known, notes=(*names[event.pk], *changes.get(event.pk, ())))
        for event in events
    ]


def _of_what_is_open(actor: Actor, rows: EventQuerySet, limit: int) -> list[Event]:
    """The first of these events whose record the actor may open: each room says so itself by its `visible_to`."""
    found: list[Event] = []
    for start in count(step=BATCH):
        batch = list(rows[start : start + BATCH])
        hidden = _hidden(actor, batch)
        found += [event for event in batch if (event.subject_table, event.subject_key) not in hidden]
        if len(batch) < BATCH or len(found) >= limit:
            break
    return found[:limit]


def _hidden(actor: Actor, events: Iterable[Event]) -> set[tuple[str, str]]:
    """(table, key) of records that are there and not for the actor's eyes; of those that are gone the event itself is all there is."""
    hidden: set[tuple[str, str]] = set()
    if any(grant.scope is Scope.NATION for grant in grants(actor, Right.VIEW_EVENT)):
        return hidden  # supervision reads everything that happened
    keys: dict[str, set[str]] = {}
    for event in events:
        keys.setdefault(event.subject_table, set()).add(event.subject_key)
    for table, those in keys.items():
        rows = apps.get_model(table)._default_manager.filter(pk__in=those)
        if hasattr(rows, "visible_to"):
            seen = rows.visible_to(actor).values("pk")
            hidden |= {(table, str(pk)) for pk in rows.exclude(pk__in=seen).values_list("pk", flat=True)}
    return hidden


def happening(event: Event, *, names_who: bool = True, notes: Iterable[str] = ()) -> Happening:
    """One event as a line of a history; without `names_who` the role stands for the person who acted."""
    kind = kind_of(event.event)
    who = _("Jalur itself")
    if event.user is not None:
        who = event.user.name if names_who else str(ROLE_NAMES[event.role])
    because = [str(kind_of(event.cause.event).text)] if event.cause else []
    told = [*because, *_code_words(event.detail, kind), *notes]
    return Happening(event.at, str(kind.text), who, "; ".join(told))


def _names(events: Iterable[Event]) -> dict[UUID, list[str]]:
    """Event → the words of what its detail names by code; each table is asked once."""
    named = [
        (event, read, str(event.detail[key]))
        for event in events
        for key, read in kind_of(event.event).names.items()
        if event.detail.get(key)
    ]
    words = {
        read: read({code for _event, other, code in named if other is read}) for _event, read, _code in named
    }
    found: dict[UUID, list[str]] = {event.pk: [] for event in events}
    for event, read, code in named:
        found[event.pk].append(words[read].get(code, code))
    return found


def _code_words(detail: dict[str, Any], kind: EventKind) -> Iterable[str]:
    for key, words in kind.codes.items():
        if detail.get(key) in words:
            yield str(words[detail[key]])


def _changes(events: Iterable[Event]) -> dict[UUID, list[str]]:
    """Event → what its declared fields held before and after the deed, from the field history that its transaction wrote."""
    tables: dict[str, list[Event]] = {}
    for event in events:
        if kind_of(event.event).fields and event.context_id is not None:
            tables.setdefault(event.subject_table, []).append(event)
    found = {}
    for table, those in tables.items():
        versions = _versions(table, {event.subject_key for event in those})
        for event in those:
            rows = versions.get(event.subject_key, [])
            own = [at for at, row in enumerate(rows) if row.pgh_context_id == event.context_id]
            if own and own[0] > 0:
                fields = kind_of(event.event).fields
                found[event.pk] = _differences(rows[own[0] - 1], rows[own[-1]], fields)
    return found


def _versions(table: str, keys: Iterable[str]) -> dict[str, list[Any]]:
    """Key → the rows that a record has been, oldest first."""
    tracked = pghistory.core.event_models(tracks_model=apps.get_model(table))[0]
    versions: dict[str, list[Any]] = {}
    for row in tracked._default_manager.filter(pgh_obj_id__in=keys).order_by("pgh_id"):
        versions.setdefault(str(row.pgh_obj_id), []).append(row)
    return versions


def _differences(before: Any, after: Any, fields: Iterable[str]) -> list[str]:
    return [
        f"{after._meta.get_field(name).verbose_name}: {_shown(before, name)} → {_shown(after, name)}"
        for name in fields
        if getattr(before, name) != getattr(after, name)
    ]


def _shown(row: Model, name: str) -> str:
    value = getattr(row, name)
    if value in (None, ""):
        return "–"
    if hasattr(value, "isoformat"):
        return formats.day(value)
    if isinstance(value, Decimal):
        return formats.number(value)
    words = getattr(row, f"get_{name}_display", None)
    return str(words() if words else value)
