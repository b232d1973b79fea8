"""Who pays a seat. The line's row is locked and its count kept with it: what is committed never exceeds what there is."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F

from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.funding import queries
from jalur.journey.funding.models import BudgetLine, Payment
from jalur.journey.funding.workflow import PAYMENT
from jalur.journey.training.models import Enrolment
from jalur.kit.database import refused_in_words


@deed
def commit(
    *,
    actor: Actor,
    seat: Enrolment,
    line: BudgetLine | None,
    amount: Decimal,
    today: date,
    ground: str = "",
) -> Payment:
    """Let a line, or without one the person herself, pay so much of a seat. Seat and line are locked: two at once never pay too much.

    Raises ValidationError where the line does not hold it, where the seat has its payers, or where the rule of the day forbids to
    charge her.
    """
    seats = lock(Enrolment, [seat.pk], related=("intake__programme__provider", "candidate__person"))
    lines = lock(BudgetLine, [line.pk]) if line else []
    payment = Payment(enrolment=seats[0], line=lines[0] if lines else None, amount=amount, ground=ground)
    with PAYMENT.step("commit", actor=actor, subject=payment, today=today):
        payment.full_clean()
        if payment.line is not None:
            with refused_in_words(BudgetLine):
                BudgetLine.objects.filter(pk=payment.line.pk).update(committed=F("committed") + amount)
    return payment


@deed
def commit_many(
    *, actor: Actor, seats: Sequence[Enrolment], line: BudgetLine, today: date, ground: str = ""
) -> list[Payment]:
    """A whole class at once: what of each seat has no payer yet, all of them or none; seats that are settled are left out."""
    locked = lock(Enrolment, [seat.pk for seat in seats], related=("intake", "candidate__person"))
    owing = [(seat, rest) for seat in locked if (rest := queries.rest_of(seat))]
    return [
        commit(actor=actor, seat=seat, line=line, amount=rest, today=today, ground=ground)
        for seat, rest in owing
    ]


def free(*, actor: Actor, payment: Payment, reason: str, today: date) -> Payment:
    """The money is there for another seat, and this one needs another payer."""
    with PAYMENT.step("free", actor=actor, subject=payment, reason=reason, today=today) as locked:
        _give_back([locked])
    return locked


def seats_given_back(actor: Actor, seats: Sequence[Any]) -> None:
    """What paid seats that are nobody's any more is free again; a consequence of the step around it."""
    rows = Payment.objects.filter(enrolment__in=seats).standing().order_by("pk")
    if not rows:
        return
    with PAYMENT.step_many("lose", actor=actor, subjects=rows) as lost:
        _give_back(lost)


def _give_back(payments: Sequence[Payment]) -> None:
    freed: dict[Any, Decimal] = {}
    for payment in payments:
        if payment.line_id:
            freed[payment.line_id] = freed.get(payment.line_id, Decimal(0)) + payment.amount
    for line in lock(BudgetLine, freed):
        BudgetLine.objects.filter(pk=line.pk).update(committed=F("committed") - freed[line.pk])
