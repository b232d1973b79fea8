"""Signs that no text has and no database keeps, refused before any code reads them; and signs that nobody sees."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import StartResponse, WSGIApplication

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import get_resolver
from django.utils.datastructures import MultiValueDict

# PostgreSQL keeps no NUL, UTF-8 has no half of a surrogate pair; in JSON both may be written as an escape.
HOSTILE = re.compile("[\x00\ud800-\udfff]")
ESCAPED = re.compile(rb"\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})", re.ASCII)
SIGN_OF_BROKEN = "\N{REPLACEMENT CHARACTER}"
SENT_AS_BROKEN = (SIGN_OF_BROKEN.encode(), b"%EF%BF%BD", b"%ef%bf%bd")
PAIR = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
# Blank on every screen, though Unicode counts them as letters, marks or symbols.
BLANK = frozenset(
    "\N{COMBINING GRAPHEME JOINER}\N{HANGUL CHOSEONG FILLER}\N{HANGUL JUNGSEONG FILLER}\N{HANGUL FILLER}"
    "\N{HALFWIDTH HANGUL FILLER}\N{BRAILLE PATTERN BLANK}\N{KHMER VOWEL INHERENT AQ}\N{KHMER VOWEL INHERENT AA}"
    + "".join(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))  # variation selectors
)
WHITE = frozenset("\t\n\r")
UTF8 = frozenset({"utf-8", "utf8", "us-ascii"})
CHARSET = re.compile(r"charset\*?\s*=\s*[\"']?([^\s\"';,]*)", re.IGNORECASE)


def is_invisible(sign: str) -> bool:
    """A sign that takes no room and says nothing: joiners, direction marks, the zero-width space, fillers."""
    return sign in BLANK or unicodedata.category(sign) == "Cf"


def is_control(sign: str) -> bool:
    """A sign that is no text: a control character other than white space, one of a private font, or of what was unreadable."""
    return (unicodedata.category(sign) in {"Cc", "Co", "Cs"} and sign not in WHITE) or sign == SIGN_OF_BROKEN


def only_utf8(application: WSGIApplication) -> WSGIApplication:
    """Around the whole application: a request that names another charset gets 400.

    Django reads address and form by any codec of Python that the caller names, and fails with 500 on some, before any middleware.
    """

    def answered(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        charset = CHARSET.search(environ.get("CONTENT_TYPE", ""))
        if charset is None or charset[1].lower() in UTF8:
            return application(environ, start_response)
        start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
        return [b"UTF-8 saja. / UTF-8 only.\n"]

    return answered


class NoHostileSigns:
    """Middleware: an address, header, form, file name or JSON with a NUL, half a surrogate pair or broken UTF-8 gets 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_broken(request) or any(HOSTILE.search(text) for text in _texts(request)):
            return get_resolver().resolve_error_handler(400)(request, exception=BadRequest())
        return self.get_response(request)


def _is_broken(request: HttpRequest) -> bool:
    """Whether bytes that are no UTF-8 (halves of pairs, overlong forms) stand where Django would put another sign or nothing."""
    if not all(is_utf8(part) for part in _encoded(request)):
        return True
    if request.content_type == "multipart/form-data":
        return _is_broken_form(request)
    return _is_json(request) and (
        b"\x00" in _body(request) or ESCAPED.search(PAIR.sub(b"", _body(request))) is not None
    )


def _is_json(request: HttpRequest) -> bool:
    return "json" in (request.content_type or "")


def _body(request: HttpRequest) -> bytes:
    try:
        return request.body
    except UnreadablePostError:  # whoever sent it has gone
        return b""


def is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _encoded(request: HttpRequest) -> Iterator[bytes]:
    # What Django could not read in a path stays escaped there.
    yield unquote_to_bytes(request.path_info.encode("utf-8", "surrogatepass"))
    yield unquote_to_bytes(_raw(request, "QUERY_STRING"))
    yield _raw(request, "HTTP_COOKIE")
    if request.content_type == "application/x-www-form-urlencoded":
        yield unquote_to_bytes(_body(request))
    elif _is_json(request):
        yield _body(request)


def _raw(request: HttpRequest, name: str) -> bytes:
    return request.META.get(name, "").encode("latin-1", "replace")  # as WSGI hands bytes over


def _is_broken_form(request: HttpRequest) -> bool:
    """Of a form with files: a part whose head is broken is left out by Django, a value or name gets another sign."""
    kind = re.search(r"boundary=\"?([^\";,]+)", request.META.get("CONTENT_TYPE", ""))
    body: Any = request  # Django has no other door to the bytes of a form
    watched = body._stream = _Watched(body._stream, (kind[1] if kind else "").encode())
    texts = "".join(text for text in _sent(request))
    return watched.has_broken_head or (SIGN_OF_BROKEN in texts and not watched.has_sign_of_broken)


class _Watched:
    """The body of a form with files while it is read: whether the head of a part is broken, and whether U+FFFD itself was sent."""

    MOST = 16 * 1024

    def __init__(self, stream: Any, boundary: bytes) -> None:
        self.stream, self.mark, self.rest = stream, b"--" + boundary, b""
        self.has_broken_head = self.has_sign_of_broken = False

    def read(self, *size: int) -> bytes:
        return self._looked_at(self.stream.read(*size))

    def readline(self, *size: int) -> bytes:
        return self._looked_at(self.stream.readline(*size))

    def close(self) -> None:
        self.stream.close()

    def _looked_at(self, content: bytes) -> bytes:
        seen = self.rest + content
        self.has_sign_of_broken |= any(sign in seen for sign in SENT_AS_BROKEN)
        _before, *parts = seen.split(self.mark)
        heads = [part.partition(b"\r\n\r\n") for part in parts]
        self.has_broken_head |= any(end and not is_utf8(head) for head, end, _body in heads)
        is_whole = not heads or heads[-1][1]
        self.rest = seen[-len(self.mark) - 2 :] if is_whole else (self.mark + parts[-1])[: self.MOST]
        return content


def _texts(request: HttpRequest) -> Iterator[str]:
    """Everything of a request that code reads as text, the address first: a form is parsed last."""
    yield request.path_info
    yield from (value for name, value in request.META.items() if name.startswith("HTTP_"))
    yield from (text for pair in request.COOKIES.items() for text in pair)
    yield from _pairs(request.GET)
    yield from _sent(request)


def _sent(request: HttpRequest) -> Iterator[str]:
    if request.method in {"GET", "HEAD"}:
        return
    try:
        sent, files = request.POST, request.FILES
    except UnreadablePostError:
        return
    yield from _pairs(sent)
    for name, file in _items(files):
        yield from (name, file.name or "", file.content_type or "", *_parameters(file))


def _pairs(values: MultiValueDict[str, str]) -> Iterator[str]:
    for name, value in _items(values):
        yield from (name, value)


def _items(values: MultiValueDict[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, several in values.lists() for value in several)


def _parameters(file: Any) -> Iterator[str]:
    return (str(value) for value in (file.content_type_extra or {}).values())
