"""Who somebody is changes upon a paper that an office has seen; the history shows before and after, never a NIK."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jalur.foundation.history import queries as history
from jalur.foundation.history.models import Event
from jalur.foundation.people import services
from jalur.foundation.people.models import Person
from tests.cast import JOMBANG, LUMAJANG_VILLAGE, VILLAGE
from tests.people.test_people import DAY, NIK

pytestmark = pytest.mark.django_db


@pytest.fixture
def sari(cast, settings):
    """Sari, whom Bu Wulan's office serves."""
    settings.TODAY = DAY
    Person.objects.filter(pk=cast.sari.person.pk).update(served_by=cast.wulan.organisation)
    return Person.objects.get(pk=cast.sari.person.pk)


def typed(**changes):
    plain = {"name": "Sari Contohwati", "birth_date": "2001-04-12", "sex": "F", "residence": VILLAGE}
    return {**plain, **changes}


def unchanged(person, events):
    fresh = Person.objects.get(pk=person.pk)
    names = ("name", "birth_date", "sex", "residence_id", "national_id_index")
    return (
        all(getattr(fresh, name) == getattr(person, name) for name in names)
        and Event.objects.count() == events
    )


IDENTITY = [{"name": "Sari Lain"}, {"birth_date": "2013-04-12"}, {"sex": "M"}, {"national_id": NIK}]


@pytest.mark.parametrize("who", ["sari", "darmo"])
@pytest.mark.parametrize("change", IDENTITY)
def test_neither_the_person_nor_the_village_says_who_somebody_is(cast, sign_in, sari, who, change):
    address, events = reverse("people:edit", args=[sari.pk]), Event.objects.count()
    browser = sign_in(getattr(cast, who))
    page = browser.get(address).content.decode()
    assert "diperbaiki di Disnaker" in page
    browser.post(address, typed(**change))
    assert unchanged(sari, events)
    assert browser.post(address, typed(phone="0812-3456-7890")).status_code == 302
    assert Person.objects.get(pk=sari.pk).phone() == "+6281234567890"


@pytest.mark.parametrize("change", IDENTITY)
def test_an_office_says_which_paper_it_was_shown(cast, sign_in, sari, change):
    address, events = reverse("people:edit", args=[sari.pk]), Event.objects.count()
    desk = sign_in(cast.wulan)
    refused = desk.post(address, typed(**change))
    assert (refused.status_code, unchanged(sari, events)) == (422, True)
    assert "dokumen apa" in refused.content.decode()
    if "birth_date" in change:
        change = {"birth_date": "2002-04-12"}
    assert desk.post(address, typed(paper="id_card", **change)).status_code == 302
    [line] = [one for one in history.happenings(cast.wulan.actor, person_id=sari.pk) if "KTP" in one.note]
    assert "→" in line.note or "NIK diganti" in line.note
    assert NIK not in line.note


@pytest.mark.parametrize("who", ["wulan"])
def test_nobody_is_made_younger_than_registration_allows(cast, sign_in, settings, who):
    settings.TODAY = DAY
    person = cast.sari.person
    address, events = reverse("people:edit", args=[person.pk]), Event.objects.count()
    answer = sign_in(getattr(cast, who)).post(address, typed(birth_date="2013-01-01", paper="id_card"))
    assert (answer.status_code, unchanged(person, events)) == (422, True)
    assert "Pendaftaran dimulai" in answer.content.decode()


@pytest.mark.parametrize(("place", "status"), [(LUMAJANG_VILLAGE, 422), (JOMBANG, 422), (VILLAGE, 302)])
def test_a_village_moves_nobody_out_of_its_reach(cast, sign_in, sari, place, status):
    address, events = reverse("people:edit", args=[sari.pk]), Event.objects.count()
    answer = sign_in(cast.darmo).post(address, typed(residence=place))
    assert answer.status_code == status
    assert unchanged(sari, events)


def test_the_service_refuses_what_the_form_does_not_offer(cast, sari):
    events = Event.objects.count()
    with pytest.raises(ValidationError):
        services.edit_person(actor=cast.darmo.actor, person=sari, today=DAY, name="Sari Lain")
    assert unchanged(sari, events)
