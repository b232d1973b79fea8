"""PDFs that nobody means well with, made by code."""

import io
import warnings
import zlib
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from tests.files.corpus import CANARY, SCRIPT, Hostile, exif_with_position, jpeg, zipped


def pdf(
    change: Callable[[Pdf, pikepdf.Page], object] = lambda made, page: None, pages: int = 1, **options
) -> bytes:
    made, target = Pdf.new(), io.BytesIO()
    for _ in range(pages):
        made.add_blank_page(page_size=(300, 200))
    change(made, made.pages[0])
    with warnings.catch_warnings(action="ignore"):  # of what is wrong on purpose
        if "encryption" not in options:
            options["compress_streams"], options["stream_decode_level"] = (
                False,
                pikepdf.StreamDecodeLevel.none,
            )
        made.save(target, **options)
    return target.getvalue()


def script(text: bytes = CANARY) -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(text.decode()))


ACTIONS = {
    "script": script(),
    "launch": Dictionary(S=Name.Launch, F=String(CANARY.decode() + ".exe")),
    "address": Dictionary(S=Name.URI, URI=String("http://" + CANARY.decode())),
    "send a form": Dictionary(S=Name.SubmitForm, F=String("http://" + CANARY.decode())),
    "read data": Dictionary(S=Name.ImportData, F=String(CANARY.decode())),
    "go elsewhere": Dictionary(S=Name.GoToR, F=String("\\\\" + CANARY.decode() + "\\a"), D=String("a")),
    "go inside": Dictionary(S=Name.GoToE, D=String(CANARY.decode())),
    "film": Dictionary(S=Name.Rendition, OP=0, JS=String(CANARY.decode())),
    "sound": Dictionary(S=Name.Sound, T=String(CANARY.decode())),
    "named": Dictionary(S=Name.Named, N=Name("/" + CANARY.decode())),
}


def put(holder, **values) -> None:
    for name, value in values.items():
        holder[f"/{name}"] = value


def annotation(kind: str, **more) -> Dictionary:
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name(f"/{kind}"),
        Rect=Array([0, 0, 9, 9]),
        Contents=String(CANARY.decode()),
        **more,
    )


def attached(made: Pdf) -> Dictionary:
    body = made.make_indirect(Stream(made, SCRIPT))
    return Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=Dictionary(F=body))


def acting() -> Iterator[Hostile]:
    """What does something by itself."""
    for name, action in ACTIONS.items():
        yield Hostile(
            f"on opening: {name}", pdf(lambda made, page, a=action: put(made.Root, OpenAction=a)), "kept"
        )
        yield Hostile(
            f"on showing a page: {name}",
            pdf(lambda made, page, a=action: put(page.obj, AA=Dictionary(O=a))),
            "kept",
        )
        yield Hostile(
            f"in a link: {name}",
            pdf(lambda made, page, a=action: put(page.obj, Annots=Array([annotation("Link", A=a)]))),
            "kept",
        )
        chained = Dictionary(S=Name.GoTo, D=Array([0]), Next=action)
        yield Hostile(
            f"after another: {name}",
            pdf(lambda made, page, a=chained: put(made.Root, AA=Dictionary(WC=a), OpenAction=a)),
            "kept",
        )
    yield Hostile(
        "named script",
        pdf(
            lambda made, page: put(
                made.Root, Names=Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script()])))
            )
        ),
        "kept",
    )


def carrying() -> Iterator[Hostile]:
    """What hides something, or says who and where."""
    yield Hostile(
        "attachment by name",
        pdf(
            lambda made, page: put(
                made.Root,
                Names=Dictionary(
                    EmbeddedFiles=Dictionary(Names=Array([String("a"), made.make_indirect(attached(made))]))
                ),
            )
        ),
        "kept",
    )
    yield Hostile(
        "attachment on a page",
        pdf(
            lambda made, page: put(page.obj, Annots=Array([annotation("FileAttachment", FS=attached(made))]))
        ),
        "kept",
    )
    yield Hostile(
        "associated file", pdf(lambda made, page: put(page.obj, AF=Array([attached(made)]))), "kept"
    )
    yield Hostile(
        "portfolio",
        pdf(lambda made, page: put(made.Root, Collection=Dictionary(D=String(CANARY.decode())))),
        "kept",
    )


def annotated() -> Iterator[Hostile]:
    for kind in (
        "RichMedia",
        "Screen",
        "Movie",
        "3D",
        "Sound",
        "Text",
        "Popup",
        "Stamp",
        "Widget",
        "Redact",
        "Watermark",
    ):
        yield Hostile(
            f"annotation {kind}",
            pdf(
                lambda made, page, k=kind: put(
                    page.obj, Annots=Array([made.make_indirect(annotation(k, AA=Dictionary(E=script())))])
                )
            ),
            "kept",
        )
    yield Hostile(
        "xfa form",
        pdf(
            lambda made, page: put(
                made.Root, AcroForm=Dictionary(Fields=Array(), XFA=made.make_indirect(Stream(made, SCRIPT)))
            )
        ),
        "kept",
    )
    yield Hostile(
        "form that calculates",
        pdf(
            lambda made, page: put(
                made.Root, AcroForm=Dictionary(Fields=Array(), CO=Array(), NeedAppearances=True, DR=script())
            )
        ),
        "kept",
    )
    yield Hostile(
        "metadata",
        pdf(
            lambda made, page: put(
                made.Root, Metadata=made.make_indirect(Stream(made, CANARY, Type=Name.Metadata))
            )
        ),
        "kept",
    )
    yield Hostile(
        "docinfo", pdf(lambda made, page: put(made.docinfo, Author=String(CANARY.decode()))), "kept"
    )
    yield Hostile(
        "position of a map",
        pdf(
            lambda made, page: put(
                page.obj,
                VP=Array([Dictionary(Measure=Dictionary(GPTS=Array([-7, 112]), N=String(CANARY.decode())))]),
            )
        ),
        "kept",
    )
    yield Hostile(
        "private data of a program",
        pdf(lambda made, page: put(page.obj, PieceInfo=Dictionary(A=String(CANARY.decode())))),
        "kept",
    )
    yield Hostile(
        "outline with a script",
        pdf(
            lambda made, page: put(
                made.Root, Outlines=Dictionary(First=Dictionary(Title=String(CANARY.decode()), A=script()))
            )
        ),
        "kept",
    )


def pictured() -> Iterator[Hostile]:
    """Pictures in pages, with what a camera or a program wrote beside them."""
    yield Hostile(
        "picture with position",
        pdf(lambda made, page: draws(made, page, jpeg(exif=exif_with_position()), Name.DCTDecode)),
        "kept",
    )
    yield Hostile(
        "picture with a script after it",
        pdf(lambda made, page: draws(made, page, jpeg() + SCRIPT, Name.DCTDecode)),
        "kept",
    )
    yield Hostile(
        "packed picture with position",
        pdf(
            lambda made, page: draws(
                made,
                page,
                zlib.compress(jpeg(exif=exif_with_position())),
                Array([Name.FlateDecode, Name.DCTDecode]),
            )
        ),
        "kept",
    )
    yield Hostile(
        "picture with metadata",
        pdf(
            lambda made, page: draws(
                made, page, jpeg(), Name.DCTDecode, Metadata=made.make_indirect(Stream(made, CANARY))
            )
        ),
        "kept",
    )
    yield Hostile(
        "postscript",
        pdf(
            lambda made, page: put(
                page.obj,
                Resources=Dictionary(
                    XObject=Dictionary(A=made.make_indirect(Stream(made, CANARY, Subtype=Name.PS)))
                ),
            )
        ),
        "kept",
    )
    yield Hostile(
        "picture from another file",
        pdf(lambda made, page: draws(made, page, b"", Name.DCTDecode, F=String("/etc/passwd"))),
        "unreadable",
    )


def draws(made: Pdf, page: pikepdf.Page, content: bytes, filters, **more) -> None:
    image = Stream(made, content)
    image.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=64,
        Height=48,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        **more,
    )
    image.write(content, filter=filters)
    page.obj.Resources = Dictionary(XObject=Dictionary(Im=made.make_indirect(image)))
    page.obj.Contents = Stream(made, b"200 0 0 100 0 0 cm /Im Do")


def breaking() -> Iterator[Hostile]:
    """What breaks its reader."""
    for revision, password in ((2, "x"), (3, "x"), (4, ""), (6, "x"), (6, "")):
        sealed = pikepdf.Encryption(
            owner="o", user=password, R=revision, aes=revision >= 4, metadata=revision >= 4
        )
        yield Hostile(
            f"locked {revision} {password!r}", pdf(encryption=sealed, force_version="2.0"), "encrypted"
        )
    yield Hostile("51 pages", pdf(pages=51), "pages")
    yield Hostile("10,000 pages", pdf(pages=10_000), "pages")
    yield Hostile("no page", saved_empty(), "unreadable")
    packer = zlib.compressobj()
    packed = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(250)) + packer.flush()
    yield Hostile(
        "packed bomb", pdf(lambda made, page: contents(made, page, packed, Name.FlateDecode)), "inside"
    )
    yield Hostile(
        "bomb in a bomb",
        pdf(
            lambda made, page: contents(
                made, page, zlib.compress(packed), Array([Name.FlateDecode, Name.FlateDecode])
            )
        ),
        "inside",
    )
    yield Hostile(
        "run-length bomb",
        pdf(lambda made, page: contents(made, page, b"\x81\x00" * 2_000_000, Name.RunLengthDecode)),
        "inside",
    )
    yield Hostile(
        "five filters",
        pdf(lambda made, page: contents(made, page, b">", Array([Name.ASCIIHexDecode] * 5))),
        "inside",
    )
    yield Hostile("bomb of hundred streams", pdf(many_bombs), "inside")
    yield Hostile("pixel flood in a pdf", pdf(draws_large), "pixels")
    yield Hostile("pdf of its mark", b"%PDF-1.7\n" + CANARY, "unreadable")
    yield Hostile("pdf cut off", pdf(pages=3)[:300], "either")
    yield Hostile("pdf and zip", pdf() + zipped("a.js"), "either")
    yield Hostile("pdf and script", pdf() + SCRIPT, "either")
    yield Hostile("pages in a circle", circle(), "either")
    yield Hostile(
        "deeply nested",
        b"%PDF-1.7\n1 0 obj\n" + b"[" * 100_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        "unreadable",
    )
    yield Hostile(
        "half a jpeg in a pdf",
        pdf(lambda made, page: draws(made, page, jpeg()[:200], Name.DCTDecode)),
        "unreadable",
    )


def saved_empty() -> bytes:
    target = io.BytesIO()
    Pdf.new().save(target)
    return target.getvalue()


def contents(made: Pdf, page: pikepdf.Page, content: bytes, filters) -> None:
    stream = Stream(made, b"")
    stream.write(content, filter=filters)
    page.obj.Contents = made.make_indirect(stream)


def many_bombs(made: Pdf, page: pikepdf.Page) -> None:
    packed, streams = zlib.compress(bytes(3 * 1024 * 1024)), Array()
    for _ in range(100):
        stream = Stream(made, b"")
        stream.write(packed, filter=Name.FlateDecode)
        streams.append(made.make_indirect(stream))
    page.obj.Contents = streams


def draws_large(made: Pdf, page: pikepdf.Page) -> None:
    draws(made, page, b"\x00", Name.CCITTFaxDecode)
    image = page.obj.Resources.XObject.Im
    image.Width, image.Height = 100_000, 100_000


def circle() -> bytes:
    body = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>endobj\n"
    return body + b"trailer<</Root 1 0 R>>\n%%EOF"


def hostile_pdfs() -> list[Hostile]:
    return [*acting(), *carrying(), *annotated(), *pictured(), *breaking()]
