"""What may not be in a stored file, looked for without trusting what made it."""

from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Stream
from PIL import Image

from tests.files.corpus import CANARY

# What acts, hides or says where, wherever it stands (ISO 32000-1, 12.6; 7.11.4; 12.7.8).
FORBIDDEN = {
    "/AA", "/OpenAction", "/JS", "/JavaScript", "/EF", "/EmbeddedFiles", "/XFA", "/AcroForm", "/AF", "/Metadata", "/PieceInfo", "/Annots",
    "/Names", "/Outlines", "/URI", "/Launch", "/Measure", "/VP", "/Collection", "/RichMediaContent",
}  # fmt: skip


def faults(path: Path, media_type: str) -> list[str]:
    raw = path.read_bytes()
    found = ["canary"] if CANARY in raw else []
    if media_type == "application/pdf":
        return found + of_pdf(path)
    return found + of_picture(path, media_type)


def of_picture(path: Path, media_type: str) -> list[str]:
    with Image.open(path) as image:
        image.load()
        found = [f"is {image.format}"] if Image.MIME[image.format] != media_type else []
        found += ["has exif"] if dict(image.getexif()) or image.getexif().get_ifd(0x8825) else []
        found += [f"says {name}" for name in image.info if not name.startswith(("jfif", "dpi"))]
        found += [f"mode {image.mode}"] if image.mode not in {"L", "RGB"} else []
        return found


def of_pdf(path: Path) -> list[str]:
    with pikepdf.open(path) as pdf:
        found = ["is locked"] if pdf.is_encrypted else []
        found += ["says who"] if "/Info" in pdf.trailer else []
        for thing in pdf.objects:
            found += of_object(thing)
        return found


def of_object(thing: object) -> list[str]:
    if isinstance(thing, Array):
        return [fault for one in thing for fault in of_object(one)]
    if not isinstance(thing, Dictionary | Stream):
        return ["canary"] if CANARY in str(thing).encode() else []
    found = [f"has {key}" for key in FORBIDDEN if key in thing]
    if isinstance(thing, Stream):
        try:
            inside = thing.read_bytes(pikepdf.StreamDecodeLevel.generalized)
        except pikepdf.PdfError:
            inside = thing.read_raw_bytes()
        found += ["canary in a stream"] if CANARY in inside or b"Exif" in inside else []
    return found + [
        fault
        for _key, one in thing.items()
        if not getattr(one, "is_indirect", False)
        for fault in of_object(one)
    ]
