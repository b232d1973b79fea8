"""A note is written at the desk, a restricted one is opened in the village, and the person reads hers on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe_violations, keep_picture, sign_in
from tests.browser.looking import fits
from tests.browser.test_offer import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOR_HER = "Bawa ijazah asli hari Kamis, kami buatkan salinannya."


def looked_at(page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    keep_picture(page, name)
    assert fits(page), name
    assert axe_violations(page) == [], name


@pytest.mark.timeout(600)
def test_a_note_reaches_whom_it_is_for(open_page, country):
    from jalur.foundation.notes.models import Note
    from jalur.journey.candidates.models import Candidate

    file = Candidate.objects.get(person__account__email="sari@contoh.example")
    restricted = Note.objects.get(person_id=file.person_id, is_restricted=True)
    desk = open_page()
    sign_in(desk, "wulan")
    desk.goto(f"/candidates/{file.number}/")
    looked_at(desk, "notes-file-wide")
    desk.get_by_role("link", name="Tulis catatan").click()
    expect(desk.locator("main")).to_contain_text("Sari")
    expect(desk.locator("main")).to_contain_text("Disnaker Kabupaten Jombang")
    desk.locator("main form button[type=submit]").click()
    looked_at(desk, "notes-faults-wide")
    desk.locator("[name=text]").fill(FOR_HER)
    desk.locator("[name=audience][value=person]").check()
    looked_at(desk, "notes-form-wide")
    desk.locator("main form button[type=submit]").click()
    expect(desk.locator("main")).to_contain_text(FOR_HER)
    desk.goto("/notes/")
    looked_at(desk, "notes-list-wide")

    village = open_page(**PHONE)
    sign_in(village, "darmo")
    village.goto(f"/notes/{restricted.pk}/")
    expect(village.locator("main")).not_to_contain_text("uang muka")
    looked_at(village, "notes-closed-phone")
    village.locator("[name=purpose][value=safety]").check()
    village.get_by_role("button", name="Tampilkan catatan").click()
    expect(village.locator("main")).to_contain_text("uang muka")
    looked_at(village, "notes-opened-phone")
    village.goto("/notes/")
    looked_at(village, "notes-list-phone")

    phone = open_page(**PHONE)
    sign_in(phone, "sari", staff=False)
    looked_at(phone, "notes-home-phone")
    phone.locator("a[href^='/notes/']").first.click()
    looked_at(phone, "notes-hers-phone")
    phone.get_by_role("button", name="Saya sudah membaca catatan ini").click()
    expect(phone.locator("main")).to_contain_text("Dibaca oleh yang bersangkutan")
    phone.get_by_role("link", name="Berkas Anda").first.click()
    expect(phone.locator("main")).to_contain_text(FOR_HER)
    expect(phone.locator("main")).to_contain_text("Catatan terbatas dibuka")
    expect(phone.locator("main")).not_to_contain_text("uang muka")
    looked_at(phone, "notes-file-phone")

    for language in ("en", "id"):
        desk.context.add_cookies(
            [{"name": "language", "value": language, "domain": "localhost", "path": "/"}]
        )
        desk.goto(f"/notes/{restricted.pk}/")
        looked_at(desk, f"notes-page-wide-{language}")
