"""The streams of a PDF: how much they unpack to, and pictures in them without what a camera writes beside a picture."""

import base64
import zlib
from collections.abc import Iterator

from jalur.foundation.files.disarming.content import Refusal

PIECE = 64 * 1024
# How much larger such a stream can at most become; of LZW a plausible most, as it is packed by old programs only.
MOST_RATIO = {"/RunLengthDecode": 64, "/RL": 64, "/LZWDecode": 500, "/LZW": 500}
FLATE = frozenset({"/FlateDecode", "/Fl"})
TEXT = frozenset({"/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"})
JPEG = frozenset({"/DCTDecode", "/DCT"})
START_OF_SCAN, END = 0xDA, 0xD9
KEPT_SEGMENTS = {0xE0: b"JFIF\x00", 0xEE: b"Adobe"}
LEFT_OUT_BOXES = frozenset({b"uuid", b"xml ", b"uinf"})


class Budget:
    """How many bytes all streams of a file together may unpack to."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise Refusal("inside")


def inflated(raw: bytes, budget: Budget) -> Iterator[bytes]:
    """What a packed stream holds, piece by piece, until the budget is spent. What is damaged ends where the damage is."""
    unpacker, rest = zlib.decompressobj(), raw
    while rest and not unpacker.eof:
        try:
            piece = unpacker.decompress(rest, PIECE)
        except zlib.error:
            return
        rest = unpacker.unconsumed_tail
        budget.spend(len(piece))
        yield piece


def peeled(raw: bytes, filters: list[str], budget: Budget) -> tuple[bytes, list[str]]:
    """A stream without the packing around it, and the filters that are left: of a picture its own. The budget pays for all of it."""
    for at, name in enumerate(filters):
        if name in FLATE:
            is_last = at == len(filters) - 1
            pieces = inflated(raw, budget)
            if is_last:  # only counted: nothing reads it here
                for _piece in pieces:
                    pass
                return b"", []
            raw = b"".join(pieces)
        elif name in TEXT and at == 0:
            raw = plain_bytes(raw, name)
        else:
            budget.spend(len(raw) * MOST_RATIO.get(name, 0))
            return raw, filters[at:]
    return raw, []


def plain_bytes(raw: bytes, name: str) -> bytes:
    try:
        if "Hex" in name or name == "/AHx":
            return bytes.fromhex(raw.split(b">")[0].decode("ascii"))
        return base64.a85decode(raw.partition(b"~>")[0].strip(), ignorechars=b" \t\n\r\x00\x0c")
    except ValueError as damage:
        raise Refusal("unreadable") from damage


def bare_jpeg(raw: bytes) -> bytes:
    """A JPEG without EXIF, comments, profiles, and whatever follows its end. Refusal for what is none."""
    if raw[:2] != b"\xff\xd8":
        raise Refusal("unreadable")
    kept, at = [b"\xff\xd8"], 2
    while True:
        at = _next_marker(raw, at)
        marker = raw[at + 1]
        if marker == END:
            return b"".join([*kept, b"\xff\xd9"])
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:  # markers without a length
            at += 2
            continue
        end = at + 2 + int.from_bytes(raw[at + 2 : at + 4], "big")
        if end > len(raw) or end < at + 4:
            raise Refusal("unreadable")
        if marker == START_OF_SCAN:
            end = _end_of_scan(raw, end)
        is_note = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if not is_note or raw[at + 4 :].startswith(KEPT_SEGMENTS.get(marker, b"\x00never")):
            kept.append(raw[at:end])
        at = end


def _next_marker(raw: bytes, at: int) -> int:
    while at + 1 < len(raw) and raw[at] == 0xFF and raw[at + 1] == 0xFF:  # fill bytes
        at += 1
    if at + 1 >= len(raw) or raw[at] != 0xFF:
        raise Refusal("unreadable")
    return at


def _end_of_scan(raw: bytes, at: int) -> int:
    """Where the packed picture after the head of a scan ends."""
    while True:
        at = raw.find(b"\xff", at)
        if at < 0 or at + 1 >= len(raw):
            raise Refusal("unreadable")
        following = raw[at + 1]
        if following not in {0x00, 0xFF} and not 0xD0 <= following <= 0xD7:
            return at
        at += 1 if following == 0xFF else 2


def bare_jpeg2000(raw: bytes) -> bytes:
    """A JPEG 2000 without the boxes that hold notes and positions."""
    if raw[:2] == b"\xff\x4f":  # the picture alone, without boxes
        return raw
    kept, at = [], 0
    while at + 8 <= len(raw):
        length, name = int.from_bytes(raw[at : at + 4], "big"), raw[at + 4 : at + 8]
        if length == 1:
            length = int.from_bytes(raw[at + 8 : at + 16], "big")
        end = at + length if length else len(raw)
        if end > len(raw) or end < at + 8:
            raise Refusal("unreadable")
        if name not in LEFT_OUT_BOXES:
            kept.append(raw[at:end])
        at = end
    return b"".join(kept)
