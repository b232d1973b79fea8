"""Orders that changed after they were verified: one as the mission agreed, one that waits for it, one whose time is over."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from demo import papers
from demo.country import TODAY
from jalur.foundation.accounts.access import SYSTEM, Actor
from jalur.foundation.files.door import accept
from jalur.journey.job_orders import queries, services
from jalur.journey.job_orders.models import JobOrder, State
from jalur.journey.job_orders.services import Cost

AGREED: Mapping[str, Any] = {"title": "Juru las FCAW galangan (contoh)", "rest_days": 2, "weekly_hours": 40}


def load(company: Actor, mission: Actor) -> None:
    """Through the services, as Bu Lestari and Bu Ratna would."""
    orders = list(
        JobOrder.objects.filter(
            company=company.organisation_id, destination=mission.country, state=State.OPEN
        ).order_by("-ready_by", "number")[:2]
    )
    if len(orders) < 2:
        raise RuntimeError("the example country has too few open orders of this company for changes")
    agreed, waiting = orders
    services.attach_papers(
        actor=company, order=agreed, letter=accept([papers.contract(agreed.employer.name)])
    )
    amend(company, agreed, "Pemberi kerja memberi dua hari libur (contoh)", **AGREED)
    version = queries.waiting_version(agreed)
    assert version is not None
    services.agree_to_version(actor=mission, version=version, today=TODAY)
    amend(
        company,
        waiting,
        "Nilai tukar berubah; pemberi kerja membayar lebih untuk lembur (contoh)",
        monthly_pay=waiting.monthly_pay * Decimal("0.95"),
        overtime_pay=(waiting.overtime_pay or Decimal(10_000)) * 2,
    )
    over = past(agreed)
    services.open_many(actor=SYSTEM, orders=[over], paper="Daftar perwakilan (contoh)", today=TODAY)
    services.expire_order(actor=SYSTEM, order=over, today=TODAY)


def past(like: JobOrder) -> JobOrder:
    """An order of the same employer whose last day was yesterday."""
    return JobOrder(
        employer=like.employer,
        company=like.company,
        partner=like.partner,
        route=like.route,
        occupation_id=like.occupation_id,
        title="Juru las pipa (contoh)",
        openings=5,
        ready_by=TODAY - timedelta(days=1),
        monthly_pay=like.monthly_pay,
        pay_currency=like.pay_currency,
        number="JO26-9901",
    )


def amend(actor: Actor, order: JobOrder, why: str, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(order, name, value)
    services.amend_order(
        actor=actor,
        order=order,
        requirements=queries.requirements_of(order),
        costs=[Cost(cost.item_id, cost.payer, cost.amount) for cost in queries.costs_of(order)],
        why=why,
        today=TODAY,
    )
