"""Signs that no text has and no database keeps, refused before any code reads them; and signs that nobody sees."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import get_resolver
from django.utils.datastructures import MultiValueDict

# PostgreSQL keeps no NUL, UTF-8 has no half of a surrogate pair; in JSON both may be written as an escape.
HOSTILE = re.compile("[\x00\ud800-\udfff]")
ESCAPED = re.compile(rb"\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})", re.ASCII)
PAIR = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
# Blank on every screen, though Unicode counts them as letters, marks or symbols.
BLANK = frozenset(
    "\N{COMBINING GRAPHEME JOINER}\N{HANGUL CHOSEONG FILLER}\N{HANGUL JUNGSEONG FILLER}\N{HANGUL FILLER}"
    "\N{HALFWIDTH HANGUL FILLER}\N{BRAILLE PATTERN BLANK}\N{KHMER VOWEL INHERENT AQ}\N{KHMER VOWEL INHERENT AA}"
    + "".join(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))  # variation selectors
)
WHITE = frozenset("\t\n\r")


def is_invisible(sign: str) -> bool:
    """A sign that takes no room and says nothing: joiners, direction marks, the zero-width space, fillers."""
    return sign in BLANK or unicodedata.category(sign) == "Cf"


def is_control(sign: str) -> bool:
    """A sign that is no text: a control character other than white space, or one of a private font."""
    return unicodedata.category(sign) in {"Cc", "Co", "Cs"} and sign not in WHITE


class NoHostileSigns:
    """Middleware: an address, header, form, file name or JSON with a NUL or half a surrogate pair is answered with 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any(HOSTILE.search(text) for text in _texts(request)) or _is_hostile_json(request):
            return get_resolver().resolve_error_handler(400)(request, exception=BadRequest())
        return self.get_response(request)


def _texts(request: HttpRequest) -> Iterator[str]:
    """Everything of a request that code reads as text, the address first: a form is parsed last."""
    yield request.path_info
    yield from (value for name, value in request.META.items() if name.startswith("HTTP_"))
    yield from (text for pair in request.COOKIES.items() for text in pair)
    yield from _pairs(request.GET)
    if request.method in {"GET", "HEAD"}:
        return
    try:
        sent, files = request.POST, request.FILES
    except UnreadablePostError:  # whoever sent it has gone
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


def _is_hostile_json(request: HttpRequest) -> bool:
    if "json" not in (request.content_type or ""):
        return False
    body = request.body
    return b"\x00" in body or ESCAPED.search(PAIR.sub(b"", body)) is not None
