"""A paper is photographed on a phone and seen at the desk beside what it shows, in both languages."""

import pytest
from playwright.sync_api import expect

from demo import papers
from tests.browser.conftest import axe_violations, keep_picture, sign_in
from tests.browser.looking import fits
from tests.browser.test_offer import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.timeout(600)
def test_a_paper_is_photographed_and_confirmed(open_page, country):
    phone = open_page(**PHONE)
    sign_in(phone, "sari", staff=False)
    phone.goto("/candidates/own/")
    phone.locator("a[href$='/competencies/add/']").first.click()
    phone.locator("[name=competency]").fill("JLPT-N4")
    phone.locator("[name=evidence]").select_option("test_result")
    photos = [
        {"name": one.name, "mimeType": "image/jpeg", "buffer": one.read()}
        for one in papers.test_result("Sari")
    ]
    phone.locator("[name=paper]").set_input_files(photos)
    keep_picture(phone, "paper-form-phone")
    assert axe_violations(phone) == []
    phone.locator("main form button[type=submit]").click()
    expect(phone.locator("main")).to_contain_text("Kompetensi ditambahkan")
    phone.wait_for_load_state("networkidle")
    keep_picture(phone, "paper-row-phone")
    phone.locator("tr", has_text="JLPT N4").locator("a[href*='/files/evidence/']").click()
    expect(phone.locator(".pages img")).to_have_count(2)
    phone.wait_for_load_state("networkidle")
    assert phone.evaluate("[...document.images].every((one) => !one.complete || one.naturalWidth > 0)")
    keep_picture(phone, "paper-phone")
    assert fits(phone)
    assert axe_violations(phone) == []
    address = phone.url

    desk = open_page()
    sign_in(desk, "wulan")
    for language in ("en", "id"):
        desk.context.add_cookies(
            [{"name": "language", "value": language, "domain": "localhost", "path": "/"}]
        )
        desk.goto(address)
        desk.wait_for_load_state("networkidle")
        keep_picture(desk, f"paper-wide-{language}")
        assert fits(desk)
        assert axe_violations(desk) == []
    with desk.expect_download() as sent:
        desk.get_by_role("button", name="Unduh").click()
    assert sent.value.suggested_filename == "hasil-tes.pdf"
    desk.goto(address)
    expect(desk.locator(".history")).to_contain_text("Berkas diunduh")
    desk.locator("form[action*='/confirm/'] button").click()
    expect(desk.locator("main")).to_contain_text("Sudah disahkan")
