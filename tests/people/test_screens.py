from datetime import date

import pytest
from django.urls import reverse

from jalur.foundation.history.models import Event
from jalur.foundation.people import parts
from jalur.foundation.people.models import Duplicate, Person
from tests.cast import LUMAJANG_VILLAGE, VILLAGE
from tests.people.test_people import DAY, NIK, register


@pytest.fixture(autouse=True)
def pinned(settings):
    settings.TODAY = DAY


def test_two_rows_side_by_side_and_decided(cast, sign_in):
    register(cast.wulan.actor)
    register(cast.wulan.actor, name="DEWI CONTOH", national_id="")
    pair = Duplicate.objects.get()
    address = reverse("people:duplicate", args=[pair.pk])
    for key in ("gatot", "darmo", "sari", "rini", "yusuf"):
        assert sign_in(getattr(cast, key)).get(address).status_code in (403, 404)
    desk = sign_in(cast.wulan)
    assert "Dewi Contoh" in desk.get(reverse("people:duplicates")).content.decode()
    page = desk.get(address).content.decode()
    assert "DEWI CONTOH" in page
    assert "••••••••••••0001" in page
    assert desk.post(address, {}).status_code == 422
    assert desk.post(address, {"decision": "first"}).status_code == 302
    pair.refresh_from_db()
    assert pair.status == "same"
    assert Person.objects.get(pk=pair.second_id).merged_into_id == pair.first_id
    assert desk.post(address, {"decision": "different"}).status_code == 422
    pair.refresh_from_db()
    assert pair.status == "same"


def test_one_number_of_two_people_stays_to_be_corrected(cast, sign_in):
    """Until one of the two has another NIK: on the desk, in both files, for whoever reaches both and nobody else."""
    one = register(cast.wulan.actor)
    other = register(cast.wulan.actor, name="Orang Lain", birth_date=date(1990, 1, 1))
    pair, desk, village = Duplicate.objects.get(), sign_in(cast.wulan), sign_in(cast.darmo)
    listed, mark = f"{reverse('people:duplicates')}?status=one_number", "NIK perlu diperbaiki"
    address = reverse("people:duplicate", args=[pair.pk])
    pages = [reverse("people:person", args=[person.pk]) for person in (one, other)]

    def marked(client):
        return [mark in client.get(page).content.decode() for page in pages]

    def needs(person):
        return [need for need in parts.file(cast.wulan.actor, person, DAY).needs if str(need.label) == mark]

    assert marked(desk) == [False, False]
    done = desk.post(address, {"decision": "different"}, follow=True).content.decode()
    assert "masih perlu diperbaiki" in done
    assert marked(desk) == [True, True]
    assert marked(village) == [False, False]
    assert [len(needs(person)) for person in (one, other)] == [1, 1]
    assert needs(one)[0].url == address
    assert "Orang Lain" in needs(one)[0].hint
    assert "status=one_number" in desk.get("/").content.decode()
    assert "Orang Lain" in desk.get(listed).content.decode()
    page = desk.get(address).content.decode()
    for person in (one, other):
        assert reverse("people:edit", args=[person.pk]) in page
    assert NIK not in page
    typed = {"name": "Orang Lain", "birth_date": "1990-01-01", "sex": "F", "residence": VILLAGE}
    typed |= {"national_id": "3517084101900001", "paper": "id_card"}
    assert desk.post(reverse("people:edit", args=[other.pk]), typed).status_code == 302
    assert marked(desk) == [False, False]
    assert needs(one) == needs(other) == []
    assert "Orang Lain" not in desk.get(listed).content.decode()
    assert "status=one_number" not in desk.get("/").content.decode()
    pair.refresh_from_db()
    assert pair.status == "different"


def test_two_people_of_nearly_one_name_leave_no_number_to_correct(cast, sign_in):
    for national_id in ("", NIK):
        register(cast.wulan.actor, national_id=national_id)
    desk, pair = sign_in(cast.wulan), Duplicate.objects.get()
    address = reverse("people:duplicate", args=[pair.pk])
    done = desk.post(address, {"decision": "different"}, follow=True)
    assert "masih perlu diperbaiki" not in done.content.decode()
    assert not Duplicate.objects.with_one_number().exists()


def test_opening_a_number_is_a_post_that_leaves_its_trace(cast, sign_in):
    person = register(cast.wulan.actor)
    page, address = reverse("people:person", args=[person.pk]), reverse("people:reveal", args=[person.pk])
    desk = sign_in(cast.wulan)
    assert NIK not in desk.get(page).content.decode()
    assert desk.get(address).status_code == 405
    refused = desk.post(address, {"purpose": "curious"})
    assert (refused.url, refused["Refusal-Code"]) == (page, "unknown")
    assert not Event.objects.filter(event="people:identity:revealed").exists()
    answer = desk.post(address, {"purpose": "papers"})
    assert NIK in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert Event.objects.filter(event="people:identity:revealed").count() == 1
    assert "Bu Wulan" in desk.get(page).content.decode()
    for key in ("gatot", "darmo", "hendra", "sari"):
        assert sign_in(getattr(cast, key)).post(address, {"purpose": "papers"}).status_code in (403, 404)
    assert Event.objects.filter(event="people:identity:revealed").count() == 1


def test_correcting_a_person(cast, sign_in):
    address = reverse("people:edit", args=[cast.sari.person.pk])
    typed = {"name": "Sari Baru", "birth_date": "2001-04-12", "sex": "F", "residence": VILLAGE}
    assert sign_in(cast.gatot).post(address, typed).status_code == 404
    assert sign_in(cast.rini).post(address, typed).status_code in (403, 404)
    cast.sari.person.refresh_from_db()
    assert cast.sari.person.name == "Sari Contohwati"
    assert sign_in(cast.sari).get(address).status_code == 200
    assert sign_in(cast.sari).post(address, typed).status_code == 302
    cast.sari.person.refresh_from_db()
    assert cast.sari.person.name == "Sari Contohwati", "she asks for it: test_corrections"
    assert sign_in(cast.wulan).post(address, typed | {"paper": "id_card"}).status_code == 302
    cast.sari.person.refresh_from_db()
    assert cast.sari.person.name == "Sari Baru"


class TestOneNikOneQuestion:
    """Whoever registers somebody is asked about look-alikes that she reaches, and learns nothing of others."""

    TYPED = {
        "name": "Dewi Contoh",
        "national_id": NIK,
        "birth_date": "2001-04-12",
        "sex": "F",
        "residence": VILLAGE,
        "education": "2",
        "available_from": "2026-02-02",
        "confirm": "yes",
    }

    @pytest.mark.parametrize("key", ["wulan", "darmo"])
    @pytest.mark.parametrize(
        "changes",
        [
            {"name": "Orang Lain", "birth_date": "1990-09-09"},
            {"national_id": "3517085204010002"},
            {"national_id": "", "name": "Devi  Contoh"},
            {"name": "DEWI CONTOH"},
        ],
    )
    def test_a_lookalike_is_shown_before_anything_is_written(self, cast, sign_in, key, changes):
        there = register(cast.wulan.actor)
        people, address = Person.objects.count(), reverse("candidates:register")
        desk, typed = sign_in(getattr(cast, key)), {**self.TYPED, **changes}
        asked = desk.post(address, typed)
        assert asked.status_code == 422
        page = asked.content.decode()
        assert reverse("people:person", args=[there.pk]) in page
        assert there.national_id_masked in page
        assert NIK not in page.replace(f'value="{NIK}"', "")
        assert Person.objects.count() == people
        assert not Duplicate.objects.exists()
        assert desk.post(address, {**typed, "is_another": "on"}).status_code == 302
        assert Person.objects.count() == people + 1
        assert Duplicate.objects.get().status == "open"

    def test_nobody_is_asked_about_people_out_of_reach(self, cast, sign_in):
        register(cast.gatot.actor, place=LUMAJANG_VILLAGE)
        assert sign_in(cast.darmo).post(reverse("candidates:register"), self.TYPED).status_code == 302
        assert Duplicate.objects.count() == 1

    def test_a_village_reads_what_to_do_whether_the_nik_is_known_elsewhere_or_not(self, cast, sign_in):
        village, address = sign_in(cast.darmo), reverse("candidates:register")
        typed = {name: value for name, value in self.TYPED.items() if name != "confirm"}
        read = []
        for _known in (False, True):
            page = village.post(address, typed, follow=True)
            assert "tanyakan kepada Disnaker" in page.content.decode()
            read.append((page.context["notices"], page.context["sections"]))
            register(cast.gatot.actor, place=LUMAJANG_VILLAGE)
        assert read[0] == read[1]

    def test_correcting_to_a_nik_of_somebody_else_asks_too_and_once(self, cast, sign_in):
        register(cast.wulan.actor)
        sari, desk = cast.sari.person, sign_in(cast.wulan)
        address = reverse("people:edit", args=[sari.pk])
        typed = {
            "name": "Sari Contohwati",
            "birth_date": "2001-04-12",
            "sex": "F",
            "residence": VILLAGE,
            "national_id": NIK,
            "paper": "id_card",
        }
        assert desk.post(address, typed).status_code == 422
        sari.refresh_from_db()
        assert sari.national_id_index is None
        assert desk.post(address, {**typed, "is_another": "on"}).status_code == 302
        assert desk.post(address, {**typed, "phone": "0812-3456-7890"}).status_code == 302

    def test_two_different_people_of_one_day_raise_no_question(self, cast, sign_in):
        register(cast.wulan.actor)
        typed = {**self.TYPED, "name": "Budi Santoso", "national_id": ""}
        assert sign_in(cast.wulan).post(reverse("candidates:register"), typed).status_code == 302
        assert not Duplicate.objects.exists()
