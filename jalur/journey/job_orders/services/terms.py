"""What the work of an order is like, and what the way to it costs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from jalur.foundation.accounts.access import Actor
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.workflow.steps import UnchangedError
from jalur.journey.job_orders import guards, queries
from jalur.journey.job_orders.models import JobOrder, OrderCost, Payer
from jalur.journey.job_orders.workflow import ORDER


@dataclass(frozen=True)
class Cost:
    """One thing that is paid: code of the cost item, who pays (`Payer`), about how much in rupiah where it is known."""

    item: str
    payer: str
    amount: Decimal | None = None


def write_costs(orders: Iterable[JobOrder], costs: Mapping[str, Sequence[Cost]], today: date) -> None:
    """Costs of new orders by their numbers; part of the deed that wrote the orders."""
    rows = []
    uncharged = cache(lambda occupation: rulebook.uncharged(occupation, today))
    for order in orders:
        said = costs.get(order.number, ())
        charged = [cost.item for cost in said if cost.payer == Payer.WORKER]
        if charged and (refused := guards.charged_among(charged, uncharged(order.occupation_id))):
            raise refused
        rows += [_row(order, cost) for cost in said]
    OrderCost.objects.bulk_create(rows, batch_size=5000)


def set_terms(*, actor: Actor, order: JobOrder, costs: Iterable[Cost] = (), today: date) -> JobOrder:
    """Make the working conditions of a draft as given; `costs` takes the place of what stood.

    Refused is what a rule of the day lets nobody charge the worker for.
    """
    with ORDER.step("terms", actor=actor, subject=order, today=today) as locked:
        wanted = {cost.item: cost for cost in costs}
        standing = {row.item_id: row for row in queries.costs_of(locked)}
        stood = {item: Cost(item, row.payer, row.amount) for item, row in standing.items()}
        if not locked.take_over(order) and wanted == stood:
            raise UnchangedError
        _refuse_charges(locked, wanted.values(), today)
        locked.full_clean()
        changed = []
        for item, cost in wanted.items():
            if cost != stood.get(item):
                row = standing.get(item) or _row(locked, cost)
                row.payer, row.amount = cost.payer, cost.amount
                row.full_clean()
                changed.append(row)
        OrderCost.objects.filter(order=locked).exclude(item__in=wanted).delete()
        for row in changed:
            row.save()
    return locked


def _row(order: JobOrder, cost: Cost) -> OrderCost:
    return OrderCost(order=order, item_id=cost.item, payer=cost.payer, amount=cost.amount)


def _refuse_charges(order: JobOrder, costs: Iterable[Cost], today: date) -> None:
    charged = [cost.item for cost in costs if cost.payer == Payer.WORKER]
    if charged and (refused := guards.charges_worker(order, charged, today)):
        raise refused
