"""The participant list of a class: printed, taken along, called; whoever opens phone numbers is written down."""

import pytest

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.history.models import Event
from jalur.foundation.people import services as people
from jalur.journey.candidates.models import Candidate
from jalur.journey.training import services
from jalur.journey.training.models import Enrolment
from tests.downloads import asked_for, rows_of
from tests.training.factories import TODAY, make_candidate, open_class

pytestmark = pytest.mark.django_db
OPENED = "training:enrolment:phone_opened"


@pytest.fixture
def address(cast, settings):
    """Of the list of a class with Sari, who has a phone, with Siti, who has none, and with Joko, who gave his seat back."""
    settings.TODAY = TODAY
    people.edit_person(actor=SYSTEM, person=cast.sari.person, phone="0812 3456 7890", today=TODAY)
    intake = open_class(cast)
    gone = make_candidate("J-JOKO-0003")
    for candidate in (Candidate.objects.get(number="J-SARI-0001"), make_candidate("J-SITI-0002"), gone):
        services.enrol(actor=SYSTEM, intake=intake, candidate=candidate, today=TODAY)
    services.withdraw(actor=SYSTEM, enrolment=Enrolment.objects.get(candidate=gone), reason="Ibu sakit")
    return f"/training/intakes/{intake.number}/participants/"


def text(answer):
    return answer.content.decode()


def test_the_institute_prints_who_is_in_the_class(cast, sign_in, address):
    for member in (cast.hendra, cast.tuti):
        browser = sign_in(member)
        assert address in text(browser.get(address.removesuffix("participants/")))
        page = text(browser.get(address))
        for part in (
            "LPK Cakap Contoh",
            "Sari Contohwati",
            "J-SITI-0002",
            "Jombang",
            "cell-sign",
            "data-print",
        ):
            assert part in page, part
        assert "J-JOKO-0003" not in page
        assert "tel:" not in page
    assert not Event.objects.filter(event=OPENED).exists()


def test_phone_numbers_are_opened_for_a_purpose_and_each_of_them_can_see_it(cast, sign_in, address):
    sari = Candidate.objects.get(number="J-SARI-0001").person
    before, browser = Event.objects.count(), sign_in(cast.hendra)
    for sent in ({}, {"purpose": "curiosity"}):
        answer = browser.post(address, sent)
        assert (answer.status_code, "tel:" in text(answer)) == (422, False)
    assert Event.objects.count() == before
    page = text(browser.post(address, {"purpose": "absent"}))
    assert f"tel:{sari.phone()}" in page
    assert page.count("tel:") == 1
    [event] = Event.objects.filter(event=OPENED)
    assert (event.person_id, event.detail) == (sari.pk, {"purpose": "absent"})
    file = text(sign_in(cast.sari).get(f"/file/{sari.pk}/"))
    assert "Nomor telepon dibuka oleh lembaga pelatihan" in file
    assert "menanyakan peserta yang tidak hadir" in file


def test_a_file_holds_the_list_without_phone_numbers(cast, sign_in, address):
    heads, *rows = rows_of(asked_for(sign_in(cast.hendra), address))
    assert (len(heads), [row[1] for row in rows][-1]) == (4, "Sari Contohwati")
    assert len(rows) == 2
    assert "+62" not in str(rows)
    assert asked_for(sign_in(cast.tuti), address, "xlsx").status_code == 200


@pytest.mark.parametrize("key", ["sari", "wulan", "gatot", "lestari", "yusuf", "ratna", "anwar", "bayu"])
def test_nobody_else_opens_the_list(cast, sign_in, address, key):
    browser, before = sign_in(getattr(cast, key)), Event.objects.count()
    assert browser.get(address).status_code in {403, 404}
    assert browser.post(address, {"purpose": "absent"}).status_code in {403, 404}
    assert Event.objects.filter(event=OPENED).count() == 0
    assert Event.objects.count() == before
