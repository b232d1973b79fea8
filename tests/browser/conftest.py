"""A real Chromium on a live server with the example country and a job worker beside it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from tests import cluster

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

# The browser's event loop runs in this thread, and the tests ask the database in it as well.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def launch():
    """`launch(*flags)` starts a Chromium; a process can have one Playwright only."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: install Debian's package `chromium`")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield lambda *flags: playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])


@pytest.fixture(scope="session")
def chromium(launch):
    browser = launch()
    yield browser
    browser.close()


_kept: set[str] = set()  # copies of a database that has just loaded the example country


@pytest.fixture
def country(transactional_db, settings, database_name):
    """The example country on its own day, as `make demo` loads it: once a process, then copied."""
    settings.DEMO = True
    settings.TODAY = date(2026, 1, 12)
    from django.db import connections

    from demo.load import load

    dsn, kept = os.environ["JALUR_TEST_DSN"], f"{database_name}_country"
    if kept not in _kept:
        load(say=lambda text: None)
        connections.close_all()
        cluster.make_database(dsn, kept, database_name)
        _kept.add(kept)
    else:
        connections.close_all()
        cluster.make_database(dsn, database_name, kept)


@pytest.fixture
def worker(country):
    """The job worker in a process of its own, as in real life."""
    environment = {**os.environ, "JALUR_DEMO": "1", "JALUR_TODAY": "2026-01-12"}
    process = subprocess.Popen(
        [sys.executable, "-m", "django", "procrastinate", "worker"],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield process
    process.send_signal(signal.SIGTERM)
    process.wait(30)


@pytest.fixture
def open_page(chromium, live_server):
    """`open_page(width=360)` is a fresh browser window; what its console and its network complain of fails the test."""
    contexts, complaints = [], []

    def complained(said) -> None:
        is_refused_form = "status of 422" in said.text
        if said.type == "error" and not is_refused_form:
            complaints.append(said.text)

    def opened(width: int = 1280, height: int = 900, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, base_url=live_server.url, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", complained)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints, complaints


_used: set[str] = set()


def second_factor(key: str) -> str:
    """The code that the authenticator app of one of the cast shows now, or next: each works once."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
    from django.conf import settings

    from demo.cast import CAST
    from demo.load import secret_of

    player = next(one for one in CAST if one.key == key)
    now = int(time.time()) // 30
    fresh = (format_hotp_value(hotp_value(secret_of(player), now + step)) for step in (0, 1))
    code = next(one for one in fresh if one not in _used)
    assert settings.MFA_TOTP_TOLERANCE >= 1
    _used.add(code)
    return code


def sign_in(page, key: str, *, staff: bool = True) -> None:
    """Through the door: e-mail, password, and the second factor that staff need."""
    from demo.cast import PASSWORD

    page.goto("/accounts/login/")
    page.fill("input[name=login] >> nth=0", f"{key}@contoh.example")
    page.fill("input[name=password] >> nth=0", PASSWORD)
    page.press("input[name=password] >> nth=0", "Enter")
    if staff:
        page.wait_for_url("**/2fa/authenticate/**")
        page.fill("input[name=code]", second_factor(key))
        page.press("input[name=code]", "Enter")
    page.wait_for_url(lambda url: "/accounts/" not in url)


def axe_violations(page) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA on the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "async () => (await axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']})).violations"
        ".map(one => one.id + ': ' + one.nodes.map(node => node.target.join(' ')).slice(0, 3).join(', '))"
    )
    return list(found)


def keep_picture(page, name: str) -> None:
    """Write docs/images/<name>.png when JALUR_PICTURES=1: how the documentation's pictures are made."""
    if os.environ.get("JALUR_PICTURES") == "1":
        page.wait_for_timeout(700)
        page.screenshot(path=ROOT / "docs" / "images" / f"{name}.png")
