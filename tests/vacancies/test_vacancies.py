"""A vacancy at home through the doors people use: entered, published, counted, ended; never among orders from abroad."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jalur.foundation.accounts.access import ANONYMOUS, SYSTEM, Refused
from jalur.foundation.history.models import Event
from jalur.foundation.imports import services as imports
from jalur.foundation.imports.kinds import kind_of
from jalur.foundation.workflow.services import take_due_steps
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.vacancies import queries, services
from jalur.journey.vacancies.models import Vacancy
from jalur.kit.refusals import codes_of
from tests.cast import JOMBANG, LUMAJANG

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 12)
LAST_DAY = TODAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def pinned(settings):
    settings.TODAY = TODAY


def make(**changed):
    values = {
        "employer": "PT Contoh Mebel",
        "title": "Juru las",
        "occupation_id": "7212",
        "place_id": JOMBANG,
        "openings": 5,
        "deadline": LAST_DAY,
    }
    return Vacancy(**(values | changed))


def opened(actor, **changed):
    requirements = changed.pop("requirements", ())
    vacancy = services.enter_vacancy(
        actor=actor, vacancy=make(**changed), requirements=requirements, today=TODAY
    )
    return services.open_vacancy(actor=actor, vacancy=vacancy, today=TODAY)


def fields(**changed):
    values = {
        "employer": "PT Contoh Mebel",
        "title": "Juru las",
        "occupation": "7212",
        "place": JOMBANG,
        "openings": "5",
        "pay_from": "3.200.000",
        "pay_to": "4.000.000",
        "deadline": "2026-02-11",
    }
    return values | changed


def test_an_office_enters_one_and_everybody_reads_it_once_published(cast, sign_in, client):
    desk = sign_in(cast.wulan)
    answer = desk.post(reverse("vacancies:new"), fields())
    vacancy = Vacancy.objects.get()
    assert answer.url == reverse("vacancies:vacancy", args=[vacancy.number])
    assert (vacancy.state, vacancy.entered_by) == ("draft", cast.wulan.organisation)
    assert client.get(answer.url).status_code == 404
    assert vacancy.number not in client.get(reverse("vacancies:open_vacancies")).content.decode()
    desk.post(reverse("vacancies:vacancy_step", args=[vacancy.number, "open"]))
    vacancy.refresh_from_db()
    assert (vacancy.state, vacancy.opened_on) == ("open", TODAY)
    page = client.get(answer.url).content.decode()
    assert "PT Contoh Mebel" in page
    assert re.search(r"3\.200\.000.*4\.000\.000", page)
    assert vacancy.number in client.get(reverse("vacancies:open_vacancies")).content.decode()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"place_id": "35"}, "too_wide"),
        ({"openings": 0}, "min_value"),
        ({"pay_from": 4_000_000, "pay_to": 3_000_000}, ""),
        ({"min_age": 40, "max_age": 20}, ""),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(cast, changed, code):
    vacancy = make(organisation=cast.hendra.organisation, **changed)
    with pytest.raises(ValidationError) as refused:
        services.enter_vacancy(actor=cast.hendra.actor, vacancy=vacancy, today=TODAY)
    assert codes_of(refused.value)[0] == code
    assert not Vacancy.objects.exists()


def test_the_office_next_door_neither_enters_nor_moves_one_there(cast):
    with pytest.raises(Refused):
        services.enter_vacancy(actor=cast.gatot.actor, vacancy=make(), today=TODAY)
    assert not Vacancy.objects.exists()
    vacancy = opened(cast.gatot.actor, place_id=LUMAJANG)
    vacancy.place_id = JOMBANG
    with pytest.raises(Refused):
        services.change_vacancy(actor=cast.gatot.actor, vacancy=vacancy, today=TODAY)
    assert Vacancy.objects.get().place_id == LUMAJANG


def test_an_employer_enters_its_own_wherever_the_place_is(cast, sign_in):
    sign_in(cast.hendra).post(reverse("vacancies:new"), fields(place=LUMAJANG))
    vacancy = Vacancy.objects.get()
    assert vacancy.organisation == cast.hendra.organisation
    assert sign_in(cast.lestari).get(reverse("vacancies:vacancy", args=[vacancy.number])).status_code == 404
    assert sign_in(cast.gatot).get(reverse("vacancies:vacancy", args=[vacancy.number])).status_code == 200


def test_filled_openings_are_counted_with_their_history(cast, sign_in):
    vacancy = opened(cast.wulan.actor)
    address = reverse("vacancies:vacancy_step", args=[vacancy.number, "count"])
    desk = sign_in(cast.wulan)
    for count in ("2", "3"):
        assert desk.post(address, {"filled": count}).status_code == 302
    assert desk.post(address, {"filled": "6"}).status_code != 302
    vacancy.refresh_from_db()
    assert vacancy.filled == 3
    counted = Event.objects.filter(event="vacancies:vacancy:counted").order_by("at")
    assert [event.detail["filled"] for event in counted] == [2, 3]
    desk.post(reverse("vacancies:vacancy_step", args=[vacancy.number, "fill"]))
    vacancy.refresh_from_db()
    assert (vacancy.state, vacancy.filled, vacancy.ended_on) == ("filled", 5, TODAY)


def test_fewer_openings_than_people_found_are_refused(cast):
    vacancy = opened(cast.wulan.actor)
    vacancy = services.count_filled(actor=cast.wulan.actor, vacancy=vacancy, filled=3, today=TODAY)
    vacancy.openings = 2
    with pytest.raises(ValidationError):
        services.change_vacancy(actor=cast.wulan.actor, vacancy=vacancy, today=TODAY)
    assert Vacancy.objects.get().openings == 5


def test_it_closes_by_itself_the_day_after_its_last_day(cast):
    vacancy = opened(cast.wulan.actor)
    assert take_due_steps(LAST_DAY) == 0
    with pytest.raises(ValidationError):
        services.close_vacancy(actor=SYSTEM, vacancy=vacancy, today=LAST_DAY)
    assert take_due_steps(LAST_DAY + timedelta(days=1)) == 1
    vacancy.refresh_from_db()
    assert (vacancy.state, vacancy.ended_on) == ("closed", LAST_DAY + timedelta(days=1))


def test_a_later_last_day_keeps_it_open_and_a_past_one_is_refused(cast):
    vacancy = opened(cast.wulan.actor)
    vacancy.deadline = TODAY - timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        services.change_vacancy(actor=cast.wulan.actor, vacancy=vacancy, today=TODAY)
    assert codes_of(refused.value) == ["past"]
    vacancy.deadline = LAST_DAY + timedelta(days=9)
    services.change_vacancy(actor=cast.wulan.actor, vacancy=vacancy, today=TODAY)
    assert take_due_steps(LAST_DAY + timedelta(days=1)) == 0


def test_a_withdrawn_one_is_no_longer_public(cast, sign_in, client):
    vacancy = opened(cast.wulan.actor)
    address = reverse("vacancies:vacancy_step", args=[vacancy.number, "withdraw"])
    desk = sign_in(cast.wulan)
    assert desk.post(address, {}).status_code != 302
    assert Vacancy.objects.get().state == "open"
    desk.post(address, {"withdrawal_reason": "Perusahaan pindah"})
    page = reverse("vacancies:vacancy", args=[vacancy.number])
    assert client.get(page).status_code == 404
    assert "Perusahaan pindah" in desk.get(page).content.decode()


def test_nothing_of_it_stands_among_orders_from_abroad(cast, client):
    vacancy = opened(cast.wulan.actor, requirements=["C.24LAS01.001.1"])
    assert not JobOrder.objects.exists()
    assert vacancy.number not in client.get(reverse("job_orders:open_orders")).content.decode()
    assert queries.openings_by_competency(TODAY) == {"C.24LAS01.001.1": 5}
    assert queries.openings_by_occupation(TODAY, within="35.17") == {"7212": 5}
    assert queries.openings_by_occupation(TODAY, within="35.08") == {}
    assert queries.openings_by_occupation(LAST_DAY + timedelta(days=1)) == {}


def test_a_list_asks_about_what_is_unclear(cast):
    kind = kind_of("vacancies")
    rows = {column.key: column.example for column in kind.columns}
    lines = [
        (2, rows | {"occupation": "tukang las"}),
        (3, rows | {"place": "35.08"}),
        (4, rows | {"deadline": "11-01-2026"}),
        (5, rows | {"pay_to": "1.000.000"}),
    ]
    heads = ";".join(column.heading for column in kind.columns)
    body = "\n".join(";".join(cells.values()) for _line, cells in lines)
    draft = imports.upload(
        actor=cast.wulan.actor,
        kind=kind,
        content=f"{heads}\n{body}".encode(),
        file_name="a.csv",
        today=TODAY,
    )
    assert draft.counts["faults"] == 3
    assert draft.counts["new"] + draft.counts.get("waiting", 0) == 1
    imports.apply(actor=cast.wulan.actor, draft=draft, today=TODAY)
    assert {vacancy.state for vacancy in Vacancy.objects.all()} <= {"open"}


def test_visible_rows_are_the_published_ones_for_anybody(cast):
    vacancy = opened(cast.wulan.actor)
    services.enter_vacancy(actor=cast.wulan.actor, vacancy=make(title="Tukang kayu"), today=TODAY)
    assert list(Vacancy.objects.visible_to(ANONYMOUS)) == [vacancy]
    assert Vacancy.objects.visible_to(cast.wulan.actor).count() == 2


def test_the_public_list_is_narrowed_to_a_regency_of_the_chosen_province(cast, client):
    here = opened(cast.wulan.actor)
    there = opened(cast.gatot.actor, place_id=LUMAJANG)
    address = reverse("vacancies:open_vacancies")
    page = client.get(address, {"province": "35", "regency": LUMAJANG[:5]}).content.decode()
    assert there.number in page
    assert here.number not in page
    form = client.get(address, {"province": "31"}).context["filter_form"]
    assert not form.fields["regency"].queryset.exists()
