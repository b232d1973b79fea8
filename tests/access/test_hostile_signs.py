"""NUL and half a surrogate pair, anywhere in a request: 400 before any code reads them, and nothing changes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBadRequest
from django.test import Client
from django.urls import reverse

from jalur.project import urls
from tests.access.addresses import addresses
from tests.access.conftest import undone, written
from tests.access.examples import OWN_WORK, SIGNED_LINKS, WRITES, example_of
from tests.access.forms import fields_of

KNOWN = [each for each in addresses() if each.name not in SIGNED_LINKS | OWN_WORK and example_of(each)]
# Only a charset that the caller names brings half a pair out of bytes.
ESCAPES = {"CONTENT_TYPE": "text/plain; charset=unicode_escape"}


@pytest.fixture
def bare_page(monkeypatch):
    """The page is drawn a thousand times while sweeping; here only its status counts."""
    monkeypatch.setattr(urls, "handler400", lambda request, exception: HttpResponseBadRequest())


def missed(client: Client, url: str, fields: list[str]) -> list[str]:
    """What came through at an address: in the path, the query, a form field, its name."""
    answers = {
        "path": client.get(f"{url}%00/"),
        "query": client.get(url, {"q": "a\0b"}),
        "name in the query": client.get(url, {"a\0b": "1"}),
        "half a pair": client.get(f"{url}?q=%5Cud800", **ESCAPES),
        "file name": client.post(url, {"file": SimpleUploadedFile("a.csv", b"x", "text/\0csv")}),
        **{name: client.post(url, {name: "Kay\0angan"}) for name in fields},
    }
    return [
        f"{part} of {url}: {each.status_code}" for part, each in answers.items() if each.status_code != 400
    ]


def test_no_address_and_no_form_reads_them(stage, bare_page):
    wrong = []
    for address in KNOWN:
        url, client = stage.url(address, "near"), stage.client("wulan")
        page = client.get(url) if address.name in WRITES else None
        fields = fields_of(page.content.decode(), url) if page is not None and page.status_code == 200 else {}
        with undone():
            before = written()
            wrong += missed(client, url, ["anything", *fields])
            if written() != before:
                wrong.append(f"{url} wrote")
    assert not wrong, "\n".join(wrong[:40])


@pytest.mark.parametrize(
    "sent",
    [b'{"name": "\\u0000"}', b'{"name": "\\ud83d"}', b'{"name": "\\ude00\\ud83d"}', b'{"name": "\x00"}'],
)
def test_json_is_read_as_little(client, db, sent):
    url = reverse("portal:home")
    assert client.post(url, sent, content_type="application/json").status_code == 400


def test_headers_and_cookies_are_read_as_little(client, db):
    url = reverse("portal:about")
    assert client.get(url, HTTP_USER_AGENT="a\0b").status_code == 400
    assert client.get(url, HTTP_COOKIE='session="a\\000b"').status_code == 400


def test_whoever_sends_them_reads_a_sentence(client, db):
    page = client.get("/geography/places/%00/")
    assert page.status_code == 400
    assert "Tidak ada yang berubah" in page.content.decode()


def test_everything_else_passes(client, db):
    for text in ("Kayangan", "Ma'ruf", "😀", "漢字", "a\u200bb", "%00", "\\u0000", "\t\n"):
        assert client.get(reverse("portal:about"), {"q": text}).status_code == 200
    pair = b'{"name": "\\ud83d\\ude00"}'
    assert client.post(reverse("portal:about"), pair, content_type="application/json").status_code == 405
