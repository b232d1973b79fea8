"""The program that sets letters as PDF. On its input: {"orders": [{"template": path below jalur/, "letter": {…}}]}; on its output
{"sheets": [{"pdf": base64, "pages": number}]} in that order, or {"refused": sign} for one that no font here can show.

Values are handed over as data (`sys.inputs`): whatever stands in them is shown and never run.
"""

import base64
import io
import json
import os
import re
import resource
import sys
from datetime import UTC, datetime
from typing import Any

from jalur.kit import child

ADDRESS_SPACE = 1024 * 1024 * 1024
DATA = 300 * 1024 * 1024
CPU_SECONDS = 60
JALUR = child.ROOT / "jalur"
# Of an archive and for whoever reads aloud; typst refuses what would be neither.
STANDARDS = ["a-2a", "ua-1"]
UNSHOWABLE = re.compile(r'the (?:text|PDF contains the codepoint) `"(.+?)"`')


class UnshowableError(Exception):
    """A sign that no font here has."""


def picture_of(address: str) -> str:
    """The QR code of an address, as a drawing."""
    import segno

    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawing, kind="svg", border=1)
    return drawing.getvalue().decode()


def set_letter(order: dict[str, Any]) -> dict[str, Any]:
    import pypdfium2
    import typst

    letter = order["letter"]
    picture = picture_of(letter["code_address"]) if letter["code"] else ""
    try:
        pdf = typst.compile(
            str(JALUR / order["template"]),
            root=str(JALUR),
            sys_inputs={"letter": json.dumps({**letter, "code_picture": picture})},
            pdf_standards=order.get("standards", STANDARDS),
            ignore_system_fonts=True,
            timestamp=datetime(*letter["day"], tzinfo=UTC),
        )
    except typst.TypstError as failure:
        if found := UNSHOWABLE.search(str(failure)):
            raise UnshowableError(found[1]) from failure
        raise
    with pypdfium2.PdfDocument(pdf) as document:
        return {"pdf": base64.b64encode(pdf).decode(), "pages": len(document)}


def main() -> None:
    child.bound(address_space=ADDRESS_SPACE, data=DATA)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    os.environ["RAYON_NUM_THREADS"] = "1"  # a thread for every core maps memory for nothing
    try:
        answer: dict[str, Any] = {"sheets": [set_letter(one) for one in json.load(sys.stdin)["orders"]]}
    except UnshowableError as sign:
        answer = {"refused": str(sign)}
    json.dump({**answer, "memory": child.most_memory()}, sys.stdout)


if __name__ == "__main__":
    main()
