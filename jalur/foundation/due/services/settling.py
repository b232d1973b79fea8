"""Entering a state sets its deadline, leaving it clears it: in the transaction of the step, and by the clock for what came otherwise."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet

from jalur.foundation.due import queries
from jalur.foundation.due.models import FIELDS, OWNER, Deadline
from jalur.foundation.workflow.locks import atomic, lock, rank
from jalur.foundation.workflow.workflow import Workflow, declared

AT_ONCE = 500


def settle(workflow: Workflow[Any], records: Sequence[Model]) -> None:
    """Bring the deadlines of records, locked by the caller, in line with the states they are in."""
    wanted = {}
    steps = [(record, workflow.due_in(workflow.state_of(record))) for record in records]
    if any(step for _record, step in steps):
        desk = queries.Desk()
        due = [desk.deadline_of(workflow, step, record) for record, step in steps if step]
        wanted = {deadline.subject_key: deadline for deadline in due if deadline}
    mine = Deadline.objects.filter(thing=workflow.thing)
    known = {one.subject_key: one for one in mine.filter(subject_key__in=[record.pk for record in records])}
    if gone := known.keys() - wanted.keys():
        forget(workflow, gone)
    news = [one for key, one in wanted.items() if key not in known or _is_another(known[key], one)]
    # A deadline that was moved begins anew: nobody has been told of it yet.
    for one in news:
        one.raised_to_id, one.raised_role = None, ""
    Deadline.objects.bulk_create(
        sorted(news, key=lambda one: one.subject_key),
        update_conflicts=True,
        unique_fields=["thing", "subject_key"],
        update_fields=[*FIELDS, "raised_to", "raised_role"],
    )


def forget(workflow: Workflow[Any], keys: Iterable[Any]) -> None:
    Deadline.objects.filter(thing=workflow.thing, subject_key__in=list(keys)).delete()


def fill() -> int:
    """Set what records in a timed state lack (a list read in, a table that names a deadline since today) and drop what has no record
    in such a state any more; returns how many were set."""
    count = 0
    for workflow in declared():
        if workflow.timed():
            _drop_strays(workflow)
            count += sum(_fill(workflow, keys) for keys in _without(workflow))
    return count


def count_anew() -> None:
    """Every deadline by the days of the calendar and the periods as they are now; in one deed, so in the order of its locks."""
    for workflow in sorted(declared(), key=lambda one: rank(one.model)):
        rows = Deadline.objects.filter(thing=workflow.thing).order_by("subject_key")
        for keys in _batches(rows.values_list("subject_key", flat=True)):
            _fill(workflow, keys)


def _is_another(known: Deadline, asked: Deadline) -> bool:
    """Whether it is to be kept by another day or owner; `next_at` moves on by itself."""
    return any(
        getattr(known, field) != getattr(asked, field)
        for field in ("kind", "last_day", "ends_at", "place_code", *OWNER)
    )


def _waiting(workflow: Workflow[Any]) -> QuerySet[Any]:
    return workflow.model._default_manager.filter(**{f"{workflow.state_field}__in": workflow.timed()})


def _without(workflow: Workflow[Any]) -> Iterator[list[Any]]:
    kept = Deadline.objects.filter(thing=workflow.thing, subject_key=OuterRef("pk"))
    rows = _waiting(workflow).filter(~Exists(kept)).order_by("pk")
    return _batches(rows.values_list("pk", flat=True))


def _batches(keys: QuerySet[Any, Any]) -> Iterator[list[Any]]:
    found = list(keys)
    for at in range(0, len(found), AT_ONCE):
        yield found[at : at + AT_ONCE]


def _fill(workflow: Workflow[Any], keys: list[Any]) -> int:
    with atomic():
        records = lock(workflow.model, keys, related=(*workflow.along, *workflow.related))
        settle(workflow, records)
    return len(records)


def _drop_strays(workflow: Workflow[Any]) -> None:
    waiting = _waiting(workflow).filter(pk=OuterRef("subject_key"))
    Deadline.objects.filter(thing=workflow.thing).filter(~Exists(waiting)).delete()
