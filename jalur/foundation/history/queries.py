from uuid import UUID

from django.db.models import Model

from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.models import Event, EventQuerySet


def events_of(subject: Model, *, actor: Actor) -> EventQuerySet:
    """What happened to one record, newest first, as far as the actor may see it."""
    mine = Event.objects.filter(subject_table=subject._meta.label_lower, subject_key=str(subject.pk))
    return mine.visible_to(actor).select_related("user").order_by("-at", "-id")


def events_of_person(person_id: UUID, *, actor: Actor) -> EventQuerySet:
    """Everything recorded about one person's file in every room: who did what, and who looked."""
    return (
        Event.objects.filter(person_id=person_id)
        .visible_to(actor)
        .select_related("user")
        .order_by("-at", "-id")
    )
