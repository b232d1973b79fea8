"""A place that was not named clearly enough is chosen from what is offered, never typed again."""

import re

import pytest
from django.urls import reverse

from jalur.foundation.people.models import Person
from tests.cast import OTHER_VILLAGE
from tests.people.test_people import DAY


@pytest.fixture(autouse=True)
def pinned(settings):
    settings.TODAY = DAY


def offered(page):
    return re.findall(r'name="residence_ticked" value="([^"]+)"', page)


@pytest.fixture
def correct(cast, sign_in):
    """Correcting Sari's data, where she lives as it is told."""
    desk = sign_in(cast.wulan)
    Person.objects.filter(pk=cast.sari.person.pk).update(residence_id=OTHER_VILLAGE)

    def post(**residence):
        typed = {
            "name": "Sari Contohwati",
            "birth_date": "2001-04-12",
            "sex": "F",
            "paper": "id_card",
            **residence,
        }
        return desk.post(reverse("people:edit", args=[cast.sari.person.pk]), typed)

    return post


def home(cast):
    return Person.objects.get(pk=cast.sari.person.pk).residence_id


def test_one_of_several_is_ticked_and_nothing_typed_again(cast, correct):
    before = home(cast)
    answer = correct(residence="Kayangan")
    assert answer.status_code == 422
    choices = offered(answer.content.decode())
    assert "Kayangan, Diwek, Kabupaten Jombang, Jawa Timur (35.17.08.2001)" in choices
    assert 1 < len(choices) <= 12
    assert home(cast) == before
    ticked = next(choice for choice in choices if "35.17.08.2001" in choice)
    answer = correct(residence="Kayangan", residence_offered="Kayangan", residence_ticked=ticked)
    assert answer.status_code == 302
    assert home(cast) == "35.17.08.2001"


def test_what_was_typed_since_counts_more_than_what_was_ticked(cast, correct):
    ticked = "Kayangan, Diwek, Kabupaten Jombang, Jawa Timur (35.17.08.2001)"
    correct(residence="35.17.08.2003", residence_offered="Kayangan", residence_ticked=ticked)
    assert home(cast) == "35.17.08.2003"


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("Kayngan, Diwek", "35.17.08.2001"),
        *[(text, "95.02") for text in ("91.12", "9112", "91 12", "91.12.07", "Kabupaten Yahukimo (91.12)")],
    ],
)
def test_what_is_near_and_what_an_old_code_became_is_offered_not_assumed(cast, correct, text, choice):
    before = home(cast)
    answer = correct(residence=text)
    assert answer.status_code == 422
    assert any(f"({choice})" in one for one in offered(answer.content.decode()))
    assert home(cast) == before


def test_nonsense_is_answered_without_choices(cast, correct):
    answer = correct(residence="Zzqxv")
    assert answer.status_code == 422
    assert offered(answer.content.decode()) == []


def test_a_text_cannot_break_out_of_what_is_offered(cast, correct):
    page = correct(residence='Kayangan"><script>').content.decode()
    assert "<script>" not in page.replace("<script ", "")


def test_other_lookups_offer_too(cast, sign_in):
    page = sign_in(cast.wulan).post(reverse("organisations:register"), {"place": "Kayangan"}).content.decode()
    assert 'name="place_ticked"' in page
