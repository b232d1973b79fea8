"""The week as a calendar: what is dragged moves on the server or goes back with a sentence, and the keys alone build a timetable."""

from datetime import timedelta

import pytest
from django.conf import settings as site
from django.test import Client
from playwright.sync_api import expect

from tests.browser.conftest import axe_violations, keep_picture
from tests.browser.looking import fits
from tests.cast import open_session
from tests.premises.factories import MONDAY, TODAY, add_resource, at, book
from tests.training.factories import open_class

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WEEK = f"/premises/week/?monday={MONDAY}"
PUT_DOWN = 15_000  # ms until the server has answered


@pytest.fixture
def desk(transactional_db, cast, open_page, settings, live_server):
    """The manager's window, of some width."""
    settings.TODAY = TODAY

    def opened(width=1280):
        client = Client()
        open_session(client, cast.hendra.user)
        page = open_page(width=width)
        page.context.add_cookies(
            [
                {
                    "name": site.SESSION_COOKIE_NAME,
                    "value": client.cookies[site.SESSION_COOKIE_NAME].value,
                    "url": live_server.url,
                }
            ]
        )
        return page

    return opened


# Two keys before the browser draws: a slow phone loses the focus in between.
AT_ONCE = """(number) => {
  const press = (on, key, shiftKey) => on.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }));
  press(document.querySelector(`[data-meeting="${number}"]`), "ArrowRight", true);
  press(document.body, "Escape", false);
}"""


def meeting(page, number):
    return page.locator(f"[data-meeting='{number}']")


def drag(page, number, *, days=0, hours=0.0, from_bottom=False):
    """By the mouse, as far as so many days and hours are drawn."""
    box = meeting(page, number).bounding_box()
    column = page.locator(".fc-timegrid-col:not(.fc-timegrid-axis)").first.bounding_box()["width"]
    slot = page.locator(".fc-timegrid-slots tr").first.bounding_box()["height"]
    x, y = box["x"] + 20, box["y"] + (box["height"] - 3 if from_bottom else slot * 0.75)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 4, y + 4, steps=2)
    page.mouse.move(x + days * column, y + hours * 2 * slot, steps=8)
    page.mouse.up()


def hours_of(booking):
    booking.refresh_from_db()
    return booking.during


@pytest.mark.timeout(120)
def test_what_is_dragged_moves_or_goes_back(desk, cast):
    workshop = add_resource(cast)
    welding = book(cast, at(MONDAY, 8), at(MONDAY, 10), workshop)
    stands = book(
        cast,
        at(MONDAY + timedelta(days=1), 8),
        at(MONDAY + timedelta(days=1), 12),
        workshop,
        title="Las lanjut",
    )
    page = desk()
    page.goto(WEEK)
    said = page.locator("[data-calendar-said]")
    expect(meeting(page, welding.number)).to_be_visible()
    expect(page.locator("[data-calendar-table]")).to_be_hidden()
    assert axe_violations(page) == []
    keep_picture(page, "calendar-wide")

    drag(page, welding.number, days=2, hours=1)
    expect(said).to_contain_text("Sudah dipindahkan", timeout=PUT_DOWN)
    wednesday = MONDAY + timedelta(days=2)
    assert hours_of(welding) == (at(wednesday, 9), at(wednesday, 11))
    said.get_by_role("button", name="Batalkan pemindahan").click()
    expect(said).to_contain_text("Kembali ke tempat semula", timeout=PUT_DOWN)
    assert hours_of(welding) == (at(MONDAY, 8), at(MONDAY, 10))

    drag(page, welding.number, hours=1, from_bottom=True)
    expect(said).to_contain_text("08.00-11.00", timeout=PUT_DOWN)
    assert hours_of(welding) == (at(MONDAY, 8), at(MONDAY, 11))

    drag(page, welding.number, days=1)
    expect(said).to_contain_text(stands.number, timeout=PUT_DOWN)
    expect(said).to_contain_text("tetap di tempatnya")
    assert hours_of(welding) == (at(MONDAY, 8), at(MONDAY, 11))
    assert axe_violations(page) == []
    keep_picture(page, "calendar-collision")
    said.get_by_role("button", name="13.00-16.00").first.click()
    expect(said).to_contain_text("Sudah dipindahkan", timeout=PUT_DOWN)
    assert hours_of(welding)[0].astimezone(at(MONDAY, 8).tzinfo).hour == 13

    page.get_by_role("button", name="Tampilkan sebagai tabel").click()
    expect(page.locator("[data-calendar-table]")).to_contain_text("Las lanjut")


@pytest.mark.timeout(120)
def test_the_keys_alone_build_a_timetable(desk, cast):
    from jalur.journey.training.models import Session

    add_resource(cast)
    intake = open_class(cast)
    monday = intake.starts - timedelta(days=intake.starts.weekday())
    page = desk()
    page.goto(f"/training/intakes/{intake.number}/timetable/?monday={monday}")

    def tab_to(name, most=120):
        for _step in range(most):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.innerText?.trim()") == name:
                return
        raise AssertionError(f"no way to {name} by Tab")

    tab_to("Tambah pertemuan")
    page.keyboard.press("Enter")
    page.wait_for_url("**/timetable/new/**")
    tab_to("Bengkel")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to("Tambah")
    page.keyboard.press("Enter")
    page.wait_for_url("**/timetable/?**")
    first = Session.objects.get().booking
    planned = hours_of(first)

    block = meeting(page, first.number)
    expect(block).to_be_visible()
    for _step in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.meeting") == first.number:
            break
    said = page.locator("[data-calendar-said]")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+PageDown")
    expect(said).to_contain_text("Enter menyimpan")
    page.keyboard.press("Escape")
    assert hours_of(first) == planned
    expect(block).to_be_focused()
    page.evaluate(AT_ONCE, first.number)
    expect(said).not_to_contain_text("Enter menyimpan")
    expect(block).to_be_focused()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+PageDown")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("Sudah dipindahkan", timeout=PUT_DOWN)
    assert hours_of(first)[0] - planned[0] == timedelta(days=1, minutes=30)
    expect(block).to_be_focused()
    assert axe_violations(page) == []

    page.keyboard.press("Enter")
    page.wait_for_url(f"**/bookings/{first.number}/")
    tab_to("Batalkan pemesanan")
    page.keyboard.press("Enter")
    page.locator("[name=cancel_reason]").focus()
    page.keyboard.type("Listrik padam")
    tab_to("Batalkan pemesanan")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/bookings/{first.number}/")
    assert not first.booked_units.exists()


@pytest.mark.timeout(120)
def test_a_phone_shows_a_day_and_no_script_shows_the_table(desk, cast, chromium, live_server):
    workshop = add_resource(cast)
    welding = book(cast, at(MONDAY, 8), at(MONDAY, 10), workshop)
    phone = desk(360)
    phone.goto(WEEK)
    expect(meeting(phone, welding.number)).to_be_visible()
    assert fits(phone)
    assert axe_violations(phone) == []
    keep_picture(phone, "calendar-phone")
    phone.locator("[data-day]").nth(1).click()
    expect(meeting(phone, welding.number)).to_have_count(0)
    plain = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    plain.add_cookies(phone.context.cookies())
    page = plain.new_page()
    page.goto(WEEK)
    expect(page.locator("[data-calendar-table]")).to_contain_text("Las dasar")
    expect(page.locator(".calendar")).to_be_hidden()
    plain.close()
