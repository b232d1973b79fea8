"""A programme teaches its curriculum; held against orders and standards, lists say what is missing where."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jalur.foundation.competencies.models import DestinationStandard
from jalur.foundation.workflow import consequences
from jalur.journey.curricula import services as curricula
from jalur.journey.training import queries, services
from jalur.journey.training.models import Programme
from jalur.journey.vacancies import services as vacancies
from jalur.journey.vacancies.models import Vacancy
from tests.curricula.factories import TODAY, agreed, draft
from tests.job_orders.factories import open_order
from tests.training.factories import add_programme, open_class

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = TODAY


def text(answer):
    return answer.content.decode()


def teaching(programme):
    return sorted(programme.teaches.values_list("code", flat=True))


def test_a_programme_teaches_what_its_curriculum_leads_to(cast, sign_in):
    version = agreed(cast, 40, teaches=["KR-LAS-FCAW", "EN-A1"])
    sent = {"title": "Las Korea", "code": "LAS-1", "curriculum": version.code, "hours": "3"}
    answer = sign_in(cast.hendra).post("/training/programmes/new/", sent)
    assert answer.status_code == 302, text(answer)
    programme = Programme.objects.get(code="LAS-1")
    assert (teaching(programme), programme.hours) == (["EN-A1", "KR-LAS-FCAW"], 120)
    page = text(sign_in(cast.sari).get("/training/programmes/LAS-1/"))
    assert "120 JP" in page
    assert version.code in page
    intake = open_class(cast, programme=programme)
    assert version.code in text(sign_in(cast.sari).get(f"/training/intakes/{intake.number}/"))


def test_neither_a_draft_nor_an_empty_curriculum_is_taught(cast):
    for version, code in ((draft(cast, 40), "unknown"), (agreed(cast, 40), "no_competency")):
        programme = Programme(provider=cast.hendra.organisation, code="X", title="X", curriculum=version)
        with pytest.raises(ValidationError) as refused:
            services.add_programme(actor=cast.hendra.actor, programme=programme, teaches=["EN-A1"])
        assert refused.value.error_dict["curriculum"][0].code == code
    assert not Programme.objects.exists()


def test_the_programme_says_when_its_curriculum_has_a_newer_version(cast, client, settings):
    first = agreed(cast, teaches=["KR-LAS-FCAW"])
    programme = add_programme(cast, curriculum=first, teaches=())
    second = curricula.copy_version(actor=cast.hendra.actor, version=first)
    second = curricula.discuss(actor=cast.hendra.actor, version=second)
    day = TODAY + timedelta(days=10)
    curricula.put_in_force(actor=cast.hendra.actor, version=second, valid_from=day, today=TODAY)
    address = f"/training/programmes/{programme.code}/"
    assert second.code not in text(client.get(address))
    settings.TODAY = day
    assert second.code in text(client.get(address))


def test_what_nobody_asks_for_is_listed_programme_by_programme(cast, client):
    programme = add_programme(cast, teaches=["EN-A1"])
    page = text(client.get("/training/demand/idle/"))
    assert "EN-A1" in page
    assert programme.title in page
    assert "EN-A1" not in text(client.get("/training/demand/idle/?programme=tidakada"))


def test_what_is_asked_is_taught_in_reach_or_not(cast, client):
    order = open_order(cast)
    codes = sorted(order.requirements.values_list("code", flat=True))
    assert codes
    rows = queries.untaught(TODAY, Programme.objects.taught(TODAY))
    assert set(codes) <= set(rows)
    programme = add_programme(cast, teaches=codes)
    everywhere = Programme.objects.all()
    assert not set(codes) & set(queries.untaught(TODAY, everywhere))
    jakarta = queries.in_reach(everywhere, "31", TODAY)
    assert set(codes) <= set(queries.untaught(TODAY, jakarta))
    open_class(cast, programme=programme, reach="national")
    assert not set(codes) & set(queries.untaught(TODAY, queries.in_reach(everywhere, "31", TODAY)))
    assert codes[0] in text(client.get("/training/demand/untaught/?programme=tidakada"))


def test_openings_abroad_and_at_home_stand_side_by_side(cast, client):
    vacancy = vacancies.enter_vacancy(
        actor=cast.wulan.actor,
        vacancy=Vacancy(
            employer="PT Contoh",
            title="Penerjemah",
            occupation_id="2643",
            place_id="35.17",
            openings=7,
            deadline=TODAY + timedelta(days=30),
        ),
        requirements=["DE-B2"],
        today=TODAY,
    )
    assert "DE-B2" not in text(client.get("/training/demand/untaught/"))
    vacancies.open_vacancy(actor=cast.wulan.actor, vacancy=vacancy, today=TODAY)
    asked = queries.asked_competencies(TODAY).get(pk="DE-B2")
    assert (asked.abroad, asked.home, asked.openings, asked.programmes) == (0, 7, 7, 0)
    assert "DE-B2" in text(client.get("/training/demand/untaught/?wanted=home"))
    assert "DE-B2" not in text(client.get("/training/demand/untaught/?wanted=abroad"))
    add_programme(cast, teaches=["DE-B2"])
    assert "DE-B2" not in text(client.get("/training/demand/idle/"))
    page = text(client.get("/training/demand/"))
    assert "Lowongan di Indonesia" in page


def test_what_completes_a_standard_and_what_is_missing(cast, client):
    standard = DestinationStandard.objects.in_force(TODAY).filter(requirements__isnull=False).first()
    codes = sorted(standard.requirements.values_list("code", flat=True))
    whole = add_programme(cast, code="UTUH", teaches=codes)
    found = {fit.standard.pk: fit.missing for fit in queries.fits(TODAY, Programme.objects.all())[whole.pk]}
    assert found[standard.pk] == ()
    page = text(client.get(f"/training/demand/standards/?standard={standard.pk}&reached=yes"))
    assert whole.title in page
    assert whole.title not in text(
        client.get(f"/training/demand/standards/?standard={standard.pk}&reached=no")
    )


@pytest.mark.parametrize("list_name", ["idle", "untaught", "standards"])
def test_the_lists_ask_as_often_for_many_as_for_few(cast, client, list_name):
    open_order(cast)

    def queries_of() -> int:
        with CaptureQueriesContext(connection) as made:
            assert client.get(f"/training/demand/{list_name}/").status_code == 200
        return len(made)

    add_programme(cast, code="P-0", teaches=["EN-A1"])
    queries_of()  # what is kept for the process is read once
    few = queries_of()
    for number in range(1, 8):
        add_programme(cast, code=f"P-{number}", teaches=["EN-A1", "KR-LAS-FCAW"])
    assert queries_of() == few


def test_a_new_version_of_a_standard_names_the_programmes_it_touches(cast):
    standard = DestinationStandard.objects.in_force(TODAY).filter(requirements__isnull=False).first()
    codes = sorted(standard.requirements.values_list("code", flat=True))
    version = agreed(cast, teaches=codes)
    programme = add_programme(cast, code="UTUH", curriculum=version, teaches=())
    intake = open_class(cast, programme=programme)
    added = "DE-B2" if "DE-B2" not in codes else "EN-B2"

    def change() -> None:
        standard.requirements.add(added)

    groups = {str(group.title): group for group in consequences.beforehand(change, on=TODAY)}
    rows = [row for group in groups.values() if group.grid for row in group.grid.rows]
    said = " ".join(str(cell) for row in rows for cell in row)
    assert programme.title in said
    assert added in said
    assert version.code in said
    assert intake.number in said
    assert added not in standard.requirements.values_list("code", flat=True)
