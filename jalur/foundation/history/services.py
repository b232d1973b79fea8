from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pghistory
from django.db import connection, transaction
from django.db.models import Model

from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.kinds import kind_of
from jalur.foundation.history.models import Event
from jalur.kit.database import copy_in

_after: list[Callable[[], None]] = []


def then(act: Callable[[], None]) -> None:
    """Have something done after each transaction that recorded anything, once and whatever becomes of it."""
    if act not in _after:
        _after.append(act)


@contextmanager
def deeds_of(actor: Actor) -> Iterator[None]:
    """Tell the field history who changes rows inside this block; inside another's deed that one stands."""
    if _context() is not None:
        yield
        return
    who = {"user": str(actor.user_id or ""), "role": str(actor.role)}
    with pghistory.context(**who, organisation=str(actor.organisation_id or "")):
        yield


def _context() -> Any:
    """The deed that the field history knows of; pghistory offers no reader of its own."""
    return getattr(pghistory.runtime._tracker, "value", None)


def record(
    *,
    actor: Actor,
    event: str,
    subject: Model,
    person_id: UUID | None = None,
    place: str = "",
    detail: dict[str, Any] | None = None,
    cause_id: UUID | None = None,
    event_id: UUID | None = None,
) -> Event:
    """Write what happened in the transaction of the deed itself; the event must be declared (kinds.py).

    `person_id` is whose file it concerns, `place` the region code it lies in, `detail` codes and field names only, `cause_id`
    the event that this one follows from.
    An event outside a transaction is a programming error: it could survive a deed that did not.
    """
    recorded = _event(actor, event, subject, person_id, place, detail, cause_id)
    recorded.id = event_id or recorded.id
    recorded.save(force_insert=True)
    _do_afterwards()
    return recorded


def record_many(
    *,
    actor: Actor,
    event: str,
    subjects: Iterable[tuple[Model, UUID | None, str]],
    detail: dict[str, Any] | None = None,
    cause_id: UUID | None = None,
) -> None:
    """The same for a bulk deed: (subject, person, place) each."""
    rows = [
        _event(actor, event, subject, person, place, detail, cause_id) for subject, person, place in subjects
    ]
    copy_in(rows)
    _do_afterwards()


def _do_afterwards() -> None:
    queued = {entry[1] for entry in connection.run_on_commit}
    for act in _after:
        if act not in queued:
            transaction.on_commit(act, robust=True)


def _event(
    actor: Actor,
    event: str,
    subject: Model,
    person_id: UUID | None,
    place: str,
    detail: dict[str, Any] | None,
    cause_id: UUID | None,
) -> Event:
    if not connection.in_atomic_block:
        raise RuntimeError(f"event {event} outside the transaction of its deed")
    context = _context()
    return Event(
        id=uuid4(),
        event=kind_of(event).name,
        user_id=actor.user_id,
        role=actor.role,
        organisation_id=actor.organisation_id,
        subject_table=subject._meta.label_lower,
        subject_key=str(subject.pk),
        person_id=person_id,
        place_code=place,
        detail=detail or {},
        cause_id=cause_id,
        context_id=context.id if context else None,
    )
