"""What one periodic task does for every deadline: set what is missing, let what has run out end, remind, tell the next one up.

Each step is a transaction of its own that marks what it has told, so that a task that dies or runs twice tells nobody twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Min

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.due import messages, queries
from jalur.foundation.due.models import OWNER, Deadline, DeadlineQuerySet
from jalur.foundation.due.queries import Owner
from jalur.foundation.due.services.settling import fill
from jalur.foundation.due.workflow import RAISED
from jalur.foundation.geography.rules import zone_of
from jalur.foundation.history.services import record_many
from jalur.foundation.messaging.kinds import MessageKind, kind_of, with_preferences
from jalur.foundation.messaging.services import tell
from jalur.foundation.workflow.services import how_taken
from jalur.foundation.workflow.steps import Step
from jalur.foundation.workflow.workflow import Workflow, declared
from jalur.kit import dates

AT_ONCE = 500
SOON = timedelta(days=7)
AGAIN = 7  # days, where no period says otherwise


def keep(now: datetime) -> dict[str, int]:
    """Everything that is to be done about deadlines now; returns how many of each."""
    return {"filled": fill(), "ended": end(now), "reminded": remind(now), "raised": raise_late(now)}


@dataclass(frozen=True)
class _Timed:
    workflow: Workflow[Any]
    step: Step
    kind: str


def _timed() -> list[_Timed]:
    return [
        _Timed(workflow, step, f"{workflow.thing}:{step.verb}")
        for workflow in declared()
        for step in workflow.steps
        if step.due
    ]


def end(now: datetime) -> int:
    """Take the step with which a deadline ends. What a guard refuses waits: the people who work on it see why."""
    count = 0
    for timed in _timed():
        verb = timed.step.due.then if timed.step.due else ""
        if not verb:
            continue
        take = how_taken(timed.workflow, verb)
        due = Deadline.objects.filter(kind=timed.kind).late(now).order_by("pk")
        for key, place in list(due.values_list("subject_key", "place_code")):
            subject = timed.workflow.model._default_manager.filter(pk=key).first()
            if subject is None:
                continue
            try:
                take(subject, now.astimezone(zone_of(place)).date())
            except ValidationError:
                continue
            count += 1
    return count


# -- before ------------------------------------------------------------------------------------------------------------


def remind(now: datetime) -> int:
    """Tell owners of what is due soon: an office once a day of all that it has, a person of each thing."""
    waiting = Deadline.objects.running().filter(next_at__lte=now, ends_at__gt=now)
    offices = waiting.filter(person_id=None).order_by().values_list("role", "organisation_id").distinct()
    count = sum(_remind_office(Owner(*owner), now) for owner in list(offices))
    for key in list(waiting.exclude(person_id=None).order_by("pk").values_list("pk", flat=True)):
        count += _remind_person(key, now)
    return count


def _remind_office(owner: Owner, now: datetime) -> int:
    with transaction.atomic():
        mine = Deadline.objects.running().filter(
            role=owner.role, organisation=owner.organisation_id, person_id=None
        )
        count = _mark(mine.filter(next_at__lte=now, ends_at__gt=now))
        if count:
            _tell_office(owner, messages.SOON, mine.soon(now, now + SOON), now)
    return count


def _remind_person(key: Any, now: datetime) -> int:
    with transaction.atomic():
        rows = Deadline.objects.filter(pk=key, next_at__lte=now, ends_at__gt=now)
        deadline = rows.select_for_update(skip_locked=True).first()
        if deadline is None:
            return 0
        deadline.next_at = deadline.ends_at
        deadline.save(update_fields=["next_at"])
        timed = next(one for one in _timed() if one.kind == deadline.kind)
        own = timed.step.due.reminder if timed.step.due else ""
        record = timed.workflow.model._default_manager.filter(pk=deadline.subject_key).first()
        person = with_preferences().model._default_manager.filter(pk=deadline.person_id).first()
        if person is None or record is None:
            return 0
        tell(
            kind_of(own) if own else messages.MINE,
            to=person,
            about=record if own else deadline,
            once=deadline.last_day.isoformat(),
            day=deadline.last_day,
        )
    return 1


def _mark(rows: DeadlineQuerySet) -> int:
    """Take reminders upon oneself: nobody else tells of them."""
    keys = list(rows.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True))
    return Deadline.objects.filter(pk__in=keys).update(next_at=F("ends_at"))


def _tell_office(owner: Owner, kind: MessageKind, rows: DeadlineQuerySet, now: datetime) -> None:
    """One message a day to each of an office's people: how many there are, and the first day."""
    first = rows.aggregate(first=Min("last_day"))["first"]
    if first is None:
        return
    count, day = rows.count(), now.astimezone(zone_of("")).date().isoformat()
    for account in queries.people_of(owner):
        tell(kind, to=account, about=account, once=day, count=count, day=first)


# -- after -------------------------------------------------------------------------------------------------------------


def raise_late(now: datetime) -> int:
    """Tell whoever let a day pass, and the next one up the chain: on the day after, and again after the days of its period."""
    count = 0
    for timed in _timed():
        if timed.step.due and timed.step.due.then:
            continue
        late = Deadline.objects.running().filter(kind=timed.kind, next_at__lte=now).late(now)
        groups = late.order_by().values_list(*OWNER, "raised_role", "raised_to").distinct()
        count += sum(_raise(timed, late, group, now) for group in list(groups))
    return count


def _raise(timed: _Timed, late: DeadlineQuerySet, group: tuple[Any, ...], now: datetime) -> int:
    role, organisation, person, raised_role, raised_to = group
    owner = Owner(raised_role, raised_to) if raised_role else Owner(role, organisation, person)
    above = queries.next_owner(owner)
    period = queries.period_of(timed.kind, dates.today())
    again = now + timedelta(days=period.again if period else AGAIN)
    rows = late.filter(
        role=role, organisation=organisation, person_id=person, raised_role=raised_role, raised_to=raised_to
    )
    with transaction.atomic():
        keys = dict(
            rows.order_by("pk").select_for_update(skip_locked=True).values_list("pk", "subject_key")[:AT_ONCE]
        )
        if not keys:
            return 0
        if not raised_role:
            _tell_late(owner, now)
        taken = Deadline.objects.filter(pk__in=keys)
        if above is None:
            return taken.update(next_at=None) and 0
        taken.update(next_at=again, raised_role=above.role, raised_to=above.organisation_id)
        _record(timed.workflow, keys.values(), above)
        _tell_late(above, now)
    return len(keys)


def _tell_late(owner: Owner, now: datetime) -> None:
    running = Deadline.objects.running()
    own = running.filter(role=owner.role, organisation=owner.organisation_id, person_id=None)
    raised = running.filter(raised_role=owner.role, raised_to=owner.organisation_id)
    if owner.organisation_id is not None:
        _tell_office(owner, messages.LATE, (own | raised).late(now), now)


def _record(workflow: Workflow[Any], keys: Iterable[Any], above: Owner) -> None:
    related = (*workflow.along, *workflow.related)
    records = workflow.model._default_manager.filter(pk__in=list(keys)).select_related(*related)
    subjects = [(one, workflow.person(one), workflow.place(one)) for one in records.order_by("pk")]
    record_many(actor=SYSTEM, event=RAISED, subjects=subjects, detail={"role": str(above.role)})
