"""Orders of a list: drafts written and changed in a few statements, all or none. A list never sends an order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import services as history
from jalur.foundation.history.models import Event
from jalur.foundation.imports.kinds import Change
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.workflow.locks import deed
from jalur.journey.employers.services import register_employer
from jalur.journey.job_orders import queries
from jalur.journey.job_orders.models import OF_LISTS, JobOrder, OrderCost, OrderRequirement
from jalur.journey.job_orders.rights import Right
from jalur.journey.job_orders.services.orders import LOOKED_UP, complete, draw_number
from jalur.journey.job_orders.services.terms import Cost, write_costs
from jalur.journey.job_orders.workflow import ORDER
from jalur.kit.database import check_at_once, copy_in, refused_in_words
from jalur.kit.numbers import number_apart
from jalur.kit.refusals import in_row


@dataclass(frozen=True)
class Listed:
    """What a row says: an order that is not saved, of an employer that need not be either, competency codes, and cost item → who
    pays it."""

    order: JobOrder
    requirements: tuple[str, ...] = ()
    costs: Mapping[str, Cost] = field(default_factory=dict)


@deed
def draft_many(*, actor: Actor, rows: Sequence[Listed], today: date) -> list[JobOrder]:
    """Drafts in bulk, employers that are new registered with them; what is left empty is filled in as `draft_order` does.

    The law is read once. A row that is refused is named by its position.
    """
    check_at_once(but=Event._meta.get_field("cause"))
    law, orders, requirements = rulebook.law_of(today), [row.order for row in rows], []
    _register(actor, orders)
    number_apart(orders, JobOrder.objects.all(), draw_number)
    for position, row in enumerate(rows, start=1):
        order = row.order
        with in_row(position):
            order.employer_id, order.destination_id = order.employer.pk, order.employer.country_id
            order.taken_on_by(actor)
            for right in (Right.VIEW_DRAFT, Right.DRAFT_ORDER):
                access.check(actor, right, order)
            codes = complete(order, row.requirements, law)
            order.clean_fields(exclude=LOOKED_UP)
        requirements += [OrderRequirement(order=order, competency_id=code) for code in sorted(codes)]
    with refused_in_words(JobOrder):
        copy_in(orders)
    copy_in(requirements)
    write_costs(orders, {row.order.number: [*row.costs.values()] for row in rows}, today)
    subjects = [(order, None, "") for order in orders]
    history.record_many(actor=actor, event=ORDER.rows("draft")[0].event, subjects=subjects)
    return orders


@deed
def change_many(*, actor: Actor, rows: Sequence[Change[Listed]], today: date) -> list[JobOrder]:
    """Take over into drafts what the rows say otherwise, and nothing else of them. Refused when one is no draft any more."""
    said = {row.record.pk: row for row in rows}
    law, requirements = rulebook.law_of(today), {}
    asked = queries.requirements_of_many(row.record for row in rows)
    _register(actor, [row.entry.order for row in rows if "employer" in row.columns])
    with ORDER.step_many("change", actor=actor, subjects=[row.record for row in rows], today=today) as locked:
        check_at_once(but=Event._meta.get_field("cause"))
        for order in locked:
            row = said[order.pk]
            before = asked.get(order.pk, frozenset())
            for name in row.columns & {*OF_LISTS}:
                setattr(order, name, getattr(row.entry.order, name))
            order.destination_id = order.employer.country_id
            for right in (Right.VIEW_DRAFT, Right.DRAFT_ORDER):
                access.check(actor, right, order)
            codes = complete(order, row.entry.requirements if "requirements" in row.columns else before, law)
            order.clean_fields(exclude=LOOKED_UP)
            if codes != before:
                requirements[order] = codes
    _change_costs(locked, said, today)
    OrderRequirement.objects.filter(order__in=requirements).delete()
    OrderRequirement.objects.bulk_create(
        OrderRequirement(order=order, competency_id=code)
        for order, codes in requirements.items()
        for code in sorted(codes)
    )
    return locked


def _change_costs(orders: Sequence[JobOrder], said: Mapping[UUID, Change[Listed]], today: date) -> None:
    """Of each order the cost items of which the row says otherwise; the others stay."""
    paid = {}
    for order in orders:
        row = said[order.pk]
        costs = [cost for cost in row.entry.costs.values() if cost_key(cost.item) in row.columns]
        if costs:
            paid[order.number] = costs
            OrderCost.objects.filter(order=order, item__in=[cost.item for cost in costs]).delete()
    write_costs([order for order in orders if order.number in paid], paid, today)


def cost_key(item: str) -> str:
    """What the column of a cost item is called in a list."""
    return f"cost_{item.lower().replace('-', '_')}"


def _register(actor: Actor, orders: Iterable[JobOrder]) -> None:
    """Employers that are not saved yet, each once."""
    new = {order.employer.pk: order.employer for order in orders if order.employer._state.adding}
    for employer in new.values():
        register_employer(actor=actor, employer=employer)
