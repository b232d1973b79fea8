"""What is kept, and why: told before somebody is registered, read again whenever she likes; her answers are repeated first."""

import re

import pytest
from django.urls import reverse

from jalur.foundation.competencies.models import Education
from jalur.foundation.geography.queries import path_names
from jalur.foundation.history.models import Event
from jalur.foundation.people import notice
from jalur.foundation.people.models import Person
from jalur.foundation.workflow.models import KeptForm
from jalur.journey.candidates.models import Candidate
from tests.cast import LUMAJANG, VILLAGE
from tests.people.test_people import DAY, NIK

REGISTER = "/candidates/register/"
TYPED = {
    "name": "Dewi Contoh",
    "national_id": NIK,
    "birth_date": "2001-04-12",
    "sex": "F",
    "residence": VILLAGE,
    "phone": "0812 3456 7890",
    "education": "2",
    "available_from": "2026-02-02",
}


@pytest.fixture(autouse=True)
def pinned(settings):
    settings.TODAY = DAY


def mark_on(page) -> str:
    """Which answers the page shows."""
    return re.search(r'name="confirm" value="(\w+)"', page.content.decode())[1]


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_who_signed_up_with_a_phone_need_not_type_it_again(cast, sign_in, is_confirmed):
    cast.rini.user.set_phone("+6281234567899", is_confirmed=is_confirmed)
    cast.rini.user.save()
    assert ("3456-7899" in sign_in(cast.rini).get(REGISTER).content.decode()) == is_confirmed
    assert "3456-7899" not in sign_in(cast.darmo).get(REGISTER).content.decode()


@pytest.mark.parametrize(("who", "how"), [("rini", "herself"), ("darmo", "read_to"), ("wulan", "read_to")])
def test_answers_and_notice_come_before_anything_is_made(cast, sign_in, who, how):
    client, people = sign_in(getattr(cast, who)), Person.objects.count()
    asked = client.post(REGISTER, TYPED)
    assert asked["Location"] == f"{REGISTER}?check=1"
    for _again in range(2):
        page = client.get(asked["Location"])
        text = page.content.decode()
        assert page.status_code == 200
        assert Person.objects.count() == people
        for told in (
            "Dewi Contoh",
            NIK,
            "12 April 2001",
            "perempuan",
            str(Education(2).label),
            "UU 27/2022",
            "3 x 24 jam",
        ):
            assert told.lower() in text.lower(), told
        assert re.search(r"<dd[^>]*>\s*12 April 2001", text), "no weekday"
        assert path_names([VILLAGE])[VILLAGE] in text, "with kecamatan and kabupaten"
        assert "2 Februari 2026" in text
        assert f"{REGISTER}#id_name" in text
    assert "Dewi Contoh" in client.get(REGISTER).content.decode(), "to be changed there"
    made = client.post(asked["Location"], {"confirm": mark_on(page)})
    person = Candidate.objects.get(person__name="Dewi Contoh").person
    assert made["Location"] == reverse("candidates:candidate", args=[person.candidate.number])
    assert person.notice_version == notice.version_on(DAY)
    assert Event.objects.get(event="people:notice:noted").detail == {"version": "2026-01-01", "how": how}
    assert not KeptForm.objects.exists()
    assert client.post(asked["Location"], {"confirm": mark_on(page)}).status_code == 302
    assert Candidate.objects.filter(person__name="Dewi Contoh").count() == 1


@pytest.mark.parametrize("wrong", [{"name": ""}, {"residence": LUMAJANG}, {"birth_date": "2013-01-01"}])
def test_what_is_refused_is_said_before_the_answers_are_repeated(cast, sign_in, wrong):
    answer = sign_in(cast.darmo).post(REGISTER, TYPED | wrong)
    assert answer.status_code == 422
    assert not KeptForm.objects.exists()
    assert not Candidate.objects.filter(person__name="Dewi Contoh").exists()


def test_a_change_is_checked_again(cast, sign_in):
    client = sign_in(cast.darmo)
    client.post(REGISTER, TYPED)
    asked = client.post(REGISTER, TYPED | {"name": "Dewi Lain"})
    page = client.get(asked["Location"])
    assert "Dewi Lain" in page.content.decode()
    client.post(asked["Location"], {"confirm": mark_on(page)})
    assert Candidate.objects.filter(person__name="Dewi Lain").exists()


def test_what_another_tab_says_is_looked_at_before_it_counts(cast, sign_in):
    client = sign_in(cast.darmo)
    first = client.get(client.post(REGISTER, TYPED)["Location"])
    second = client.get(client.post(REGISTER, TYPED | {"name": "Dewi Lain"})["Location"])
    refused = client.post(f"{REGISTER}?check=1", {"confirm": mark_on(first)})
    assert refused["Refusal-Code"] == "other_answers"
    assert Candidate.objects.count() == 1
    assert "Dewi Lain" in client.get(refused["Location"]).content.decode()
    client.post(f"{REGISTER}?check=1", {"confirm": mark_on(second)})
    assert Candidate.objects.filter(person__name="Dewi Lain").exists()


def test_nothing_to_confirm_makes_nothing(cast, sign_in):
    client = sign_in(cast.darmo)
    assert client.get(f"{REGISTER}?check=1")["Location"] == REGISTER
    answer = client.post(f"{REGISTER}?check=1", {"confirm": "yes"}, follow=True)
    assert "Tidak ada yang disimpan" in answer.content.decode()
    assert Candidate.objects.count() == 1


def test_who_was_registered_without_reads_it_later(cast, sign_in):
    sari, client = cast.sari.person, sign_in(cast.sari)
    address = reverse("people:notice", args=[sari.pk])
    assert address in client.get("/").content.decode()
    assert "Siapa yang melihatnya" in client.get(address).content.decode()
    client.post(address)
    sari.refresh_from_db()
    assert sari.notice_version == notice.version_on(DAY)
    assert address not in client.get("/").content.decode()
    page = client.get(reverse("people:person", args=[sari.pk])).content.decode()
    assert address in page
    assert "1 Januari 2026" in page


@pytest.mark.parametrize("other", ["gatot", "rini", "hendra"])
def test_nobody_else_says_that_it_was_read(cast, sign_in, other):
    answer = sign_in(getattr(cast, other)).post(reverse("people:notice", args=[cast.sari.person.pk]))
    assert answer.status_code in {403, 404}
    cast.sari.person.refresh_from_db()
    assert cast.sari.person.notice_version is None


def test_every_version_stands_in_both_languages():
    versions = {point.version for point in notice._points()}
    for version in versions:
        for point in notice.points(version):
            assert all((*point.headings, *point.texts)), point
    assert notice.version_on(DAY) in versions
