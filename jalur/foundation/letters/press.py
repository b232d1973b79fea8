"""From a row and what was answered to the sheet of a letter, and from sheets to PDF by a program of its own (typesetting)."""

import base64
import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from jalur.foundation.letters import rules
from jalur.foundation.letters.kinds import LetterKind, Words
from jalur.foundation.letters.models import Acts, Letterhead, Nature, Signatory
from jalur.kit import child, formats
from jalur.kit.refusals import refusal
from jalur.kit.signs import is_control, is_invisible

PROGRAM = "jalur.foundation.letters.typesetting"
SECONDS = 90
PROPOSED = {Acts.ACTING: "Plt. ", Acts.DAILY: "Plh. "}


@dataclass(frozen=True)
class Sheet:
    pdf: bytes
    pages: int


def written_number(head: Letterhead, serial: int, day: date) -> str:
    return rules.number_of(
        head.number_form, serial=serial, digits=head.digits, unit=head.unit, code=head.code, day=day
    )


def worded(kind: LetterKind[Any], owner: Any, answers: Mapping[str, Any], language: str) -> Words:
    """What a letter says of a row, in its own language whatever the screen's is."""
    with translation.override(language):
        return kind.words(owner, answers)


def example_words(kind: LetterKind[Any], language: str) -> Words:
    with translation.override(language):
        return kind.example()


def sheet(
    kind: LetterKind[Any],
    words: Words,
    head: Letterhead,
    signatory: Signatory,
    *,
    number: str,
    day: date,
    answers: Mapping[str, Any],
    language: str,
    code: str = "",
    check_page: str = "",
    is_example: bool = False,
) -> dict[str, Any]:
    """Everything that stands on a letter, as data for its template. check_page: the address at which its code is checked."""
    with translation.override(language):
        letter = {
            "language": language,
            "is_example": is_example,
            "day": [day.year, day.month, day.day],
            "head": {
                "above": [head.above] if head.above else [],
                "name": head.name,
                "below": [line for line in (head.address, head.contact) if line],
            },
            "number": number,
            "nature": str(Nature(answers.get("nature") or Nature.ORDINARY).label).capitalize(),
            "enclosure": answers.get("enclosure") or "–",
            "subject": words.subject,
            "recipient": list(words.recipient),
            "place_and_day": f"{head.town}, {formats.day(day)}",
            "signatory": signature(signatory),
            "copies": (answers.get("copies") or "").splitlines(),
            "code": rules.written_code(code),
            "check_address": check_page.partition("://")[2],
            "code_address": f"{check_page}?code={code}",
            "values": dict(words.values),
        }
    return {"template": kind.template, "letter": seen(letter)}


def signature(signatory: Signatory) -> dict[str, Any]:
    """What stands above and below the name of who signs."""
    post = f"{PROPOSED.get(Acts(signatory.acts), '')}{signatory.position},"
    acts = [post]
    if signatory.acts == Acts.ON_BEHALF:
        acts = [f"a.n. {signatory.superior}", post]
    if signatory.acts == Acts.FOR_HIM:
        acts = [f"a.n. {signatory.superior}", signatory.between, "u.b.", post]
    return {
        "acts": acts,
        "position": signatory.position,
        "name": signatory.name,
        "grade": signatory.grade,
        "nip": rules.written_nip(signatory.nip),
    }


def seen(value: Any) -> Any:
    """The same with nothing in its texts that nobody sees: a sign of direction would turn a line around."""
    if isinstance(value, str):
        return "".join(sign for sign in value if not (is_invisible(sign) or is_control(sign)))
    if isinstance(value, Mapping):
        return {name: seen(one) for name, one in value.items()}
    return [seen(one) for one in value] if isinstance(value, list | tuple) else value


def typeset(orders: Sequence[dict[str, Any]]) -> list[Sheet]:
    """The sheets as PDF, in their order. ValidationError for a sign that no font has, or when it takes too long or too much."""
    too_much = refusal("letter", "inside", _("The letter could not be set. Shorten its texts and try again."))
    try:
        answered = child.run(PROGRAM, content=json.dumps({"orders": orders}).encode(), seconds=SECONDS)
    except subprocess.TimeoutExpired as slow:
        raise too_much from slow
    if answered.returncode != 0:
        raise too_much
    answer = json.loads(answered.stdout)
    if sign := answer.get("refused"):
        sentence = _("No font here has the sign “%(sign)s”. Write it in Latin letters.")
        raise refusal("letter", "sign", sentence % {"sign": sign})
    return [Sheet(base64.b64decode(one["pdf"]), one["pages"]) for one in answer["sheets"]]
