"""Who somebody is changes by request: she asks in the app, the labour office sees before and after, does it or says why not."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jalur.foundation.history.models import Event
from jalur.foundation.people.models import Correction, Person
from jalur.foundation.people.services import edit_person
from jalur.journey.candidates.models import Candidate
from tests.people.test_people import DAY, NIK

ASKED = {"name": "Sari Contoh Wati", "birth_date": "2000-04-12", "paper": "birth_certificate"}


@pytest.fixture(autouse=True)
def pinned(settings):
    settings.TODAY = DAY


@pytest.fixture
def sari(cast):
    return cast.sari.person


def ask(client, person, **sent):
    return client.post(reverse("people:ask_correction", args=[person.pk]), {**ASKED, **sent})


def step(correction, verb):
    return reverse("people:correction_step", args=[correction.pk, verb])


def test_she_asks_and_the_office_corrects(cast, sign_in, sari):
    client, desk = sign_in(cast.sari), sign_in(cast.wulan)
    page = client.get(reverse("people:edit", args=[sari.pk])).content.decode()
    assert reverse("people:ask_correction", args=[sari.pk]) in page
    answer = ask(client, sari)
    correction = Correction.objects.get()
    assert answer["Location"] == reverse("people:correction", args=[correction.pk])
    sari.refresh_from_db()
    assert sari.name == "Sari Contohwati", "nothing changes before the office has seen the paper"
    assert answer["Location"] in client.get("/").content.decode()
    queue = reverse("people:corrections")
    assert queue in desk.get("/").content.decode()
    assert "Sari Contohwati" in desk.get(queue).content.decode()
    assert desk.get(answer["Location"]).context["crumbs"][-1].url == queue, "the way back to those that wait"
    assert client.get(answer["Location"]).context["crumbs"][-1].url != queue
    page = desk.get(answer["Location"]).content.decode()
    for told in ("Sari Contohwati", "Sari Contoh Wati", "2001", "2000"):
        assert told in page
    desk.post(step(correction, "do"), {"paper": "birth_certificate"})
    sari.refresh_from_db()
    correction.refresh_from_db()
    assert (sari.name, sari.birth_date.year, correction.state) == ("Sari Contoh Wati", 2000, "done")
    assert answer["Location"] not in client.get("/").content.decode()
    edited = Event.objects.get(event="people:person:edited")
    assert (edited.detail["paper"], edited.detail["fields"]) == ("birth_certificate", ["birth_date", "name"])


def test_the_office_refuses_and_she_reads_why(cast, sign_in, sari):
    client, desk = sign_in(cast.sari), sign_in(cast.wulan)
    ask(client, sari)
    correction = Correction.objects.get()
    assert desk.post(step(correction, "refuse"), {"answer": ""}).status_code == 422
    desk.post(step(correction, "refuse"), {"answer": "KTP memuat nama yang tercatat"})
    assert "KTP memuat nama yang tercatat" in client.get("/").content.decode()
    sari.refresh_from_db()
    assert sari.name == "Sari Contohwati"
    assert desk.post(step(correction, "do"), {"paper": "id_card"}).status_code == 422
    sari.refresh_from_db()
    assert sari.name == "Sari Contohwati", "it has been answered"


def test_a_nik_is_sealed_and_shown_by_its_end(cast, sign_in, sari):
    client, desk = sign_in(cast.sari), sign_in(cast.wulan)
    answer = ask(client, sari, name="", birth_date="", national_id=NIK)
    correction = Correction.objects.get()
    assert NIK.encode() not in bytes(correction.national_id_sealed)
    page = desk.get(answer["Location"]).content.decode()
    assert NIK not in page
    assert f"••••{NIK[-4:]}" in page
    desk.post(step(correction, "do"), {"paper": "id_card"})
    assert Person.objects.get(pk=sari.pk).national_id() == NIK


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "", "birth_date": ""},
        {"name": "Sari Contohwati", "birth_date": "2001-04-12"},
        {"birth_date": "2099-01-01"},
        {"national_id": "123"},
        {"paper": ""},
    ],
)
def test_what_cannot_be_is_not_sent(cast, sign_in, sari, wrong):
    assert ask(sign_in(cast.sari), sari, **wrong).status_code == 422
    assert not Correction.objects.exists()


def test_who_is_shown_to_be_too_young_leaves_the_path_in_one_act(cast, sign_in, sari):
    client, desk = sign_in(cast.sari), sign_in(cast.wulan)
    page = ask(client, sari, birth_date="2013-01-01")["Location"]
    correction, candidate = Correction.objects.get(), sari.candidate
    for reader, address in ((client, page), (desk, page), (desk, step(correction, "do"))):
        assert "berkas CPMI ditarik" in reader.get(address).content.decode()
    assert desk.post(step(correction, "do"), {"paper": ""}).status_code == 422
    candidate.refresh_from_db()
    assert candidate.state == "registered"
    desk.post(step(correction, "do"), {"paper": "id_card"})
    for row in (sari, correction, candidate):
        row.refresh_from_db()
    assert (sari.birth_date.year, correction.state) == (2013, "done")
    assert (candidate.state, candidate.withdrawal_reason) == ("withdrawn", "too_young")
    assert candidate.withdrawn_on == DAY
    assert not Candidate.objects.plannable().filter(pk=candidate.pk).exists()
    assert Event.objects.get(event="candidates:candidate:withdrawn").detail["reason"] == "too_young"


def test_who_is_old_enough_stays(cast, sign_in, sari):
    page = ask(sign_in(cast.sari), sari)["Location"]
    desk = sign_in(cast.wulan)
    assert "berkas CPMI ditarik" not in desk.get(page).content.decode()
    desk.post(step(Correction.objects.get(), "do"), {"paper": "id_card"})
    sari.candidate.refresh_from_db()
    assert sari.candidate.state == "registered"


def test_an_ordinary_edit_still_makes_nobody_too_young(cast, sari):
    with pytest.raises(ValidationError, match="umur 15 tahun"):
        edit_person(
            actor=cast.wulan.actor, person=sari, today=DAY, paper="id_card", birth_date=date(2013, 1, 1)
        )
    sari.candidate.refresh_from_db()
    assert sari.candidate.state == "registered"


def test_one_request_at_a_time_and_taken_back(cast, sign_in, sari):
    client = sign_in(cast.sari)
    ask(client, sari)
    assert ask(client, sari).status_code == 422
    client.post(step(Correction.objects.get(), "take_back"))
    assert ask(client, sari).status_code == 302


@pytest.mark.parametrize("other", ["gatot", "darmo", "hendra", "rini"])
def test_others_neither_see_nor_answer_it(cast, sign_in, sari, other):
    ask(sign_in(cast.sari), sari)
    correction, client = Correction.objects.get(), sign_in(getattr(cast, other))
    assert client.get(reverse("people:correction", args=[correction.pk])).status_code in {403, 404}
    assert client.post(step(correction, "do"), {"paper": "id_card"}).status_code in {403, 404}
    sari.refresh_from_db()
    assert sari.name == "Sari Contohwati"


def test_an_error_at_choices_leads_to_the_first_of_them(cast, sign_in, sari):
    text = ask(sign_in(cast.sari), sari, paper="").content.decode()
    assert 'href="#id_paper_0"' in text
    assert 'id="id_paper_0"' in text
    assert 'href="#"' not in text
