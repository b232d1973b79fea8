from types import SimpleNamespace
from typing import Any

from tests.access.example import Write, about, call, change

OPENS = {
    "funding:line": about("budget_line", key="budget_line.key"),
    "funding:line_step/change": about("budget_line", key="budget_line.key"),
    "funding:of_class": about("", number="intake.number"),
    "funding:settle_class": about("", number="intake.number"),
    "funding:of_seat": about("enrolment", pk="enrolment.pk"),
    "funding:payment": about("payment", pk="payment.pk"),
    "funding:payment_step/free": about("payment", pk="payment.pk"),
    "funding:*": about("budget_line", key="budget_line.key"),
}
LINE = {
    "title": "Pelatihan bahasa",
    "number": "5.1.02",
    "source": "own",
    "year": "2026",
    "amount": "40.000.000",
    "valid_from": "2026-01-01",
    "valid_to": "2026-12-31",
}


def costly(side: SimpleNamespace, member: Any) -> None:
    """A seat of the class costs something, and nobody pays it yet."""
    change("intake", cost=2_000_000)(side, member)
    type(side.payment).objects.filter(pk=side.payment.pk).update(state="freed", free_reason="Contoh")


WRITES = {
    "funding:new": Write(LINE),
    "funding:line_step/change": Write({"title": "Pelatihan bahasa dan las"}),
    "funding:line_step/close": Write({"close_reason": "Contoh"}),
    "funding:settle_class": Write(
        lambda side: {"line": str(side.budget_line.pk)}, before=costly, by="hendra"
    ),
    "funding:of_seat": Write(
        lambda side: {"payer": str(side.budget_line.pk), "amount": "500.000"}, before=costly, by="hendra"
    ),
    "funding:payment_step/free": Write({"free_reason": "Contoh"}, by="hendra"),
}
CALLS = {
    "funding_show_line": call("budget_line", key="budget_line.key"),
}
SUBJECTS = {"funding:line": "budget_line", "funding:payment": "payment"}
