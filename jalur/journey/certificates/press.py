"""The paper of a certificate and its square picture."""

import io
from typing import Any

import segno

from jalur.foundation.letters import press

TEMPLATE = "journey/certificates/letters/certificate.typ"


def paper(sheet: dict[str, Any], badge: str) -> bytes:
    """The PDF of a sheet, with the signed Open Badge in it as a file: whoever drops it on the page of checks has it read."""
    order = {
        "template": TEMPLATE,
        "letter": press.seen({**sheet, "badge": badge}),
        "standards": ["a-3a", "ua-1"],
    }
    (made,) = press.typeset([order])
    return made.pdf


def picture(text: str) -> bytes:
    """The square picture as SVG, large enough to be printed; its text stands in it too, so that the file itself is read."""
    drawing = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawing, kind="svg", border=4, scale=6, desc=text)
    return drawing.getvalue()
