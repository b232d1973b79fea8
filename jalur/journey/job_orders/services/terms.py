"""What the work of an order is like, and what the way to it costs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jalur.foundation.accounts.access import Actor
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
    for order in orders:
        charged = [cost.item for cost in costs.get(order.number, ()) if cost.payer == Payer.WORKER]
        if charged and (refused := guards.charges_worker(order, charged, today)):
            raise refused
        rows += [
            OrderCost(order=order, item_id=cost.item, payer=cost.payer, amount=cost.amount)
            for cost in costs.get(order.number, ())
        ]
    OrderCost.objects.bulk_create(rows, batch_size=5000)


def set_terms(*, actor: Actor, order: JobOrder, costs: Iterable[Cost] = (), today: date) -> JobOrder:
    """Make the working conditions of a draft as given; `costs` takes the place of what stood.

    Refused is what a rule of the day lets nobody charge the worker for.
    """
    with ORDER.step("terms", actor=actor, subject=order, today=today) as locked:
        wanted = {cost.item: cost for cost in costs}
        standing = queries.costs_of(locked)
        stood = {cost.item_id: Cost(cost.item_id, cost.payer, cost.amount) for cost in standing}
        if not locked.take_over(order) and wanted == stood:
            raise UnchangedError
        charged = [cost.item for cost in wanted.values() if cost.payer == Payer.WORKER]
        if refused := guards.charges_worker(locked, charged, today):
            raise refused
        locked.full_clean()
        OrderCost.objects.filter(order=locked).exclude(item__in=wanted).delete()
        for cost in wanted.values():
            if stood.get(cost.item) != cost:
                row, _is_new = OrderCost.objects.update_or_create(
                    order=locked, item_id=cost.item, defaults={"payer": cost.payer, "amount": cost.amount}
                )
                row.full_clean()
    return locked
