"""The square picture in front of a camera: Chromium's own fake device shows it; then the same without a network."""

import pytest
import segno

from jalur.journey.certificates import queries, services
from tests.browser.conftest import axe_violations
from tests.certificates.factories import MEETING, NOW, issued

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDE, HIGH = 640, 480


def filmed(text: str, path) -> None:
    """A film of one picture (YUV4MPEG2): the square code, dark on light."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(scale=5, border=4)]
    left, top = (WIDE - len(rows[0])) // 2, (HIGH - len(rows)) // 2
    assert left >= 0
    assert top >= 0
    light = bytearray(b"\xeb" * WIDE * HIGH)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                light[(top + y) * WIDE + left + x] = 16
    frame = b"FRAME\n" + bytes(light) + b"\x80" * (WIDE * HIGH // 2)
    path.write_bytes(f"YUV4MPEG2 W{WIDE} H{HIGH} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 3)


@pytest.fixture
def made(live_server, cast, settings):
    settings.TODAY = MEETING
    settings.ADDRESS = live_server.url
    return issued(cast)


@pytest.fixture
def with_camera(made, launch, live_server, tmp_path):
    """`with_camera(width)`: a page of a browser whose camera sees the certificate; allowed=False, and it may not look."""
    film = tmp_path / "film.y4m"
    filmed(queries.forms_of(made).compact, film)
    browser = launch("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}")

    def opened(width: int, *, allowed: bool = True):
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            base_url=live_server.url,
            permissions=["camera"] if allowed else [],
        )
        return context.new_page()

    yield opened
    browser.close()


def ready(page) -> None:
    page.goto("/certificates/check/")
    sees(page, "[data-scan][data-ready]")


def sees(page, what: str) -> None:
    """It comes within a minute; else the page is told as it stands."""
    from playwright.sync_api import TimeoutError as TooLate

    try:
        page.wait_for_selector(what, timeout=60000)
    except TooLate:
        raise AssertionError(f"no {what} on {page.url}: {page.inner_text('body')}") from None


def test_scanned_with_and_without_a_network_on_a_phone_and_wide(with_camera, made, cast):
    page = with_camera(360)
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    ready(page)
    assert axe_violations(page) == []
    page.click("[data-start]")
    sees(page, "text=Asli, dan berlaku")
    assert made.holder in page.content()
    assert said == []

    ready(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function(
        "caches.open('certificates').then((kept) => kept.keys()).then((keys) => keys.length >= 11)",
        timeout=20000,
    )
    page.context.set_offline(True)
    page.reload()
    sees(page, "[data-scan][data-ready]")
    page.click("[data-start]")
    sees(page, "[data-answer] >> text=Asli, dan berlaku")
    answer = page.inner_text("[data-answer]")
    assert made.holder in answer
    assert "dengan daftar per" in answer
    assert "sampai dan termasuk 21 Januari 2029" in answer
    assert "tidak menggantikan" in answer
    assert axe_violations(page) == []

    # What is asked next is answered by itself: the answer about another certificate does not stay.
    page.fill("[name=what]", "https://contoh.example/c/" + made.code)
    page.click("form[enctype] button[type=submit]")
    sees(page, "text=Tanpa jaringan hanya gambar kotak")
    assert page.inner_text("[data-answer]") == ""

    # What was revoked meanwhile is told once the network was back.
    page.context.set_offline(False)
    services.revoke(actor=cast.laras.actor, certificate=made, reason="Contoh", now=NOW, today=MEETING)
    from django.core.cache import caches

    caches["memory"].clear()
    ready(page)
    page.wait_for_timeout(500)
    page.context.set_offline(True)
    page.reload()
    sees(page, "[data-scan][data-ready]")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.click("[data-start]")
    sees(page, "[data-answer] >> text=Dicabut")


def test_a_refused_camera_leaves_the_other_ways(with_camera, made):
    page = with_camera(1280, allowed=False)
    ready(page)
    page.click("[data-start]")
    sees(page, "text=Kamera tidak dapat dipakai")
    page.fill("[name=what]", made.code)
    page.click("form[enctype] button[type=submit]")
    sees(page, "text=Asli, dan berlaku")


def test_a_photo_without_a_square_picture_is_said_at_once(with_camera, made):
    page = with_camera(360)
    faults: list[str] = []
    page.on("pageerror", lambda one: faults.append(str(one)))
    ready(page)
    blank = page.screenshot(clip={"x": 0, "y": 0, "width": 40, "height": 40})
    for content in (blank, b"no picture at all"):
        ready(page)
        page.set_input_files("[name=file]", {"name": "foto.png", "mimeType": "image/png", "buffer": content})
        sees(page, "text=Tidak ada gambar kotak yang ditemukan")
    assert faults == []
