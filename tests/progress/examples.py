from datetime import date
from types import SimpleNamespace
from typing import Any

from tests.access.example import Example, Write, about, change


def begun(side: SimpleNamespace, _member: Any) -> None:
    """The class runs."""
    change("intake", state="running", starts=date(2026, 1, 5))(side, None)


def one_part(side: SimpleNamespace) -> dict[str, str]:
    return {"number": side.intake.number, "item": side.programme.teaches.order_by("code").first().code}


def meets(side: SimpleNamespace, member: Any) -> None:
    """A meeting of the class that has no part yet."""
    from jalur.journey.training.models import Session

    begun(side, member)
    Session.objects.create(intake=side.intake, booking=side.booking)


OPENS = {
    "progress:class": about("intake", number="intake.number"),
    "progress:meetings": about("intake", number="intake.number"),
    "progress:mark_part": Example("intake", one_part),
    "progress:person": about("enrolment", pk="enrolment.pk"),
    "progress:mark_person": about("enrolment", pk="enrolment.pk"),
}
WRITES = {
    "progress:mark_part": Write({"level_0": "can", "note": "Contoh"}, before=begun),
    "progress:mark_person": Write({"level_0": "practising"}, before=begun),
    "progress:meetings": Write(lambda side: {"part_0": one_part(side)["item"]}, before=meets),
}
OWN_WORK = {"progress:mine"}
