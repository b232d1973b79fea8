"""Help as people use it: from a screen to the page about it, a "?" by keyboard, on a phone, without scripts."""

import pytest

from tests.browser.conftest import axe_violations, sign_in
from tests.browser.looking import fits

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_officer_asks_what_a_box_is_for(open_page, country):
    page = open_page()
    sign_in(page, "wulan")
    page.goto("/candidates/register/")
    mark = page.locator(".field:has(#id_national_id) .about")
    text, answer = mark.locator(".about-text"), mark.locator("summary")
    assert not text.is_visible()
    page.locator("#id_name").focus()
    page.keyboard.press("Tab")
    assert answer.evaluate("box => box === document.activeElement")
    assert answer.inner_text().replace("\n", " ").endswith("NIK")
    before = answer.bounding_box()
    page.keyboard.press("Enter")
    assert text.is_visible()
    assert answer.bounding_box()["x"] == before["x"]
    assert text.bounding_box()["width"] > 300
    assert axe_violations(page) == []
    page.locator("#id_name").focus()
    page.keyboard.press("Escape")
    assert not text.is_visible()
    assert answer.evaluate("box => box === document.activeElement")
    page.keyboard.press("Enter")
    text.locator("a").click()
    assert page.url.endswith("/help/identity/#nik")
    assert page.locator("#nik").is_visible()
    page.goto("/candidates/register/")
    page.locator(".top-help").click()
    assert page.url.endswith("/help/register/")
    page.emulate_media(media="print")
    assert not page.locator(".help-near").is_visible()
    page.goto("/candidates/register/")
    assert page.locator(".about:visible").count() == 0


def test_a_visitor_finds_an_answer_on_a_phone_without_scripts(open_page, country):
    phone = open_page(360, 740, java_script_enabled=False)
    phone.goto("/help/")
    phone.locator("#help-q").fill("paspor")
    phone.locator(".help-search button").click()
    phone.locator(".people-list a").first.click()
    assert "/help/" in phone.url
    assert phone.locator("h1").count() == 1


@pytest.mark.parametrize("width", [360, 1280])
def test_a_picture_opens_as_large_as_it_is_shown(open_page, country, width):
    page = open_page(width, 740)
    page.goto("/help/walks/")
    picture = page.locator(".help-text picture img").first
    picture.scroll_into_view_if_needed()
    page.wait_for_function("image => image.currentSrc", arg=picture.element_handle())
    opened = picture.evaluate(
        "image => { const way = image.closest('a'); way.onclick = () => false; image.click(); return way.href; }"
    )
    assert f"/pictures/visitor-{width}-" in opened


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_help_fit_and_can_be_read_aloud(open_page, country, width):
    page = open_page(width, 740)
    for address in (
        "/help/",
        "/help/?q=nik",
        "/help/is-it-real/",
        "/help/make-a-plan/?in=en",
        "/help/walks/",
    ):
        page.goto(address)
        assert fits(page), address
        assert axe_violations(page) == [], address
    page.goto("/help/is-it-real/")
