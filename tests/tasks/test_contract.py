"""What every table that carries tasks inherits: a room joins by a TaskKind; BEARS of tests/tasks/examples.py names its record."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Refused
from jalur.foundation.history.models import Event
from jalur.foundation.tasks import services
from jalur.foundation.tasks.kinds import kinds
from jalur.foundation.tasks.models import Task
from jalur.foundation.workflow.locks import ORDER
from jalur.kit import dates
from tests.access.world import connected_program, make_world
from tests.tasks.examples import BEARS

DAY = timedelta(days=1)
TITLE = "Menelepon keluarga Kenari"
pytestmark = pytest.mark.django_db


@pytest.fixture(params=kinds(), ids=lambda kind: kind.key)
def kind(request):
    return request.param


@pytest.fixture
def row(cast, kind):
    return getattr(make_world(cast).near, BEARS[kind.key])


def members(cast, kind, row):
    """(who may, who may not) of the cast."""
    everybody = list(vars(cast).values())
    may = [one for one in everybody if access.covers(one.actor, kind.right, row)]
    return may, [one for one in everybody if one not in may]


def given(kind, row, by, *, owner=None, day=None, title=TITLE):
    task = Task(title=title, due_on=day or dates.today() + DAY, owner=(owner or by).user)
    return services.put_task(actor=by.actor, kind=kind, row=row, task=task, today=dates.today())


def test_it_is_complete(kind):
    assert "tasks.task" in ORDER
    assert kind.key in BEARS, "say in tests/tasks/examples.py which record carries it"
    assert kind.right in access.actions()


def test_who_has_the_right_to_the_row_gives_one_through_the_page_and_nobody_else(cast, kind, row, sign_in):
    may, may_not = members(cast, kind, row)
    url = reverse(f"tasks:put_{kind.key}", args=[row.pk])
    for one in may:
        sent = {"title": TITLE, "due_on": str(dates.today() + DAY), "owner": one.user.pk}
        assert sign_in(one).post(url, sent).status_code == 302
    before = Task.objects.filter(title=TITLE).count()
    assert before == len(may) > 0
    for one in may_not:
        sent = {"title": TITLE, "due_on": str(dates.today() + DAY), "owner": one.user.pk}
        assert sign_in(one).post(url, sent).status_code in (403, 404)
        with pytest.raises(Refused):
            given(kind, row, one)
    assert Task.objects.filter(title=TITLE).count() == before


def test_it_stands_on_the_page_of_its_row_for_its_office_alone(cast, kind, row, sign_in):
    may, _may_not = members(cast, kind, row)
    giver = may[0]
    given(kind, row, giver)
    page = (
        reverse("portal:case_file", args=[row.person_id])
        if not kind.thing
        else kind.crumbs(giver.actor, row)[-1].url
    )
    for one in vars(cast).values():
        body = sign_in(one).get(page).content.decode()
        assert (TITLE in body) == (one.actor.organisation_id == giver.actor.organisation_id), one.key


def test_its_owner_finishes_it_or_gives_it_back_with_a_reason(cast, kind, row, sign_in):
    giver = members(cast, kind, row)[0][0]
    done, returned = given(kind, row, giver), given(kind, row, giver, title="Lain")
    browser = sign_in(giver)
    assert browser.post(reverse("tasks:task_step", args=[done.pk, "finish"])).status_code == 302
    back = reverse("tasks:task_step", args=[returned.pk, "give_back"])
    assert browser.post(back, {"answer": ""}).status_code == 422
    assert browser.post(back, {"answer": "Tidak dapat dihubungi"}).status_code == 302
    done.refresh_from_db()
    returned.refresh_from_db()
    assert (done.state, done.ended_on) == ("done", dates.today())
    assert (returned.state, returned.answer) == ("returned", "Tidak dapat dihubungi")
    assert "Tidak dapat dihubungi" in browser.get(reverse("tasks:task", args=[returned.pk])).content.decode()
    events = Event.objects.filter(subject_key__in=[str(done.pk), str(returned.pk)])
    assert set(events.values_list("event", flat=True)) == {
        "tasks:task:given",
        "tasks:task:done",
        "tasks:task:given_back",
    }
    assert not [
        event for event in events if "Menelepon" in str(event.detail) or "hubungi" in str(event.detail)
    ]


def test_another_office_sees_nothing_of_it(cast, kind, row, sign_in):
    giver = members(cast, kind, row)[0][0]
    task = given(kind, row, giver)
    for one in vars(cast).values():
        status = sign_in(one).get(reverse("tasks:task", args=[task.pk])).status_code
        assert (status == 200) == (one.actor.organisation_id == giver.actor.organisation_id), one.key


@pytest.mark.parametrize(
    ("wrong", "code"), [("yesterday", "past"), ("stranger", "elsewhere"), ("program", "elsewhere")]
)
def test_a_task_of_yesterday_or_for_a_stranger_or_a_program_is_refused(cast, kind, row, wrong, code):
    giver = members(cast, kind, row)[0][0]
    program = connected_program(giver.organisation, "tugas").membership
    faults = {
        "yesterday": {"day": dates.today() - DAY},
        "stranger": {"owner": cast.gatot if giver is not cast.gatot else cast.wulan},
        "program": {"owner": program},
    }
    before = Task.objects.count()
    with pytest.raises(ValidationError) as refused:
        given(kind, row, giver, **faults[wrong])
    assert next(iter(refused.value.error_dict.values()))[0].code == code
    assert Task.objects.count() == before
