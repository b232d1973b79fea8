"""Whoever keeps the members lets a program be told what happens, sends a test and sees what became of it; wide and on a phone."""

import pytest
from django.test import Client
from django.urls import reverse

from jalur.foundation.connections.models import Connection
from jalur.foundation.hooks import services
from jalur.foundation.hooks.models import Hook, Notice
from tests.access.operations import connect
from tests.browser.looking import fits
from tests.browser.test_programs import shoot
from tests.cast import open_session


@pytest.mark.parametrize(("width", "language"), [(1280, "id"), (360, "en")])
def test_a_program_is_told_what_happens(
    transactional_db, cast, open_page, live_server, settings, width, language
):
    connect(cast.hendra)
    program = Connection.objects.get()
    page = open_page(width)
    signed_in = Client()
    open_session(signed_in, cast.hendra.user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [
            {"name": "language", "value": language, "url": live_server.url},
            {"name": name, "value": signed_in.cookies[name].value, "url": live_server.url},
        ]
    )
    page.goto(reverse("connections:connection", args=[program.pk]))
    shoot(page, f"program-{width}")
    page.click("main a[href$='/add/']")
    page.fill("[name=address]", f"https://program.example/{'jalur' * 50}")
    page.locator("main details summary").nth(0).click()
    page.locator("main details[open] input[type=checkbox]").nth(0).check()
    page.locator("main details[open] input[type=checkbox]").nth(1).check()
    shoot(page, f"add-{width}")
    assert fits(page)
    page.click("main form button[type=submit]")
    shoot(page, f"added-{width}")
    assert fits(page)
    added = page.url
    page.goto(reverse("connections:connection", args=[program.pk]))
    shoot(page, f"program-told-{width}")
    assert "jalurjalur" in page.inner_text("main")
    assert fits(page)
    page.goto(added)
    page.click("main a[href$='/renew/']")
    page.click("main form button[type=submit]")
    shoot(page, f"hook-secret-{width}")
    assert "whsec_" in page.inner_text("main")
    assert fits(page)
    hook = Hook.objects.get()
    page.goto(reverse("hooks:hook", args=[hook.pk]))
    page.click("main form[action$='/test/'] button")
    settings.HOOKS = {**settings.HOOKS, "calls": "jalur.foundation.hooks.calls.NothingLeaves"}
    assert services.send_due() == 1
    page.reload()
    shoot(page, f"hook-{width}")
    assert "204" in page.inner_text("main")
    assert fits(page)
    page.click("main a[href$='/notices/']")
    shoot(page, f"notices-{width}")
    assert fits(page)
    page.goto(reverse("hooks:notice", args=[Notice.objects.get().pk]))
    shoot(page, f"notice-{width}")
    assert fits(page)
    page.goto(reverse("hooks:hook_step", args=[hook.pk, "replay"]))
    shoot(page, f"replay-{width}")
    Hook.objects.update(state="resting", failing_since="2026-01-10T03:00Z")
    page.goto("/")
    shoot(page, f"home-{width}")
    assert hook.connection.name in page.inner_text("main")
    page.goto(reverse("hooks:hook", args=[hook.pk]))
    shoot(page, f"resting-{width}")
    assert fits(page)
