"""An organisation's administrator connects a program, copies its secret, and what stands on the guide runs with it."""

import os
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.browser.looking import fits
from tests.cast import open_session

SHOTS = os.environ.get("JALUR_SHOTS")


def shoot(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize(("width", "language"), [(1280, "id"), (360, "en")])
def test_a_program_is_connected_and_the_examples_run(
    transactional_db, cast, open_page, live_server, width, language
):
    page = open_page(width)
    page.context.add_cookies([{"name": "language", "value": language, "url": live_server.url}])
    signed_in = Client()
    open_session(signed_in, cast.hendra.user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": signed_in.cookies[name].value, "url": live_server.url}])
    page.goto(reverse("organisations:organisation", args=[cast.hendra.organisation.pk]))
    shoot(page, f"organisation-{width}")
    page.click(f"main a[href='{reverse('connections:list', args=[cast.hendra.organisation.pk])}']")
    page.click("main a[href$='/connect/']")
    page.fill("[name=name]", "Pendaftaran LPK")
    page.check("[name=role][value=training_manager]")
    page.check("[name=reads][value='geography:read']")
    shoot(page, f"connect-{width}")
    assert fits(page)
    page.click("main form button[type=submit]")
    shoot(page, f"connection-{width}")
    assert fits(page)
    page.click("main a[href$='/renew/']")
    shoot(page, f"renew-{width}")
    page.click("main form button[type=submit]")
    shoot(page, f"secret-{width}")
    assert fits(page)
    values = [one.inner_text().strip() for one in page.query_selector_all("main dd")]
    client_id, secret = (value.split("\n")[0] for value in values[:2])

    page.goto(reverse("api_guide"))
    shoot(page, f"guide-{width}")
    assert fits(page)
    curl, python = (one.inner_text() for one in page.query_selector_all("main pre")[:2])
    about = {**os.environ, "CLIENT_ID": client_id, "SECRET": secret, "no_proxy": "localhost"}
    ran = subprocess.run(["python3", "-c", python], env=about, capture_output=True, text=True, check=False)
    assert "ID Indonesia" in ran.stdout, ran.stderr
    reading = curl.split("# 3.")[0]
    ran = subprocess.run(["bash", "-c", reading], env=about, capture_output=True, text=True, check=False)
    assert '"items"' in ran.stdout, ran.stdout + ran.stderr
