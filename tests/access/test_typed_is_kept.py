"""Whoever sends a form after her session ended finds it filled as it was, at every address that has one; nobody else does."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from jalur.foundation.workflow import kept
from jalur.foundation.workflow.models import KeptForm
from tests.access.conftest import undone, written
from tests.access.example import filled
from tests.access.examples import WRITES
from tests.access.forms import fields_of
from tests.access.test_writing import TODAY, WRITING, url_of, writer_of

OF_THE_PAGE = kept.OF_THE_PAGE | {"next"}
NIK = "3517085204010001"


@pytest.fixture(autouse=True)
def day_of_the_world(settings):
    settings.TODAY = TODAY


def end_session(client: Client) -> str:
    return client.cookies.pop(settings.SESSION_COOKIE_NAME).value


def resume(client: Client, session: str) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = session


def plain(text: object) -> str:
    """A value as it is compared: a box may write a phone or a place in more words than were typed."""
    return re.sub(r"[^0-9a-z]", "", str(text).lower())


def send_without_session(client: Client, url: str, data: dict) -> tuple[str, str]:
    """The session that was lost, and where the way leads after signing in again."""
    session = end_session(client)
    answer = client.post(url, data, HTTP_REFERER=f"http://testserver{url}")
    if answer.status_code != 302 or not answer["Location"].startswith("/accounts/login/"):
        pytest.skip("anybody may send it")
    return session, parse_qs(urlsplit(answer["Location"]).query)["next"][0]


@pytest.mark.parametrize("address", WRITING, ids=lambda address: address.name)
def test_a_form_stands_filled_again(stage, address):
    write, side = WRITES[address.name], stage.world.near
    key = writer_of(stage, address, write)
    if key not in stage.sessions:
        pytest.skip("anybody may send it")
    with undone():
        write.before(side, getattr(stage.cast, key, None))
        client, url = stage.client(key), url_of(stage, address, write, "near")
        page = client.get(url)
        shown = fields_of(page.content.decode(), urlsplit(url).path) if page.status_code == 200 else {}
        typed = {name: value for name, value in filled(write.sends, side).items() if name in shown}
        typed = {name: value for name, value in typed.items() if not hasattr(value, "read")}
        typed = typed or {
            name: several for name, several in shown.items() if name not in OF_THE_PAGE and any(several)
        }
        if not typed:
            pytest.skip("nothing is typed here")
        session, back = send_without_session(client, url, shown | typed)
        assert back == url
        resume(client, session)
        page = client.get(back)
        assert page.status_code == 200
        again = fields_of(page.content.decode(), urlsplit(url).path)
        for name, value in typed.items():
            values = value if isinstance(value, list | tuple) else [value]
            missing = [
                one for one in values if not any(plain(one) in plain(found) for found in again.get(name, []))
            ]
            assert kept.SECRET.search(name) or not missing, f"{name}: {again.get(name)} in place of {values}"
        assert "Isian Anda" in page.content.decode()


EDIT = next(each for each in WRITING if each.name == "people:edit")


@pytest.fixture
def form(stage):
    """Darmo's page of Sari's data, with what he would send."""
    client, url = stage.client("darmo"), stage.url(EDIT, "near")
    data = fields_of(client.get(url).content.decode(), url)
    return client, url, data | {"phone": "0812 3456 7891", "national_id": NIK}


def test_secrets_are_dropped_and_the_rest_is_sealed(stage, form):
    client, url, data = form
    with undone():
        session, back = send_without_session(client, url, data | {"password1": "rahasia-sekali", "note": NIK})
        row = KeptForm.objects.get()
        assert not re.search(rb"7891|rahasia|3517", bytes(row.typed_sealed))
        assert row.path == url
        resume(client, session)
        page = client.get(back).content.decode()
    assert "3456 7891" in page
    assert NIK not in page
    assert "rahasia" not in page


def test_another_account_finds_nothing(stage, form):
    client, url, data = form
    with undone():
        _session, back = send_without_session(client, url, data)
        for other in ("wulan", "sari"):
            resume(client, stage.sessions[other])
            page = client.get(back)
            assert page.status_code == 200
            assert "3456 7891" not in page.content.decode()
        assert KeptForm.objects.exists(), "hers still waits"


@pytest.mark.parametrize("forge", ["", "made-up", "0" * 32 + ".x"])
def test_a_form_that_was_not_ours_is_not_kept(stage, form, forge):
    client, url, data = form
    with undone():
        send_without_session(
            client, url, data | {"form_key": f"{data['form_key'][0].partition('.')[0]}.{forge}"}
        )
        assert not KeptForm.objects.exists()


def test_too_long_a_form_is_not_kept(stage, form):
    client, url, data = form
    with undone():
        send_without_session(client, url, data | {"note": "a" * kept.LARGEST})
        assert not KeptForm.objects.exists()


def test_the_digits_of_a_key_are_no_nik(stage, form):
    client, url, data = form
    chosen = "35170123-4567-4901-8345-0123456789ab"
    with undone():
        send_without_session(client, url, data | {"choice": chosen, "note": NIK})
        typed, _was_signed_out = kept.kept(stage.cast.darmo.user.pk, url)
    assert (typed["choice"], typed["note"]) == (chosen, "")


def test_it_is_gone_once_it_is_sent_and_after_an_hour(stage, form):
    client, url, data = form
    with undone():
        session, back = send_without_session(client, url, data)
        resume(client, session)
        assert client.post(url, data | {"national_id": ""}).status_code == 302
        assert not KeptForm.objects.exists()
        assert "Isian Anda" not in client.get(back).content.decode()
    with undone():
        session, back = send_without_session(client, url, data)
        KeptForm.objects.update(created_at="2026-01-01T00:00:00Z")
        resume(client, session)
        assert "3456 7891" not in client.get(back).content.decode()


def test_who_lost_only_the_second_factor_finds_it_too(stage, form):
    client, url, data = form
    with undone():
        session = client.session
        methods = session.pop("account_authentication_methods")
        session.save()
        answer = client.post(url, data, HTTP_REFERER=f"http://testserver{url}")
        assert answer["Location"].startswith("/accounts/2fa/reauthenticate/")
        session["account_authentication_methods"] = methods
        session.save()
        assert "3456 7891" in client.get(url).content.decode()


def test_what_was_ticked_in_a_list_waits_at_the_page_that_asks(stage):
    client, url = stage.client("wulan"), "/proposals/decide/offer/"
    url = stage.url(next(each for each in WRITING if each.name == "proposals:decide_many"), "near")
    listed = client.get("/proposals/")
    key = re.search(r'name="form_key" value="([^"]+)"', listed.content.decode())[1]
    with undone():
        before = written()
        data = {"selected": [stage.world.near.proposal.pk], "form_key": key}
        session, back = send_without_session(client, url, data)
        assert back == url
        resume(client, session)
        page = client.get(back)
        assert page.status_code == 200
        assert str(stage.world.near.proposal.pk) in page.content.decode()
        assert {table for table in written() if written()[table] != before.get(table)} == {
            "workflow_keptform"
        }


def test_who_signed_in_again_in_another_tab_finds_it_too(stage, form):
    """The page is older than the session: nothing is saved, the page says so in our words, and the form stands filled again."""
    client, url, data = form
    strict = Client(enforce_csrf_checks=True)
    strict.cookies.update(client.cookies)
    with undone():
        answer = strict.post(url, data, HTTP_REFERER=f"http://testserver{url}")
        assert answer.status_code == 403
        page = answer.content.decode()
        assert "Halaman ini sudah usang" in page
        assert f'href="{url}"' in page
        assert NIK not in page
        assert "3456 7891" in strict.get(url).content.decode()
