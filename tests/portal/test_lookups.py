"""What people type in the boxes of lists and lookups, through the pages: the same spelling finds the same everywhere."""

import pytest
from django.urls import reverse

from jalur.foundation.competencies.queries import search_occupations
from jalur.foundation.people.models import Person
from jalur.foundation.people.services import edit_person
from jalur.journey.candidates.models import Candidate
from tests.people.test_people import DAY, NIK

pytestmark = pytest.mark.usefixtures("pinned")


@pytest.fixture
def pinned(settings):
    settings.TODAY = DAY


def rename(person, name):
    Person.objects.filter(pk=person.pk).update(name=name)
    Candidate.objects.filter(person=person).update(number="J-7F3K-92QX")


@pytest.mark.parametrize("text", ["maruf", "Ma’ruf", "Moh Rizki", "muhammad rizki", "j7f3k92qx", "7F3K-92"])
def test_the_list_of_candidates_finds_what_the_people_search_finds(cast, sign_in, text):
    rename(cast.sari.person, "Muhamad Rizki Ma'ruf")
    page = sign_in(cast.wulan).get(reverse("candidates:list"), {"q": text}).content.decode()
    assert "Muhamad Rizki" in page
    assert "Muhamad Rizki" not in sign_in(cast.wulan).get("/candidates/", {"q": "zainab"}).content.decode()


@pytest.mark.parametrize(
    "text",
    [
        *(
            "maruf",
            "Moh. Rizki",
            "j7f3k92qx",
            "J-7F3K-92QX",
            "0812 3456 7890",
            "+6281234567890",
            "081234567890",
        ),
        *(f"'{NIK}", f"\u200b{NIK}", f"`{NIK}", "3517 0852 0401 0001"),
    ],
)
def test_people_are_found_by_name_number_nik_and_telephone(cast, sign_in, text):
    sari = cast.sari.person
    edit_person(
        actor=cast.wulan.actor,
        person=sari,
        today=DAY,
        phone="0812-3456-7890",
        national_id=NIK,
        paper="id_card",
    )
    rename(sari, "Muhamad Rizki Ma'ruf")
    search = sign_in(cast.wulan).post("/search/", {"text": text}).content.decode()
    assert str(sari.pk) in search


@pytest.mark.parametrize("text", ["J-0001-J999", "0812-0000-0000", "3517085204019999"])
def test_a_number_of_nobody_finds_nobody(cast, sign_in, text):
    Person.objects.filter(pk=cast.sari.person.pk).update(name="Jaja Jojo")
    assert "/file/" not in sign_in(cast.wulan).post("/search/", {"text": text}).content.decode()


@pytest.mark.parametrize(
    ("address", "text", "found"),
    [
        ("organisations:list", "PT. Jalan-Contoh", "PT Jalan Contoh"),
        ("organisations:list", "contoh, jalan", "PT Jalan Contoh"),
        ("geography:place_list", "Gedongkedoan", "35.25.01.2003"),
        ("geography:country_list", "timor-leste", "TL"),
        ("competencies:occupation_list", "7212", "7212"),
        ("competencies:occupation_list", "tukang las", "7212"),
        ("competencies:standard_list", "tukang las", "Juru las Jepang"),
        ("competencies:standard_list", "welder", "Juru las Jepang"),
    ],
)
def test_other_lists_find_it_too(cast, sign_in, address, text, found):
    assert found in sign_in(cast.wulan).get(reverse(address), {"q": text}).content.decode()


def test_a_phrase_of_several_words_finds_what_is_called_so_alone(db):
    for typed in ("tukang las", "Tukang  LAS"):
        assert [code for code, _title in search_occupations(typed)] == ["7212"]
    assert len(search_occupations("tukang")) > 1
    assert "7212" in [code for code, _title in search_occupations("tukang la")]
