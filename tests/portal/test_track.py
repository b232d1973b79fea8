"""The integrated track: every strand of one person on one page, what is settled, and who has what is not."""

from datetime import date

import pytest
from django.urls import reverse

from jalur.journey.candidates import services as candidates
from jalur.journey.candidates.models import HeldCompetency
from jalur.journey.job_orders import services as job_orders
from jalur.journey.training import services as training
from jalur.kit.dates import birthday, completed_years
from tests.job_orders.factories import TODAY, open_order
from tests.training.factories import STARTS, add_programme, open_class

# What the standard of Korea for ship welders asks for.
ASKED_BY_KOREA = ("C.24LAS01.001.1", "C.24LAS01.029.1", "KO-A1", "KR-LAS-FCAW", "KR-LAS-K3")


@pytest.fixture
def sari(cast, settings):
    settings.TODAY = TODAY
    cast.file = cast.sari.person.candidate
    return cast


def page_for(sign_in, reader, person):
    return sign_in(reader).get(reverse("portal:track", args=[person.pk]))


def tasks_on(page):
    """label → (state, who has it)."""
    return {
        task.label: (task.state.text, task.owner) for group in page.context["groups"] for task in group.tasks
    }


def show(cast, code, evidence="certificate"):
    entry = HeldCompetency(candidate=cast.file, competency_id=code, evidence=evidence)
    return candidates.add_held(actor=cast.wulan.actor, held=entry, today=TODAY)


def test_before_a_job_it_shows_what_the_class_leads_to(sari, sign_in):
    intake = open_class(sari, programme=add_programme(sari, teaches=("KR-LAS-FCAW", "KR-LAS-K3")))
    training.enrol(actor=sari.wulan.actor, intake=intake, candidate=sari.file, today=TODAY)
    page = page_for(sign_in, sari.sari, sari.sari.person)
    ahead = [who for state, who in tasks_on(page).values() if state == "kelas di depan"]
    assert ahead == ["LPK Cakap Contoh"] * 2
    assert "belum ada pekerjaan" in page.content.decode()


def test_it_follows_what_the_job_asks_for(sari, sign_in, settings):
    asked = (*ASKED_BY_KOREA, "EN-A2")
    order = open_order(sari, requirements=asked)
    job_orders.reserve_opening(actor=sari.wulan.actor, order=order, candidate=sari.file, today=TODAY)
    before = tasks_on(page_for(sign_in, sari.wulan, sari.sari.person))
    assert [state for state, _who in before.values()].count("masih kurang") >= len(asked)
    candidates.confirm_held(actor=sari.wulan.actor, held=show(sari, "EN-B1"))
    show(sari, "KR-LAS-FCAW")
    page = page_for(sign_in, sari.wulan, sari.sari.person)
    after = tasks_on(page)
    english = next(state for label, (state, _who) in after.items() if "A2" in label)
    assert english == "sudah dimiliki", "held at a higher level"
    assert "belum dilihat petugas" in {state for state, _who in after.values()}
    assert page.context["figure"].value.startswith("1 ")
    assert set(before) == set(after)
    intake = open_class(sari, programme=add_programme(sari, teaches=("KR-LAS-FCAW",)))
    training.enrol(actor=sari.wulan.actor, intake=intake, candidate=sari.file, today=TODAY)
    settings.TODAY = STARTS
    in_class = tasks_on(page_for(sign_in, sari.wulan, sari.sari.person))
    assert ("dalam kelas", "LPK Cakap Contoh") in in_class.values()


def test_who_is_too_young_reads_from_when_she_may_leave(sari, sign_in):
    person = sari.sari.person
    person.birth_date = date(2009, 3, 4)
    person.save()
    html = page_for(sign_in, sari.sari, person).content.decode()
    assert "4 Maret 2027" in html


@pytest.mark.parametrize("key", ["gatot", "lestari", "rini", "yusuf"])
def test_it_stays_shut_like_the_file(sari, sign_in, key):
    answer = page_for(sign_in, getattr(sari, key), sari.sari.person)
    assert answer.status_code in {403, 404}
    assert "Contohwati" not in answer.content.decode()


@pytest.mark.django_db
def test_the_file_and_the_own_home_lead_there(sari, sign_in):
    address = reverse("portal:track", args=[sari.sari.person.pk])
    client = sign_in(sari.sari)
    for page in ("/", reverse("portal:case_file", args=[sari.sari.person.pk])):
        assert address in client.get(page).content.decode()


@pytest.mark.parametrize("born", [date(2008, 2, 29), date(2008, 12, 31), date(2009, 1, 1)])
@pytest.mark.parametrize("age", range(15, 22))
def test_a_birthday_completes_the_years(born, age):
    day = birthday(born, age)
    assert completed_years(born, day) == age
    assert completed_years(born, date.fromordinal(day.toordinal() - 1)) == age - 1
