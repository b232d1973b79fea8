"""The forms of an assessment as one file, in the order of practice."""

from datetime import date
from typing import Any

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import services as history
from jalur.foundation.letters import press
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.locks import deed
from jalur.journey.certification.models import Assessment, BlankDelivery
from jalur.journey.certification.rights import Right

TEMPLATE = "journey/certification/letters/assessment.typ"
STOCK = "journey/certification/letters/stock.typ"


@deed
def take_along(*, actor: Actor, assessment: Assessment, sheet: dict[str, Any], today: date) -> bytes:
    """The PDF, once it stands in the history that it left the house. sheet: what words.forms_of says."""
    access.check(actor, Right.PRINT_ASSESSMENT, assessment)
    person = assessment.candidate.person
    history.record(
        actor=actor,
        event="certification:assessment:taken_along",
        subject=assessment,
        person_id=person.pk,
        place=person.residence_id,
        detail={"number": assessment.code},
    )
    return _typeset(TEMPLATE, sheet, today)


def print_stock(*, actor: Actor, body: Organisation, sheet: dict[str, Any], today: date) -> bytes:
    """The stock of blanks on paper; it names nobody and changes nothing. sheet: what words.stock_of says."""
    access.check(actor, Right.KEEP_BLANK, BlankDelivery(body=body))
    return _typeset(STOCK, sheet, today)


def typeset_forms(sheet: dict[str, Any], today: date) -> bytes:
    """Forms as one PDF."""
    return _typeset(TEMPLATE, sheet, today)


def _typeset(template: str, sheet: dict[str, Any], today: date) -> bytes:
    letter = {
        "language": "id",
        "day": [today.year, today.month, today.day],
        "code": "",
        "values": press.seen(sheet),
    }
    (made,) = press.typeset([{"template": template, "letter": letter}])
    return made.pdf
