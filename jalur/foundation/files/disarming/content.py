"""What a file is, told by its first bytes: neither its name nor what its sender calls it is believed."""

from pathlib import Path

HEAD_BYTES = 64
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
BEGINNINGS = {
    "archive": (
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"Rar!",
        b"7z\xbc\xaf",
        b"\x1f\x8b",
        b"BZh",
        b"\xfd7zXZ",
        b"\x28\xb5\x2f\xfd",
    ),
    "office": (b"\xd0\xcf\x11\xe0", b"{\\rtf"),
}
MARKS_OF_OFFICE = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis", b"word/", b"xl/", b"ppt/")


class Refusal(Exception):
    """Why a file is not kept, as a code that words.py says in a sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def type_of(path: Path) -> str:
    """jpeg, png, webp, heic or pdf. Refusal for everything else, by what it is."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        if head[:4] == b"PK\x03\x04":
            head += file.read(4096)
    if not head:
        raise Refusal("empty")
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return "heic"
    if head.startswith(b"%PDF-"):
        return "pdf"
    raise Refusal(_what_else(head))


def _what_else(head: bytes) -> str:
    if any(mark in head for mark in MARKS_OF_OFFICE) and head[:2] == b"PK":
        return "office"
    for code, beginnings in BEGINNINGS.items():
        if head.startswith(beginnings):
            return code
    text = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip()
    return "markup" if text[:1] == b"<" or text[:3] == b"\xff\xfe<" else "other"
