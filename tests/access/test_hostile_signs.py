"""NUL, half a surrogate pair and broken UTF-8, anywhere in a request: 400 before any code reads them, and nothing changes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBadRequest
from django.test import Client
from django.urls import reverse

from jalur.kit.signs import only_utf8
from jalur.project import urls, wsgi
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
        "half a pair, encoded": client.get(f"{url}?q=%ED%A0%80"),
        "overlong path": client.get(f"{url}%C0%AE/"),
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


# Bytes that are no UTF-8: half of a surrogate pair, overlong NUL, stroke and point, a lone continuation, a cut sign, latin-1.
BROKEN = [
    b"\xed\xa0\x80",
    b"\xed\xbf\xbf",
    b"\xc0\x80",
    b"\xc0\xaf",
    b"\xe0\x80\xae",
    b"\x80",
    b"\xe2\x82",
    b"caf\xe9",
]


def escaped(sign):
    return "".join(f"%{byte:02X}" for byte in sign)


def form_with(part_head, value=b"x"):
    """A form with files of one part, byte by byte."""
    return b"--line\r\n" + part_head + b"\r\n\r\n" + value + b"\r\n--line--\r\n"


FORM = "multipart/form-data; boundary=line"
NAMED = b'Content-Disposition: form-data; name="'
PLACES = {
    "path": lambda client, sign: client.get(f"/about/{escaped(sign)}/"),
    "query": lambda client, sign: client.get(f"/about/?q={escaped(sign)}"),
    "name in the query": lambda client, sign: client.get(f"/about/?{escaped(sign)}=q"),
    "raw query": lambda client, sign: client.get("/about/", QUERY_STRING="q=" + sign.decode("latin-1")),
    "cookie": lambda client, sign: client.get("/about/", HTTP_COOKIE="a=" + sign.decode("latin-1")),
    "field": lambda client, sign: client.post("/about/", b"q=" + escaped(sign).encode(), content_type=PLAIN),
    "raw field": lambda client, sign: client.post("/about/", b"q=" + sign, content_type=PLAIN),
    "name of a field": lambda client, sign: client.post("/about/", sign + b"=q", content_type=PLAIN),
    "field beside files": lambda client, sign: client.post(
        "/about/", form_with(NAMED + b'q"', sign), content_type=FORM
    ),
    "name beside files": lambda client, sign: client.post(
        "/about/", form_with(NAMED + sign + b'"'), content_type=FORM
    ),
    "file name": lambda client, sign: client.post(
        "/about/", form_with(NAMED + b'file"; filename="' + sign + b'.csv"'), content_type=FORM
    ),
    "escaped file name": lambda client, sign: client.post(
        "/about/",
        form_with(NAMED + b"file\"; filename*=utf-8''" + escaped(sign).encode() + b".csv"),
        content_type=FORM,
    ),
    "name of a late part": lambda client, sign: client.post(
        "/about/",
        form_with(
            NAMED + b'a"; filename="a.bin"',
            b"\xff" * 200_000 + b"\r\n--line\r\n" + NAMED + sign + b'"\r\n\r\nx',
        ),
        content_type=FORM,
    ),
    "JSON": lambda client, sign: client.post(
        "/about/", b'{"q": "' + sign + b'"}', content_type="application/json"
    ),
}
PLAIN = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("sign", BROKEN, ids=repr)
def test_broken_bytes_are_refused_wherever_they_stand(client, db, bare_page, place, sign):
    assert PLACES[place](client, sign).status_code == 400


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("sign", ["é", "😀", "漢", "\ufffd", "Ma’ruf"])
def test_whole_signs_pass_in_the_same_places(client, db, bare_page, place, sign):
    assert PLACES[place](client, sign.encode()).status_code in {200, 404, 405}


def test_a_file_of_any_bytes_passes(client, db, bare_page):
    content = form_with(NAMED + b'file"; filename="\xc3\xa9.bin"', bytes(range(256)) * 2000)
    assert client.post("/about/", content, content_type=FORM).status_code == 405


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


def asked(content_type: str, method: str = "GET") -> str:
    """The status at the server's own door, which the test client does not pass."""
    said: list[str] = []
    environ = {"PATH_INFO": "/organisations/check/", "QUERY_STRING": "q=abc", "REQUEST_METHOD": method}
    environ["CONTENT_TYPE"] = content_type
    list(wsgi.application(environ, lambda status, _headers: said.append(status)))
    return said[0]


KINDS = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json",
]
CODECS = ["hex", "base64", "rot13", "idna", "punycode", "utf-7", "unicode_escape", "latin-1", "none", '"hex"']


@pytest.mark.parametrize("kind", KINDS)
def test_a_request_is_read_as_utf8_or_not_at_all(kind):
    """The caller names the codec with which Django would read form and address; Python has some that fail, or make anything."""
    for codec in CODECS:
        for method in ("GET", "POST"):
            for word in ("charset", "CharSet", "charset*"):
                assert asked(f"{kind}; {word}={codec}", method=method).startswith("400"), codec


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", *(f"text/plain; charset={name}" for name in ("utf-8", "UTF-8"))]
)
def test_utf8_by_name_is_read(content_type):
    passed = only_utf8(lambda _environ, _start: [b"passed"])
    assert list(passed({"CONTENT_TYPE": content_type}, None)) == [b"passed"]
