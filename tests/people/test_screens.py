import pytest
from django.urls import reverse

from jalur.foundation.history.models import Event
from jalur.foundation.people.models import Duplicate, Person
from tests.cast import VILLAGE
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
    assert cast.sari.person.name == "Sari Baru"
