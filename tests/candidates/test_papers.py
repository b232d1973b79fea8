"""The paper that shows a competency: photographed by the person, seen by an official beside the entry before she confirms it."""

import pytest
from django.urls import reverse

from jalur.foundation.files import queries
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.files.models import StoredFile
from jalur.foundation.history.models import Event
from jalur.journey.candidates.models import HeldCompetency
from tests.candidates.examples import photo
from tests.candidates.test_files import DAY

pytestmark = pytest.mark.django_db
PAGE = ("candidates:candidate", ["J-SARI-0001"])


@pytest.fixture
def world(cast, settings):
    settings.TODAY = DAY
    HeldCompetency.objects.filter(candidate=cast.sari.person.candidate).delete()
    return cast


def enter(browser, *papers, **typed):
    sent = {"competency": "EN-A2", "evidence": "certificate", "paper": list(papers), **typed}
    return browser.post(reverse("candidates:add_held", args=["J-SARI-0001"]), sent)


def file_of(held):
    [file] = queries.files_of(kind_of("evidence"), held)
    return file


def test_from_the_camera_to_the_confirmation(world, sign_in):
    person, desk = sign_in(world.sari), sign_in(world.wulan)
    form = person.get(reverse("candidates:add_held", args=["J-SARI-0001"])).content.decode()
    assert 'enctype="multipart/form-data"' in form
    assert 'accept="image/*,application/pdf"' in form
    assert enter(person, photo(), photo()).status_code == 302
    held = HeldCompetency.objects.get(competency_id="EN-A2")
    file = file_of(held)
    assert (file.media_type, file.pages, file.added_by) == ("application/pdf", 2, world.sari.user)
    address = reverse("files:evidence", args=[file.pk])
    for browser in (person, desk):
        assert address in browser.get(reverse(PAGE[0], args=PAGE[1])).content.decode()
    page = desk.get(address).content.decode()
    assert "Sari Contohwati" in page
    assert "tidak dipindai" in page
    for number in (1, 2):
        shown = desk.get(reverse("files:evidence_picture", args=[file.pk, number]))
        assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
        assert shown.content.startswith(b"\xff\xd8\xff")
    [confirm] = [action for action in desk.get(address).context["actions"] if "/confirm/" in action.url]
    assert desk.post(confirm.url).status_code == 302
    held.refresh_from_db()
    assert held.confirmed_by_id == world.wulan.user.pk


def test_what_was_added_after_the_page_was_opened_is_looked_at_first(world, sign_in):
    person, desk = sign_in(world.sari), sign_in(world.wulan)
    enter(person, photo())
    held = HeldCompetency.objects.get(competency_id="EN-A2")
    address = reverse("files:evidence", args=[file_of(held).pk])
    [confirm] = [action for action in desk.get(address).context["actions"] if "/confirm/" in action.url]
    enter(person, photo(), photo())
    answer = desk.post(confirm.url)
    assert answer["Refusal-Code"] == "changed"
    held.refresh_from_db()
    assert held.confirmed_at is None


def test_a_paper_is_more_than_an_own_statement(world, sign_in):
    answer = enter(sign_in(world.sari), photo(), evidence="declared")
    assert answer.status_code == 422
    assert "jenis bukti" in answer.content.decode()
    assert not HeldCompetency.objects.filter(competency_id="EN-A2").exists()
    assert not StoredFile.objects.exists()


def test_what_is_no_photo_is_said_at_the_field_and_nothing_is_entered(world, sign_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    before = Event.objects.count()
    answer = enter(sign_in(world.sari), SimpleUploadedFile("foto.jpg", b"PK\x03\x04word/" + bytes(50)))
    assert answer.status_code == 422
    assert "Simpan sebagai PDF" in answer.content.decode()
    assert (HeldCompetency.objects.filter(competency_id="EN-A2").count(), Event.objects.count()) == (
        0,
        before,
    )


def test_what_was_confirmed_upon_a_file_keeps_it(world, sign_in):
    person = sign_in(world.sari)
    enter(person, photo())
    held = HeldCompetency.objects.get(competency_id="EN-A2")
    file = file_of(held)
    sign_in(world.wulan).post(reverse("candidates:held_step", args=[held.pk, "confirm"]))
    remove = reverse("files:evidence_remove", args=[file.pk])
    assert person.post(remove)["Refusal-Code"] == "confirmed"
    assert StoredFile.objects.filter(pk=file.pk).exists()


def test_whoever_takes_an_entry_away_takes_its_files_away(world, sign_in):
    person = sign_in(world.sari)
    enter(person, photo())
    held = HeldCompetency.objects.get(competency_id="EN-A2")
    person.post(reverse("candidates:remove_held", args=["J-SARI-0001", held.pk]))
    assert not StoredFile.objects.exists()
    assert Event.objects.filter(event="files:file:removed", person_id=world.sari.person.pk).exists()
