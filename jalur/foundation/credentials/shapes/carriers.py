"""A signed text inside a file: attached to a PDF, or baked into a PNG or SVG (Open Badges 3.0, 5.3). Bounded, without a parser of files."""

import codecs
import html
import re
import zlib
from collections.abc import Iterator

MOST_BYTES = 8 * 1024 * 1024
MOST_STREAMS = 400
MOST_TEXT = 262_144
PNG = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
STREAM = re.compile(rb"stream\r?\n")
SVG_SIGN = "<svg"
SVG = re.compile(r"<openbadges:credential[^>]{0,300}>(.*?)</openbadges:credential>", re.DOTALL)
# The square picture that a holder takes along says its text itself; base45 has no sign that XML would write another way.
SAID = re.compile(r"<desc>(JLR1:[^<]{1,400})</desc>")
VERIFY = re.compile(r'<openbadges:credential[^>]{0,300}\bverify="([^"]{1,262144})"')


def text_in(raw: bytes) -> str | None:
    """The signed text that a file carries, or before which a BOM stands; else None. ValueError for a file that carries none."""
    if raw.startswith(b"%PDF-"):
        return _only(_in_pdf(raw))
    if raw.startswith(PNG):
        return _only(_in_png(raw))
    if b"<svg" in raw[:4096]:
        return _only(_in_svg(raw))
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16")
    return raw.decode("utf-8-sig") if raw.startswith(codecs.BOM_UTF8) else None


def _only(found: Iterator[str]) -> str:
    for text in found:
        return text
    raise ValueError("the file carries nothing signed")


def _in_pdf(raw: bytes) -> Iterator[str]:
    """Each stream that holds one of our forms, packed or not."""
    for number, match in enumerate(STREAM.finditer(raw)):
        if number >= MOST_STREAMS:
            return
        end = raw.find(b"endstream", match.end())
        body = raw[match.end() : end if end >= 0 else len(raw)]
        if body[:1] != b"{" and body[:5] != b"JLR1:":
            try:
                unpack = zlib.decompressobj()
                body = unpack.decompress(body, MOST_TEXT + 1)
            except zlib.error:
                continue
        if len(body) <= MOST_TEXT and is_ours(body):
            yield body.decode("utf-8").strip()


def is_ours(body: bytes) -> bool:
    """Whether it looks like one of our forms."""
    return (
        (body[:1] == b"{" and b"OpenBadgeCredential" in body)
        or body[:5] == b"JLR1:"
        or (body[:3] == b"eyJ" and b"~" in body)
    )


def _in_png(raw: bytes) -> Iterator[str]:
    place = len(PNG)
    while place + 12 <= len(raw):
        size = int.from_bytes(raw[place : place + 4], "big")
        kind, body = raw[place + 4 : place + 8], raw[place + 8 : place + 8 + size]
        place += 12 + size
        if kind == b"iTXt" and body.startswith(KEYWORD + b"\0"):
            packed, text = body[len(KEYWORD) + 1 : len(KEYWORD) + 2], body.split(b"\0", 4)[-1]
            if packed == b"\x01":
                unpack = zlib.decompressobj()
                try:
                    text = unpack.decompress(body[len(KEYWORD) + 3 :].split(b"\0", 2)[-1], MOST_TEXT + 1)
                except zlib.error as error:
                    raise ValueError("packed in another way") from error
            else:
                text = body[len(KEYWORD) + 3 :].split(b"\0", 2)[-1]
            yield text.decode("utf-8")


def _in_svg(raw: bytes) -> Iterator[str]:
    said = raw.decode("utf-8")
    for match in SVG.finditer(said):
        text = match.group(1).strip()
        if text.startswith("<![CDATA["):
            yield text.removeprefix("<![CDATA[").removesuffix("]]>").strip()
        elif text:
            yield html.unescape(text)
    for match in VERIFY.finditer(said):
        yield html.unescape(match.group(1))
    for match in SAID.finditer(said):
        yield match.group(1)
