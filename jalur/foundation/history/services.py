from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.models import Event


def record(
    *,
    actor: Actor,
    event: str,
    subject: Model,
    person_id: UUID | None = None,
    place: str = "",
    detail: dict[str, Any] | None = None,
) -> Event:
    """Write what happened (`room:thing:past_participle`) in the transaction of the deed itself.

    `person_id` is whose file it concerns, `place` the region code it lies in, `detail` codes and field names only.
    An event outside a transaction is a programming error: it could survive a deed that did not.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"event {event} outside the transaction of its deed")
    return Event.objects.create(
        event=event,
        user_id=actor.user_id,
        role=actor.role,
        organisation_id=actor.organisation_id,
        subject_table=subject._meta.label_lower,
        subject_key=str(subject.pk),
        person_id=person_id,
        place_code=place,
        detail=detail or {},
    )


def record_many(*, actor: Actor, event: str, subjects: list[tuple[Model, UUID | None, str]]) -> None:
    """The same for a bulk deed: (subject, person, place) each."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"event {event} outside the transaction of its deed")
    Event.objects.bulk_create(
        [
            Event(
                event=event,
                user_id=actor.user_id,
                role=actor.role,
                organisation_id=actor.organisation_id,
                subject_table=subject._meta.label_lower,
                subject_key=str(subject.pk),
                person_id=person,
                place_code=place,
            )
            for subject, person, place in subjects
        ],
        batch_size=5000,
    )
