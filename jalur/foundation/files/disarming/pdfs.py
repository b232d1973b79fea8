"""PDFs written anew from what their pages look like: what acts by itself, hides a file or says where is not taken along."""

from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from jalur.foundation.files.disarming import streams
from jalur.foundation.files.disarming.content import Refusal

# All that a page needs to look as it does (ISO 32000-1, table 30); annotations are drawn into it before.
OF_A_PAGE = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/UserUnit", "/Group"}
)
NEVER = (
    "/AA", "/OpenAction", "/JS", "/JavaScript", "/EF", "/EmbeddedFiles", "/RichMediaContent", "/XFA", "/AF", "/Metadata",
    "/PieceInfo", "/OPI", "/Ref", "/Alternates", "/Measure", "/VP", "/PtData", "/GPTS", "/LGIDict", "/URI", "/Threads",
)  # fmt: skip
# Dictionaries of names that a page chooses itself: a font may be called JS.
OF_NAMES = frozenset(
    {"/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties"}
)
RESOLUTION = 150


def disarm(source: Path, target: Path, limits: dict[str, int]) -> int:
    """Write what the pages look like into a PDF of its own; gives how many. Refusal beyond the limits or with a password."""
    made = Pdf.new()
    add_pages(made, source, limits)
    return save(made, target)


def add_pages(made: Pdf, source: Path, limits: dict[str, int]) -> None:
    try:
        opened = Pdf.open(source, suppress_warnings=True)
    except pikepdf.PasswordError as locked:
        raise Refusal("encrypted") from locked
    with opened as pdf:
        if pdf.is_encrypted:
            raise Refusal("encrypted")
        count = len(pdf.pages)
        if not count:
            raise Refusal("unreadable")
        if len(made.pages) + count > limits["pages"]:
            raise Refusal("pages")
        draw_annotations(pdf)
        for page in pdf.pages:
            for key in set(page.keys()) - OF_A_PAGE:
                del page[key]
        made.pages.extend(pdf.pages)
        clean(made, limits)


def draw_annotations(pdf: Pdf) -> None:
    """What was filled into a form, signed or stamped becomes part of the page."""
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, Dictionary):
        if "/XFA" in form:
            del form["/XFA"]
        if any(_looks_like_nothing(one) for page in pdf.pages for one in page.obj.get("/Annots", ())):
            form["/NeedAppearances"] = True
    pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")


def _looks_like_nothing(annotation: Any) -> bool:
    """A field whose program left it to the reader to draw what was filled in."""
    return annotation.get("/Subtype") == Name.Widget and "/V" in annotation and "/AP" not in annotation


def save(made: Pdf, target: Path) -> int:
    # The same pages are the same file, whenever they come.
    made.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return len(made.pages)


def add_picture(made: Pdf, image: Any, jpeg: bytes) -> None:
    """A picture as a page of its own size on paper."""
    width, height = (side * 72 / RESOLUTION for side in image.size)
    made.add_blank_page(page_size=(width, height))
    page = made.pages[-1]
    drawn = Stream(made, jpeg)
    drawn.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=image.size[0],
        Height=image.size[1],
        ColorSpace=Name.DeviceGray if image.mode == "L" else Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    page.Resources = Dictionary(XObject=Dictionary(Picture=made.make_indirect(drawn)))
    page.Contents = Stream(made, f"{width} 0 0 {height} 0 0 cm /Picture Do".encode())


def clean(made: Pdf, limits: dict[str, int]) -> None:
    """Walk through everything that pages refer to, each thing once."""
    budget = streams.Budget(limits["unpacked"])
    waiting: list[tuple[Any, bool]] = [(page.obj, False) for page in made.pages]
    seen: set[tuple[int, int]] = set()
    while waiting:
        thing, holds_names = waiting.pop()
        if thing.is_indirect and thing.objgen in seen:
            continue
        seen.add(thing.objgen)
        if isinstance(thing, Array):
            waiting += [(one, False) for one in thing if isinstance(one, Array | Dictionary | Stream)]
            continue
        if not holds_names:
            _disarm_one(thing, limits, budget)
        waiting += [
            (value, key in OF_NAMES)
            for key, value in thing.items()
            if key != "/Parent" and isinstance(value, Array | Dictionary | Stream)
        ]


def _disarm_one(thing: Any, limits: dict[str, int], budget: streams.Budget) -> None:
    for key in NEVER:
        if key in thing:
            del thing[key]
    if not isinstance(thing, Stream):
        return
    if thing.get("/F") is not None:  # its bytes lie in another file
        raise Refusal("unreadable")
    if thing.get("/Subtype") == Name.PS or thing.get("/Subtype2") == Name.PS:
        thing.write(b"")
        return
    if thing.get("/Subtype") == Name.Image and _pixels(thing) > limits["pixels"]:
        raise Refusal("pixels")
    _bare(thing, budget)


def _pixels(image: Any) -> int:
    """Of one bit each eight count as one: a scan in black and white is large and light."""
    count = int(image.get("/Width", 0)) * int(image.get("/Height", 0))
    is_bits = image.get("/BitsPerComponent") == 1 or bool(image.get("/ImageMask", False))
    return count // 8 if is_bits else count


def _bare(stream: Any, budget: streams.Budget) -> None:
    """Count what the stream unpacks to; a photo in it loses what the camera wrote beside it."""
    given = stream.get("/Filter")
    filters = (
        [str(one) for one in given] if isinstance(given, Array) else [str(given)] if given is not None else []
    )
    if len(filters) > 3:
        raise Refusal("inside")
    raw, left = streams.peeled(stream.read_raw_bytes(), filters, budget)
    if len(left) != 1:
        return
    parameters = stream.get("/DecodeParms")
    if isinstance(parameters, Array):
        parameters = parameters[-1] if len(parameters) else None
    if left[0] in streams.JPEG:
        stream.write(streams.bare_jpeg(raw), filter=Name.DCTDecode, decode_parms=parameters)
    elif left[0] == "/JPXDecode":
        stream.write(streams.bare_jpeg2000(raw), filter=Name.JPXDecode)
