"""Reads about budget lines, who pays a seat, and what a graduate costs."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from jalur.foundation.accounts.access import Actor, narrow
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.models import CostRule
from jalur.journey.candidates.models import Candidate
from jalur.journey.funding.models import BudgetLine, Payment, PaymentState, Source, unsettled
from jalur.journey.funding.rights import Right
from jalur.journey.funding.rules import Cost, SeatCost, costs, rest
from jalur.journey.job_orders.models import Reservation
from jalur.journey.training.models import SEATED, Enrolment, EnrolmentQuerySet, EnrolmentState, Intake
from jalur.kit.database import lying_in

TRAINING = "PELATIHAN"
SOON = timedelta(days=14)
BY = ("programme", "centre", "source")
RESULTS = (EnrolmentState.COMPLETED, EnrolmentState.NOT_YET)


def rest_of(seat: Enrolment) -> Decimal:
    """What of a seat has no payer yet."""
    paid = Payment.objects.filter(enrolment=seat).standing().aggregate(paid=Sum("amount"))["paid"]
    return rest(seat.intake.cost, paid or Decimal(0))


def occupation_of(candidate: Candidate) -> str:
    """The work that a candidate is on her way to: of the opening that is held for her; "" while there is none."""
    held = Reservation.objects.filter(candidate=candidate, released_at=None)
    return held.values_list("order__occupation", flat=True).first() or ""


def forbids(candidate: Candidate, on: date) -> CostRule | None:
    """The rule of a day by which nobody may charge this candidate for training; None where none speaks."""
    occupation = occupation_of(candidate)
    if not occupation or rulebook.may_charge_worker(item=TRAINING, occupation=occupation, on=on) is not False:
        return None
    rows = CostRule.objects.in_force(on).filter(item=TRAINING, worker_may_pay=False)
    spoken = [
        rule
        for rule in rows.select_related("legal_source").order_by("id")
        if occupation.startswith(rule.occupation_id or "")
    ]
    return next(iter(spoken), None)


def may_charge(candidate: Candidate, on: date) -> bool | None:
    """Whether she may be charged for training; None where no rule speaks or her work is not known yet."""
    occupation = occupation_of(candidate)
    return rulebook.may_charge_worker(item=TRAINING, occupation=occupation, on=on) if occupation else None


def usable_lines(actor: Actor, on: date, intake: Intake | None = None) -> QuerySet[BudgetLine]:
    """The lines that the actor's institution may use on a day, for seats of a class."""
    mine = actor.organisation_id
    rows = BudgetLine.objects.usable(on)
    own = rows.filter(owner=mine)
    if intake is not None and intake.programme.provider_id == mine:
        own = own | rows.filter(used_by=mine)
    return own.order_by("-year", "number", "pk")


def seats_of(actor: Actor, intake: Intake) -> EnrolmentQuerySet:
    """The seats of a class whose payers the actor may see."""
    return narrow(Enrolment.objects.filter(intake=intake, state__in=SEATED), actor, Right.VIEW_PAYMENT)


def unpaid(actor: Actor, today: date) -> EnrolmentQuerySet:
    """Seats the actor settles, in classes that begin soon or have begun, of which not everything has a payer."""
    rows = unsettled(narrow(Enrolment.objects.all(), actor, Right.SETTLE_PAYMENT))
    return rows.filter(intake__starts__lte=today + SOON)


def used_by_class(line: BudgetLine) -> list[dict[str, Any]]:
    """Class by class what a line pays for: seats and money."""
    rows = Payment.objects.filter(line=line, state=PaymentState.COMMITTED).order_by()
    columns = (
        "enrolment__intake__number",
        "enrolment__intake__programme__title",
        "enrolment__intake__starts",
    )
    grouped = rows.values(*columns).annotate(seats=Count("enrolment", distinct=True), money=Sum("amount"))
    return list(grouped.order_by("enrolment__intake__starts", "enrolment__intake__number"))


def costs_by(
    actor: Actor, by: str, *, period: tuple[date, date], region: str = "", provider: Any = None
) -> list[Cost]:
    """What seats of classes that ended in a period cost, by programme, centre or source; those with results only.

    By source each payer's part is counted where it was paid from; what has no payer stands under its own row.
    """
    seats = narrow(Enrolment.objects.all(), actor, Right.VIEW_COSTS).filter(
        state__in=RESULTS, intake__ends__range=period
    )
    if region:
        seats = seats.filter(lying_in("intake__place__code", region))
    if provider is not None:
        seats = seats.filter(intake__programme__provider=provider)
    if by == "source":
        return _by_source(seats)
    key = "intake__programme" if by == "programme" else "intake__programme__provider"
    title = f"{key}__title" if by == "programme" else f"{key}__name"
    rows = seats.order_by("pk").values_list(key, title, "state", "intake__cost")
    return costs(
        SeatCost(pk, name, state == EnrolmentState.COMPLETED, None, cost) for pk, name, state, cost in rows
    )


NO_PAYER, HERSELF = "none", "herself"


def _by_source(seats: EnrolmentQuerySet) -> list[Cost]:
    found = {
        pk: (state == EnrolmentState.COMPLETED, cost)
        for pk, state, cost in seats.values_list("pk", "state", "intake__cost").order_by("pk")
    }
    paid = Payment.objects.filter(enrolment__in=seats.order_by().values("pk")).standing().order_by("pk")
    return costs(_parts(found, paid.values_list("enrolment", "line__source", "amount")))


def _parts(
    seats: dict[Any, tuple[bool, Decimal]], paid: Iterable[tuple[Any, str | None, Decimal]]
) -> Iterable[SeatCost]:
    rest_by_seat = {pk: cost for pk, (_completed, cost) in seats.items()}
    for pk, source, amount in paid:
        rest_by_seat[pk] -= amount
        key = source or HERSELF
        yield SeatCost(key, key, seats[pk][0], None, amount)
    for pk, left in rest_by_seat.items():
        if left > 0:
            yield SeatCost(NO_PAYER, NO_PAYER, seats[pk][0], None, left)


SOURCES = dict(Source.choices)
