"""Two people open one form: the second sending is refused once, with both, and nothing is overwritten silently."""

import re

import pytest
from django.urls import reverse

from jalur.foundation.history import queries as history
from jalur.foundation.history.models import Event
from jalur.foundation.people.models import Person
from jalur.journey.candidates.models import Candidate
from jalur.journey.training.models import Intake, Programme
from tests.cast import VILLAGE
from tests.training.factories import TODAY, add_programme, open_class

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast, settings):
    settings.TODAY = TODAY
    cast.programme = add_programme(cast)
    cast.intake = open_class(cast, programme=cast.programme)
    return cast


def candidate(world):
    address = reverse("candidates:candidate_step", args=["J-SARI-0001", "edit"])
    plain = {"education": "4", "available_from": "2026-01-05"}
    return (
        address,
        plain,
        {"education": "5"},
        {"available_from": "2026-03-01"},
        "wulan",
        Candidate,
        "education",
    )


def person(world):
    address = reverse("people:edit", args=[world.sari.person.pk])
    plain = {"name": "Sari Contohwati", "birth_date": "2001-04-12", "sex": "F", "residence": VILLAGE}
    first, second = {"name": "Sari Satu", "paper": "id_card"}, {"phone": "0812-3456-7890"}
    return address, plain, first, second, "wulan", Person, "name"


def intake(world):
    address = reverse("training:intake_step", args=[world.intake.number, "change"])
    one = world.intake
    plain = {
        "programme": one.programme_id,
        "place": one.place_id,
        "reach": one.reach,
        "seats": one.seats,
        "starts": one.starts,
        "ends": one.ends,
        "cost": "2500000",
        "pass_rate": "85",
    }
    return address, plain, {"cost": "3000000"}, {"seats": "25"}, "hendra", Intake, "cost"


def programme(world):
    one = world.programme
    address = reverse("training:programme_step", args=[one.code, "change"])
    plain = {
        "code": one.code,
        "title": one.title,
        "teaches": list(one.teaches.values_list("pk", flat=True)),
        "prerequisites": [],
    }
    return address, plain, {"title": "Judul pertama"}, {"hours": "200"}, "hendra", Programme, "title"


@pytest.mark.parametrize("form", [candidate, person, intake, programme])
def test_a_change_in_between_is_shown_once_and_not_overwritten(world, sign_in, form):
    address, plain, first, second, who, table, field = form(world)
    browser = sign_in(getattr(world, who))
    mark = marked(browser.get(address))
    assert browser.post(address, {**plain, **first, "opened_with": mark}).status_code == 302
    standing, events = list(table.objects.order_by("pk").values()), Event.objects.count()
    stale = {**plain, **second, "opened_with": mark}
    refused = browser.post(address, stale)
    assert refused.status_code == 422, refused.content.decode()[-2000:]
    assert "diubah orang lain setelah Anda membuka halaman" in refused.content.decode()
    assert (list(table.objects.order_by("pk").values()), Event.objects.count()) == (standing, events)
    paper = {"paper": "id_card"} if form is person else {}
    again = {**plain, **second, **paper, "opened_with": marked(refused)}
    assert browser.post(address, again).status_code == 302
    assert list(table.objects.order_by("pk").values(field)) != [row[field] for row in standing]


def marked(answer):
    [mark] = re.findall(r'name="opened_with" value="(\w+)"', answer.content.decode())
    return mark


def test_an_unchanged_record_is_saved_at_once(world, sign_in):
    address, plain, first, _second, who, _table, _field = candidate(world)
    browser = sign_in(getattr(world, who))
    assert (
        browser.post(address, {**plain, **first, "opened_with": marked(browser.get(address))}).status_code
        == 302
    )


def test_the_history_says_what_the_cost_was_and_is(world, sign_in):
    address, plain, first, _second, _who, _table, _field = intake(world)
    sign_in(world.hendra).post(address, {**plain, **first})
    notes = [line.note for line in history.happenings(world.wulan.actor, subject=world.intake)]
    assert any("2.500.000 → 3.000.000" in note for note in notes), notes


def test_a_changed_class_must_be_possible_as_it_is_left(world, sign_in):
    address, plain, *_rest = intake(world)
    before = list(Intake.objects.values()), Event.objects.count()
    answer = sign_in(world.hendra).post(address, {**plain, "starts": "2025-12-01"})
    assert answer.status_code == 422
    assert (list(Intake.objects.values()), Event.objects.count()) == before
