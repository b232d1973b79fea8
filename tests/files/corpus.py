"""Files that nobody means well with, made by code: name → bytes, and what may come of each.

Every payload carries a canary; where a file is kept, none of them may be left in what is stored.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pillow_heif
from PIL import Image, PngImagePlugin

CANARY = b"KENARI7F3K"
SCRIPT = b"<script>alert('" + CANARY + b"')</script>"
GPS = {1: "S", 2: (7.0, 32.0, 45.0), 3: "E", 4: (112.0, 14.0, 3.0)}


pillow_heif.register_heif_opener()


@dataclass(frozen=True)
class Hostile:
    """outcome: "kept" (made harmless) or the code with which it is refused; "either" where readers may differ."""

    name: str
    content: bytes
    outcome: str


def picture(size=(64, 48), mode="RGB"):
    return Image.effect_noise(size, 40).convert(mode)


def saved(image, kind, **options) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def exif_with_position(orientation=6) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = orientation, CANARY.decode()
    exif.get_ifd(0x8825).update(GPS)
    return exif


def jpeg(**options) -> bytes:
    return saved(picture(), "JPEG", **options)


def png(**options) -> bytes:
    return saved(picture(), "PNG", **options)


HEIC_HEAD = struct.pack(">I", 24) + b"ftypheic" + bytes(4) + b"mif1heic"


def heic(size=(64, 48), **options) -> bytes:
    """A picture as newer phones keep it."""
    return saved(picture(size), "HEIF", quality=50, **options)


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of_size(width: int, height: int) -> bytes:
    """A picture that says it is large and holds nearly nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(10**6)))
        + chunk(b"IEND", b"")
    )


def zipped(*names: str, content: bytes = SCRIPT) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return target.getvalue()


# -- what is no photo and no PDF ----------------------------------------------------------------------------------------


def strangers() -> Iterator[Hostile]:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
    for name in ("a.svg", "photo.jpg", "a.pdf", "a.svgz.png"):
        yield Hostile(f"svg as {name}", svg, "markup")
    for start in (
        b"<?xml version='1.0'?>",
        b"\xef\xbb\xbf",
        b"\n \t",
        b"<!DOCTYPE html>",
        b"<html>",
        b"<!-- -->",
    ):
        yield Hostile(f"markup after {start[:8]!r}", start + svg, "markup")
    yield Hostile("markup in UTF-16", svg.decode().encode("utf-16"), "markup")
    yield Hostile("xml bomb", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY a 'aaaa'>]><a>&a;</a>", "markup")
    yield Hostile(
        "external entity", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "markup"
    )
    yield Hostile("mhtml", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n" + SCRIPT, "other")
    yield Hostile("zip", zipped("a.txt"), "archive")
    yield Hostile("empty zip", b"PK\x05\x06" + bytes(18), "archive")
    yield Hostile("zip bomb", zipped("a", content=bytes(50 * 1024 * 1024)), "archive")
    yield Hostile("zip out of its folder", zipped("../../etc/cron.d/a"), "archive")
    for name in ("[Content_Types].xml", "word/vbaProject.bin", "xl/workbook.xml", "ppt/presentation.xml"):
        yield Hostile(f"office {name}", zipped(name), "office")
    for name, head in {
        "rar": b"Rar!\x1a\x07\x00", "7z": b"7z\xbc\xaf\x27\x1c", "gzip": b"\x1f\x8b\x08", "bzip": b"BZh9", "xz": b"\xfd7zXZ\x00",
        "zstd": b"\x28\xb5\x2f\xfd",
    }.items():  # fmt: skip
        yield Hostile(name, head + CANARY * 10, "archive")
    yield Hostile("doc with macros", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + CANARY * 60, "office")
    yield Hostile("rtf", b"{\\rtf1\\object\\objdata " + CANARY, "office")
    for name, head in {
        "elf": b"\x7fELF\x02\x01\x01", "exe": b"MZ\x90\x00", "script": b"#!/bin/sh\nrm -rf /\n", "class": b"\xca\xfe\xba\xbe",
        "mp4": b"\x00\x00\x00\x18ftypmp42", "avif": b"\x00\x00\x00\x18ftypavif", "gif": b"GIF89a\x01\x00\x01\x00", "bmp": b"BM\x36\x00",
        "tiff": b"II*\x00\x08\x00\x00\x00", "bigtiff": b"MM\x00+\x00\x08", "ico": b"\x00\x00\x01\x00", "psd": b"8BPS\x00\x01",
        "postscript": b"%!PS-Adobe-3.0\n", "jpeg 2000": b"\x00\x00\x00\x0cjP  \r\n\x87\n", "text": b"halo",
        "php": b"<?php system($_GET[0]); ?>",
        "lnk": b"L\x00\x00\x00\x01\x14\x02\x00", "one byte": b"\xff", "zeros": bytes(100), "half a jpeg mark": b"\xff\xd8",
        "fdf": b"%FDF-1.2\n", "pdf after junk": b"GIF89a%PDF-1.7\n", "pdf after a line": b"\n%PDF-1.7\n",
    }.items():  # fmt: skip
        yield Hostile(name, head + CANARY, "markup" if name == "php" else "other")
    yield Hostile("nothing", b"", "empty")


# -- photos ---------------------------------------------------------------------------------------------------------------


def photos() -> Iterator[Hostile]:
    for orientation in range(9):
        yield Hostile(
            f"jpeg with position, lying {orientation}", jpeg(exif=exif_with_position(orientation)), "kept"
        )
    yield Hostile("png with position", png(exif=exif_with_position()), "kept")
    yield Hostile("webp with position", saved(picture(), "WEBP", exif=exif_with_position()), "kept")
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + CANARY + b"</x:xmpmeta>"
    yield Hostile("jpeg with xmp", jpeg(xmp=xmp), "kept")
    yield Hostile("webp with xmp", saved(picture(), "WEBP", xmp=xmp), "kept")
    yield Hostile("jpeg with comment", jpeg(comment=CANARY), "kept")
    yield Hostile("jpeg with a damaged exif", jpeg(exif=b"Exif\x00\x00II*\x00" + CANARY), "either")
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", CANARY.decode())
    notes.add_itxt("XML:com.adobe.xmp", xmp.decode())
    notes.add_text("Zipped", CANARY.decode() * 50, zip=True)
    yield Hostile("png with texts", png(pnginfo=notes), "kept")
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + png()[8:33]
        + chunk(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(80 * 1024 * 1024)))
        + png()[33:]
    )
    yield Hostile("png with a packed text bomb", bomb, "either")
    profile = (
        b"\x89PNG\r\n\x1a\n"
        + png()[8:33]
        + chunk(b"iCCP", b"a\x00\x00" + zlib.compress(CANARY * 10))
        + png()[33:]
    )
    yield Hostile("png with a false profile", profile, "kept")
    tails = {
        "zip": zipped("a.js"),
        "script": SCRIPT,
        "pdf": b"%PDF-1.7\n" + CANARY,
        "php": b"<?php ?>" + CANARY,
    }
    for name, tail in (tails | {"mp4": b"ftypmp42" + CANARY}).items():
        yield Hostile(f"jpeg and {name}", jpeg() + tail, "kept")
        yield Hostile(f"png and {name}", png() + tail, "kept")
    yield Hostile("jpeg with a script in a comment", jpeg(comment=SCRIPT), "kept")
    yield Hostile("jpeg cut off", jpeg()[:-300], "unreadable")
    yield Hostile("png cut off", png()[:-200], "unreadable")
    yield Hostile("webp cut off", saved(picture(), "WEBP")[:-40], "unreadable")
    yield Hostile("jpeg of marks only", b"\xff\xd8\xff" + CANARY, "unreadable")
    yield Hostile("png of a head only", b"\x89PNG\r\n\x1a\n" + CANARY, "unreadable")
    yield Hostile("png with a false sum", png()[:40] + b"\x00" + png()[41:], "unreadable")
    yield Hostile("riff that is no webp", b"RIFF\x10\x00\x00\x00WEBP" + CANARY, "unreadable")
    yield Hostile("riff that is a wave", b"RIFF\x10\x00\x00\x00WAVE" + CANARY, "other")
    for orientation in (1, 6):
        yield Hostile(
            f"heic with position, lying {orientation}", heic(exif=exif_with_position(orientation)), "kept"
        )
    yield Hostile("heic with xmp", heic(xmp=xmp), "kept")
    yield Hostile("heic cut off", heic()[:-200], "unreadable")
    yield Hostile("heic and script", heic() + SCRIPT, "kept")
    yield Hostile(
        "several pictures in a heic",
        saved(picture(), "HEIF", save_all=True, append_images=[picture()]),
        "kept",
    )


def damaged_and_large() -> Iterator[Hostile]:
    for brand in (b"heic", b"heix", b"mif1", b"msf1"):
        yield Hostile(
            f"damaged {brand.decode()}", HEIC_HEAD.replace(b"heic", brand, 1) + CANARY, "unreadable"
        )
    for width, height in (
        (30_000, 30_000),
        (65_000, 65_000),
        (2**31 - 1, 2**31 - 1),
        (1, 2**30),
        (5_100, 5_100),
        (100_000, 1_000),
    ):
        yield Hostile(f"pixel flood {width} × {height}", png_of_size(width, height), "pixels")
    for size in ((0, 1), (1, 0)):
        yield Hostile(f"png of {size}", png_of_size(*size), "either")
    large = bytearray(jpeg())
    at = large.find(b"\xff\xc0") + 5
    large[at : at + 4] = struct.pack(">HH", 65_000, 65_000)
    yield Hostile("jpeg that says it is 65,000 wide", bytes(large), "pixels")
    yield Hostile("cmyk jpeg", saved(picture(mode="CMYK"), "JPEG"), "kept")
    yield Hostile("grey jpeg", saved(picture(mode="L"), "JPEG"), "kept")
    yield Hostile("progressive jpeg", jpeg(progressive=True), "kept")
    for mode in ("1", "L", "LA", "P", "RGBA", "I;16"):
        image = (
            Image.new("I;16", (40, 30), 40_000)
            if mode == "I;16"
            else picture(mode="RGB" if mode == "P" else "L").convert(mode)
        )
        yield Hostile(f"png of mode {mode}", saved(image, "PNG"), "kept")
    yield Hostile("png with a see-through colour", saved(picture(mode="L"), "PNG", transparency=7), "kept")
    frames = [picture() for _ in range(5)]
    for kind in ("PNG", "WEBP"):
        yield Hostile(
            f"moving {kind}", saved(frames[0], kind, save_all=True, append_images=frames[1:]), "kept"
        )
    yield Hostile(
        "several pictures in a jpeg",
        saved(frames[0], "MPO", save_all=True, append_images=frames[1:], exif=exif_with_position()),
        "kept",
    )


def hostile_pictures() -> list[Hostile]:
    return [*strangers(), *photos(), *damaged_and_large()]
