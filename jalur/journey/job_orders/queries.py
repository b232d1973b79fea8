"""Reads about job orders that other rooms use too."""

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import polars as pl
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    DecimalField,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, NullIf, RowNumber

from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies import rules as competency_rules
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook import rules as rulebook_rules
from jalur.foundation.rulebook.models import CostItem, OrderCheckDuty, OrderCheckKind
from jalur.journey.candidates import queries as candidates
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders import rules
from jalur.journey.job_orders.models import (
    CHANGEABLE,
    PUBLISHED,
    CloseReason,
    JobOrder,
    JobOrderQuerySet,
    OrderCheck,
    OrderCost,
    OrderRequirement,
    OrderVersion,
    Payer,
    Reservation,
    State,
    left_of,
)
from jalur.kit import dates
from jalur.kit.dates import completed_years
from jalur.kit.frames import frame

FEWEST_PAYS = 5
MOST_SHOWN = 12


def requirements_of(order: JobOrder) -> frozenset[str]:
    """The competency codes that an order asks for."""
    rows = OrderRequirement.objects.filter(order=order)
    return frozenset(rows.values_list("competency_id", flat=True))


def cost_items() -> dict[int, CostItem]:
    """What can cost something on the way to a job, counted from one in its order."""
    return dict(enumerate(CostItem.objects.order_by("position", "code"), start=1))


def costs_of(order: JobOrder) -> list[OrderCost]:
    """What is paid on the way to an order, in the order of the items."""
    return list(order.costs.select_related("item").order_by("item__position", "pk"))


def obstacles_of(order: JobOrder, candidate: Candidate) -> list[str]:
    """Why a candidate cannot take an opening of an order, as codes of `rules.obstacles`."""
    wishes = candidate.wishes.values_list("country_id", flat=True)
    return rules.obstacles(
        order.limits,
        age=completed_years(candidate.person.birth_date, order.ready_by),
        sex=candidate.person.sex,
        education=candidate.education,
        destination=order.destination_id,
        wishes=None if candidate.any_destination else frozenset(wishes),
    )


def lacking(order: JobOrder, candidate: Candidate, on: date) -> list[str]:
    """The competency codes that an order asks for and the candidate does not show on a day."""
    held, asked = candidates.counting_codes(candidate, on), sorted(requirements_of(order))
    return competency_rules.missing(asked, held, competencies.implications())


def said_of(
    order: JobOrder,
    requirements: Iterable[str] | None = None,
    costs: Mapping[str, tuple[str, Decimal | None]] | None = None,
) -> dict[str, Any]:
    """What an order says of everything that a version can change, as a version keeps it; of one in memory, with what it does not hold."""
    codes = requirements_of(order) if requirements is None else requirements
    if costs is None:
        costs = {cost.item_id: (cost.payer, cost.amount) for cost in costs_of(order)}
    said = {name: _kept(getattr(order, JobOrder._meta.get_field(name).attname)) for name in CHANGEABLE}
    paid = {item: [payer, _kept(amount)] for item, (payer, amount) in sorted(costs.items())}
    return {**said, "requirements": sorted(codes), "costs": paid}


def _kept(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def become(order: JobOrder, said: Mapping[str, Any]) -> JobOrder:
    """The order, in memory, with what a version says of its fields."""
    for name in CHANGEABLE:
        if name in said:
            field = JobOrder._meta.get_field(name)
            target = field.target_field if field.is_relation else field
            setattr(order, field.attname, target.to_python(said[name]))
    return order


def as_asked(version: OrderVersion) -> tuple[JobOrder, frozenset[str]]:
    """The order as a version would make it, in memory, and the competency codes it would ask for."""
    order, said = become(copy(version.order), version.after), version.after
    codes = frozenset(said["requirements"]) if "requirements" in said else requirements_of(version.order)
    return order, codes


@dataclass(frozen=True)
class Holders:
    """Of those who hold an opening of an order: how many, how many its limits would no longer take, how many would lack a competency
    that they do not lack now."""

    count: int = 0
    not_taken: int = 0
    lacking: int = 0


def holders_under(version: OrderVersion, on: date) -> Holders:
    """Whom a version would leave with an opening that no longer fits; nobody loses it by that."""
    order, codes = as_asked(version)
    new = codes - requirements_of(version.order)
    held = Reservation.objects.held().filter(order=order).select_related("candidate__person")
    rows = [one.candidate for one in held.order_by("pk")]

    def is_taken(limits: competency_rules.Limits, ready_by: date, one: Candidate) -> bool:
        age = completed_years(one.person.birth_date, ready_by)
        return not competency_rules.obstacles(limits, age=age, sex=one.person.sex, education=one.education)

    before = version.order
    gone = [
        one
        for one in rows
        if is_taken(before.limits, before.ready_by, one) and not is_taken(order.limits, order.ready_by, one)
    ]
    implied, lacking = competencies.implications() if new else {}, 0
    for one in rows if new else ():
        held_codes = candidates.counting_codes(one, on)
        lacking += bool(competency_rules.missing(sorted(new), held_codes, implied))
    return Holders(len(rows), len(gone), lacking)


def waiting_version(order: JobOrder) -> OrderVersion | None:
    """What is to change of an order and waits for the attaché."""
    return OrderVersion.objects.waiting().filter(order=order).first()


def requirements_of_many(orders: Iterable[JobOrder]) -> dict[UUID, frozenset[str]]:
    """Order → the competency codes it asks for; an order that asks for none is not among them."""
    found: dict[UUID, set[str]] = {}
    rows = OrderRequirement.objects.filter(order__in=[order.pk for order in orders])
    for order, code in rows.values_list("order_id", "competency_id"):
        found.setdefault(order, set()).add(code)
    return {order: frozenset(codes) for order, codes in found.items()}


def openings_asked(on: date, codes: Collection[str] | None = None) -> dict[str, int]:
    """Competency code → openings left, on orders still running on a day, that ask for it; of some codes or of all."""
    orders = JobOrder.objects.plannable(on)
    rows = (
        (orders if codes is None else orders.filter(requirements__in=codes))
        .values("requirements__code")
        .annotate(left=Sum(left_of()))
        .order_by("requirements__code")
    )
    return {row["requirements__code"]: row["left"] for row in rows if row["requirements__code"]}


def jobs_asking(codes: Collection[str], on: date, limit: int = 8) -> list[JobOrder]:
    """Jobs that ask for any of the codes, those that ask for most of them first: each the order for it that is due first.

    A job is a position in a country; `openings_left` are those of all its orders still running on a day.
    """
    job = {"partition_by": ("title", "destination")}
    order = (F("asked").desc(), "ready_by", "number")
    return list(
        JobOrder.objects.plannable(on)
        .filter(requirements__in=codes)
        .annotate(asked=Count("pk"))
        .annotate(
            openings_left=Window(Sum(left_of()), **job),
            place=Window(RowNumber(), order_by=order, **job),
        )
        .filter(place=1)
        .select_related("destination")
        # Many rows are sorted for the few that are shown.
        .only("title", "number", "ready_by", "destination__name_id", "destination__name_en")
        .order_by(*order)[:limit]
    )


def on_hold(candidates: Iterable[UUID]) -> set[UUID]:
    """Those of the candidates for whom an opening is held in an order that stands still."""
    held = Reservation.objects.held().filter(candidate__in=list(candidates), order__state=State.HELD)
    return set(held.values_list("candidate_id", flat=True))


def checks_asked(order: JobOrder, on: date) -> list[OrderCheckDuty]:
    """What has to be seen of an order before it opens, in the order in which a desk goes through it."""
    return checks_among(rulebook.order_checks(on), order, on)


def checks_among(duties: Iterable[OrderCheckDuty], order: JobOrder, on: date) -> list[OrderCheckDuty]:
    """Those of all duties of a day that are asked of an order."""
    return rulebook_rules.order_checks(
        duties,
        employer_type=order.employer.employer_type,
        route=order.route,
        kinds=OrderCheckKind.values,
        on=on,
    )


def kinds_seen(order: JobOrder) -> list[str]:
    """What has been seen of an order as it was sent last."""
    seen = set(OrderCheck.objects.counting(order).values_list("kind", flat=True))
    return [kind for kind in OrderCheckKind.values if kind in seen]


def usual_pay(currency: str, destination: str, on: date) -> Decimal | None:
    """The monthly pay in the middle of the published orders nearest to one: in its money to its destination, in its money, else
    in any money by the rates of the day. Five have to say it; None where they do not."""
    published = JobOrder.objects.filter(state__in=PUBLISHED)
    in_money = published.filter(pay_currency=currency)
    for orders in (in_money.filter(destination=destination), in_money):
        if (usual := _middle(orders, F("monthly_pay"))) is not None:
            return usual
    rates = rulebook.rupiah_of(on)
    if currency not in rates:
        return None
    usual = _middle(published.filter(pay_currency__in=rates), F("monthly_pay") * _rupiah(rates))
    return None if usual is None else round(usual / rates[currency])


@dataclass(frozen=True)
class Record:
    """What became of the orders of a company that were decided in the twelve months before a day, as they stand now.

    days_to_fill: from opening to filled, of orders that were closed as filled, the middle one.
    """

    verified: int
    refused: int
    false: int
    openings: int
    taken: int
    filled: int
    days_to_fill: int | None


def record_of(company: UUID, on: date) -> Record:
    since = dates.begins(on - timedelta(days=365))
    decided = JobOrder.objects.filter(company=company, decided_at__gte=since, decided_at__lte=dates.ends(on))
    was_verified, was_filled = Q(state__in=PUBLISHED), Q(close_reason=CloseReason.FILLED)
    found = decided.aggregate(
        verified=Count("pk", filter=was_verified),
        refused=Count("pk", filter=Q(state=State.REFUSED)),
        false=Count("pk", filter=Q(close_reason=CloseReason.FALSE)),
        openings=Sum("openings", filter=was_verified, default=0),
        taken=Sum("reserved", filter=was_verified, default=0),
    )
    took = sorted(
        (closed - opened).days
        for closed, opened in decided.filter(was_filled).values_list("closed_at", "decided_at")
    )
    middle = took[len(took) // 2] if len(took) >= FEWEST_PAYS else None
    return Record(**found, filled=len(took), days_to_fill=middle)


def worth_ticking(on: date) -> set[str]:
    """What a running order asks for, and what counts as that."""
    asked = frozenset(openings_asked(on))
    return {code for code, below in competencies.closure().items() if below & asked}


@dataclass(frozen=True)
class Reach:
    """Orders that lack as much: how many there are, and those of them that leave most of the pay, each with what is lacking."""

    count: int
    shown: list[tuple[JobOrder, list[str]]]


def within_reach(*, age: int, sex: str, education: int, held: Collection[str], on: date) -> list[Reach]:
    """Orders with openings left for somebody of this age on the day, sex and schooling: those of whose requirements nothing,
    one and more are lacking in what is held and what that counts as."""
    below, rates = competencies.closure(), rulebook.rupiah_of(on)
    reached = frozenset(held).union(*(below.get(code, ()) for code in held))
    asked = OrderRequirement.objects.filter(order=OuterRef("pk")).exclude(competency__in=reached)
    lacking = asked.order_by().values("order").annotate(count=Count("pk")).values("count")
    rows = (
        JobOrder.objects.plannable(on)
        .taking(youngest=age, oldest=age, sex=sex, education=education)
        .annotate(lacking=Coalesce(Subquery(lacking), Value(0)), kept=_left(rates))
        .order_by(F("kept").desc(nulls_last=True), "ready_by", "number")
        .values_list("pk", "lacking")
    )
    keys: list[list[UUID]] = [[], [], []]
    for key, count in rows:
        keys[min(count, 2)].append(key)
    shown = (
        JobOrder.objects.for_lists()
        .annotate(kept=_left(rates))
        .in_bulk([key for part in keys for key in part[:MOST_SHOWN]])
    )
    requirements = requirements_of_many(shown.values())

    def reach(part: list[UUID]) -> Reach:
        orders = [shown[key] for key in part[:MOST_SHOWN]]
        return Reach(
            len(part), [(one, sorted(requirements.get(one.pk, frozenset()) - reached)) for one in orders]
        )

    return [reach(part) for part in keys]


def keeping(orders: QuerySet[JobOrder], least: int, on: date) -> QuerySet[JobOrder]:
    """Orders of whose pay at least so much is left each month, in rupiah by the rates of the day: with the allowance, less what is
    taken off, less the worker's own costs spread over the contract (over a year where it has no length). What an order does not say
    counts as nothing; orders in money whose rate nobody knows are left out."""
    rates = rulebook.rupiah_of(on)
    return orders.filter(pay_currency__in=rates).alias(kept=_left(rates)).filter(kept__gte=least)


def _left(rates: Mapping[str, Decimal]) -> Combinable:
    """What is left of an order's pay each month, in rupiah by these rates; null in money without one."""
    own = OrderCost.objects.filter(order=OuterRef("pk"), payer=Payer.WORKER).order_by().values("order")
    costs = Coalesce(Subquery(own.annotate(sum=Sum("amount")).values("sum")), Value(Decimal(0)))
    pay = (
        F("monthly_pay")
        + Coalesce("allowance", Value(Decimal(0)))
        - Coalesce("deductions", Value(Decimal(0)))
    )
    return ExpressionWrapper(
        pay * _rupiah(rates) - costs / Coalesce("contract_months", Value(12)),
        DecimalField(max_digits=30, decimal_places=6),
    )


def _rupiah(rates: Mapping[str, Decimal]) -> Case:
    """What one unit of an order's money is, by these rates."""
    return Case(*(When(pay_currency=code, then=Value(rupiah)) for code, rupiah in sorted(rates.items())))


def _middle(orders: QuerySet[JobOrder], pay: Combinable) -> Decimal | None:
    count = orders.count()
    if count < FEWEST_PAYS:
        return None
    paid = ExpressionWrapper(pay, DecimalField(max_digits=30, decimal_places=6))
    return orders.order_by(paid, "pk").values_list(paid, flat=True)[count // 2]


def counts_by_state(orders: QuerySet[JobOrder]) -> dict[str, int]:
    """How many of the orders are in each state."""
    return dict(orders.order_by().values_list("state").annotate(count=Count("pk")))


def for_planning(on: date, orders: JobOrderQuerySet | None = None) -> pl.DataFrame:
    """Orders (all, or of some) with openings left and a deadline on or after the day, as the planner's `job_orders` table.

    One query.
    """
    rows = JobOrder.objects.all() if orders is None else orders
    text, number = pl.String(), pl.Int64()
    asked = OrderRequirement.objects.filter(order=OuterRef("pk")).order_by("competency")
    return frame(
        rows.plannable(on).order_by("number"),
        {
            "id": (text, "number"),
            "destination": (text, "destination_id"),
            "occupation": (text, "occupation_id"),
            "openings": (number, left_of()),
            "ready_by": (pl.Date(), "ready_by"),
            "requires": (pl.List(text), ArraySubquery(asked.values("competency"))),
            "min_age": (number, "min_age"),
            "max_age": (number, "max_age"),
            "sex": (text, NullIf("sex", Value(""))),
            "min_education": (number, "min_education"),
            "value": (pl.Float64(), Cast("value", FloatField())),
        },
    )


def openings_left(on: date) -> dict[tuple[str, str], int]:
    """(destination, occupation) → openings left on orders still running on a day."""
    rows = JobOrder.objects.plannable(on).order_by("destination", "occupation")
    counted = rows.values_list("destination", "occupation").annotate(left=Sum(left_of()))
    return {(destination, occupation): left for destination, occupation, left in counted}


def openings_that_came(
    *, destination: str, occupation: str, begins: date, ends: date, company: UUID | None = None
) -> int:
    """Openings of orders verified between two days, both included, and not found false; the occupation or any below it.

    company: of this company's orders alone.
    """
    came = JobOrder.objects.filter(
        state__in=PUBLISHED,
        destination=destination,
        occupation__code__startswith=occupation,
        decided_at__gte=dates.begins(begins),
        decided_at__lte=dates.ends(ends),
    ).exclude(close_reason=CloseReason.FALSE)
    if company is not None:
        came = came.filter(company=company)
    return int(came.aggregate(count=Sum("openings", default=0))["count"])
