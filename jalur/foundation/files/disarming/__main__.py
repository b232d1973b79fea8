"""The program that opens what people send. On its input: what to do; on its output: what came of it, or a code of refusal.

{"sources": [path, …], "target": path, "limits": {…}}: one file is kept as what it is, several become one PDF in their order.
{"show": path, "page": number, "target": path, "limits": {…}}: a page of a PDF as a picture.
"""

import io
import json
import resource
import sys
from pathlib import Path
from typing import Any

from jalur.foundation.files.disarming import pdfs, pictures
from jalur.foundation.files.disarming.content import Refusal, type_of
from jalur.kit import child

ADDRESS_SPACE = 2 * 1024 * 1024 * 1024
DATA = 230 * 1024 * 1024
"""With the programs themselves that stays below 300 MB of memory."""
CPU_SECONDS = 30


def keep(order: dict[str, Any]) -> dict[str, Any]:
    sources, target, limits = [Path(one) for one in order["sources"]], Path(order["target"]), order["limits"]
    kinds = [type_of(source) for source in sources]
    if len(sources) > 1:
        return {"media_type": "application/pdf", "pages": joined(sources, kinds, target, limits)}
    if kinds == ["pdf"]:
        return {"media_type": "application/pdf", "pages": pdfs.disarm(sources[0], target, limits)}
    return {"media_type": pictures.redraw(sources[0], kinds[0], target, limits), "pages": 1}


def joined(sources: list[Path], kinds: list[str], target: Path, limits: dict[str, int]) -> int:
    """Photos and PDFs as one PDF, in their order."""
    made = pdfs.Pdf.new()
    for source, kind in zip(sources, kinds, strict=True):
        if kind == "pdf":
            pdfs.add_pages(made, source, limits)
            continue
        if len(made.pages) >= limits["pages"]:
            raise Refusal("pages")
        image, jpeg = pictures.upright(source, kind, limits), io.BytesIO()
        image.save(jpeg, "JPEG", quality=pictures.QUALITY)
        pdfs.add_picture(made, image, jpeg.getvalue())
    return pdfs.save(made, target)


def show(order: dict[str, Any]) -> dict[str, Any]:
    import pypdfium2  # only here: keeping a file does not draw its pages

    with pypdfium2.PdfDocument(order["show"]) as document:
        if not 1 <= order["page"] <= len(document):
            raise Refusal("unreadable")
        page = document[order["page"] - 1]
        scale = order["limits"]["shown_side"] / max(*page.get_size(), 1)
        page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB").save(
            order["target"], "JPEG", quality=pictures.QUALITY
        )
    return {"media_type": "image/jpeg"}


def answer_to(order: dict[str, Any]) -> dict[str, Any]:
    """What came of an order; whatever a file does to its reader is a refusal."""
    try:
        return show(order) if "show" in order else keep(order)
    except Refusal as refused:
        return {"refused": refused.code}
    except MemoryError:
        return {"refused": "inside"}
    except Exception:  # noqa: BLE001 - whatever the file is, nobody can read it
        return {"refused": "unreadable"}


def bound(limits: dict[str, int], seconds: int = CPU_SECONDS) -> None:
    child.bound(address_space=ADDRESS_SPACE, data=DATA, written=limits["written"])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def main() -> int:
    order = json.loads(sys.stdin.buffer.read())
    bound(order["limits"])
    sys.stdout.write(json.dumps(answer_to(order) | {"memory": child.most_memory()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
