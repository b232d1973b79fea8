"""What every deadline inherits: a room joins by naming `due` in a row of its table; SUBJECTS of its examples names the record."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse
from django.utils import translation

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Scope, behind
from jalur.foundation.due import queries, services, words
from jalur.foundation.due.models import Deadline
from jalur.foundation.messaging import kinds
from jalur.foundation.messaging.models import Message
from jalur.foundation.workflow.deadlines import keeper
from jalur.foundation.workflow.workflow import declared
from jalur.kit import dates
from tests.access.examples import SUBJECTS, WRITES
from tests.access.world import make_world
from tests.due.conftest import MONDAY

DAY = timedelta(days=1)
DUE = [
    pytest.param(table, step, id=f"{table.thing}:{step.verb}")
    for table in declared()
    for step in table.steps
    if step.due
]
pytestmark = [pytest.mark.django_db, pytest.mark.parametrize(("table", "step"), DUE)]


@pytest.fixture
def waiting(cast, monday, table, step):
    """The near record of the world in the state in which the step is due, moved there past the steps."""
    world = make_world(cast)
    record = getattr(world.near, SUBJECTS[table.thing])
    rests = step.due.rests() if step.due.rests else None
    if rests is not None and table.model._default_manager.filter(rests, pk=record.pk).exists():
        WRITES[f"{table.thing}_step/{step.verb}"].before(world.near, None)
    values = {table.state_field: min(step.sources), step.due.since: MONDAY}
    if step.due.day:
        values[step.due.day] = MONDAY.date() + 5 * DAY
    table.model._default_manager.filter(pk=record.pk).update(**values)
    Deadline.objects.all().delete()
    services.fill()
    return table.model._default_manager.select_related(*table.along, *table.related).get(pk=record.pk)


def deadline_of(table, record):
    return Deadline.objects.get(thing=table.thing, subject_key=record.pk)


def test_it_is_complete(table, step):
    assert step.owner, "say whose turn it is"
    assert [one.verb for one in table.steps if one.due and one.sources & step.sources] == [step.verb]
    for field in filter(None, (step.due.since, step.due.day)):
        try:
            table.model._meta.get_field(field)
        except FieldDoesNotExist:
            pytest.fail(f"{table.thing} has no field {field}")
    period = queries.period_of(f"{table.thing}:{step.verb}", dates.today())
    assert period is not None, "say in data/due/periods.csv how long it may take and when to remind"
    assert bool(period.days) != bool(step.due.day), "either the record says its last day or the period does"
    assert period.source
    if step.due.reminder:
        assert set(kinds.kind_of(step.due.reminder).values) == {"day"}
    names = set()
    for language in ("id", "en"):
        with translation.override(language):
            names.add(str(step.due.name))
    assert len(names) == 2, "called in both languages"


def test_it_stands_on_the_page_with_day_and_time_left(table, step, waiting):
    (row,) = keeper().facts(table, waiting)
    deadline = deadline_of(table, waiting)
    assert row.label == str(step.due.name)
    assert str(deadline.last_day.year) in row.value
    assert words.left(deadline, queries.holidays()).text in row.value
    assert deadline.last_day >= deadline.since


def test_whose_turn_it_is_can_take_the_step(cast, table, step, waiting):
    deadline = deadline_of(table, waiting)
    assert deadline.role == step.owner
    members = [one for one in vars(cast).values() if one.actor.role == step.owner]
    mine = [one for one in members if Deadline.objects.filter(pk=deadline.pk).of(one.actor)]
    if deadline.organisation is None and deadline.person_id is None:
        assert not queries.manned(step.owner).filter(pk__in=behind(waiting, Scope.ORGANISATION)).exists()
    else:
        assert mine
    assert all(access.covers(one.actor, step.right, waiting) for one in mine)


def test_who_sees_it_reaches_the_record_or_answers_for_the_office(cast, table, step, waiting, sign_in):
    deadline = deadline_of(table, waiting)
    for one in vars(cast).values():
        seen = Deadline.objects.visible_to(one.actor).filter(pk=deadline.pk).exists()
        reach = access.covers(one.actor, step.right, waiting) or (
            bool(table.model.SEEN_BY) and access.covers(one.actor, table.model.SEEN_BY, waiting)
        )
        assert not seen or reach, one.key
        answer = sign_in(one).get(reverse("due:deadline", args=[deadline.pk]))
        assert (answer.status_code == 302) == seen


def test_it_is_cleared_when_the_record_has_left(table, step, waiting):
    other = next(state.value for state in table.states if state.value not in table.timed())
    table.model._default_manager.filter(pk=waiting.pk).update(**{table.state_field: other})
    services.fill()
    assert not Deadline.objects.filter(thing=table.thing, subject_key=waiting.pk).exists()
    assert keeper().facts(table, type(waiting)._default_manager.get(pk=waiting.pk)) == []


def test_late_it_ends_by_itself_or_is_raised_and_nobody_is_told_twice(cast, table, step, waiting):
    deadline = deadline_of(table, waiting)
    with time_machine.travel(deadline.ends_at, tick=False):
        first = services.keep(dates.now())
        told = Message.objects.filter(
            kind__in=["due:late", "due:soon", "due:mine", step.due.reminder]
        ).count()
        assert services.keep(dates.now())["raised"] == 0
        assert (
            Message.objects.filter(kind__in=["due:late", "due:soon", "due:mine", step.due.reminder]).count()
            == told
        )
    if step.due.then:
        assert not Deadline.objects.filter(pk=deadline.pk).exclude(raised_role="").exists()
    elif deadline.organisation_id is not None:
        assert first["raised"] >= 1
        assert Deadline.objects.get(pk=deadline.pk).raised_role
