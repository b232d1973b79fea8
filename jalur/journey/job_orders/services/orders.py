"""Writing orders, from draft to closed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.history import services as history
from jalur.foundation.organisations import queries as organisations
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.queries import LawOfTheDay
from jalur.foundation.workflow.locks import atomic
from jalur.journey.job_orders import guards, rules
from jalur.journey.job_orders.models import (
    RELEASING,
    CloseReason,
    Employer,
    JobOrder,
    OrderRequirement,
    Reservation,
    State,
)
from jalur.journey.job_orders.rights import Right
from jalur.journey.job_orders.workflow import ORDER, RESERVATION
from jalur.kit.database import as_sentence
from jalur.kit.numbers import new_number
from jalur.kit.refusals import refusal

# In bulk the database checks these, not a query a row.
LOOKED_UP = (
    "employer",
    "company",
    "partner",
    "destination",
    "occupation",
    "standard",
    "destination_rule",
    "decided_by",
)
# What an order takes over from its details as it stands.
COPIED = (
    "employer",
    "company",
    "partner",
    "route",
    "occupation_id",
    "openings",
    "ready_by",
    "monthly_pay",
    "pay_currency",
    "min_age",
    "max_age",
    "sex",
    "min_education",
    "contract_months",
    "value",
)


@dataclass(frozen=True)
class OrderDetails:
    """What an order says. Empty limits and requirements are filled in from the law and the destination standard."""

    employer: Employer
    route: str
    occupation_id: str
    title: str
    openings: int
    ready_by: date
    monthly_pay: Decimal
    pay_currency: str
    company: Organisation | None = None
    partner: Organisation | None = None
    requirements: tuple[str, ...] = ()
    min_age: int | None = None
    max_age: int | None = None
    sex: str = ""
    min_education: int | None = None
    contract_months: int | None = None
    value: Decimal = Decimal(1)
    number: str = ""


def draft_order(*, actor: Actor, details: OrderDetails, today: date) -> JobOrder:
    """A new order as a draft. Refuses one that asks less than the law or the destination standard in force today."""
    order = JobOrder()
    _fill(order, details)
    with ORDER.step("draft", actor=actor, subject=order, today=today):
        requirements = _complete(order, details.requirements, rulebook.law_of(today))
        order.number = order.number or new_number(f"JO-{order.destination_id}")
        order.full_clean(exclude=["requirements"])
        _refuse_unknown(requirements)
    _write_requirements(order, requirements)
    return order


def change_draft(*, actor: Actor, order: JobOrder, details: OrderDetails, today: date) -> JobOrder:
    """Change an order that is still a draft."""
    with ORDER.step("change", actor=actor, subject=order, today=today) as locked:
        _fill(locked, details)
        requirements = _complete(locked, details.requirements, rulebook.law_of(today))
        locked.full_clean(exclude=["number", "requirements"])
        _write_requirements(locked, requirements)
    return locked


def submit_order(*, actor: Actor, order: JobOrder, today: date) -> JobOrder:
    """Send a draft to the attaché. The destination rule, the company's licence and the standard must hold today."""
    with ORDER.step("submit", actor=actor, subject=order, today=today) as locked:
        _rest_on_the_law(locked, rulebook.law_of(today))
        locked.submitted_at = timezone.now()
    return locked


def verify_order(*, actor: Actor, order: JobOrder, today: date) -> JobOrder:
    """The attaché vouches for the order; it opens. The law is applied again as it stands today."""
    with ORDER.step("verify", actor=actor, subject=order, today=today) as locked:
        _rest_on_the_law(locked, rulebook.law_of(today))
        locked.decided_at, locked.decided_by_id = timezone.now(), actor.user_id
    return locked


def refuse_order(*, actor: Actor, order: JobOrder, reason: str) -> JobOrder:
    """The attaché refuses the order and says why."""
    with ORDER.step("refuse", actor=actor, subject=order, reason=reason) as locked:
        locked.decided_at, locked.decided_by_id = timezone.now(), actor.user_id
    return locked


def revise_order(*, actor: Actor, order: JobOrder) -> JobOrder:
    """Take a refused order back as a draft, to be changed and submitted again."""
    with ORDER.step("revise", actor=actor, subject=order) as locked:
        locked.refusal_reason = ""
        locked.decided_at = locked.decided_by_id = locked.submitted_at = None
    return locked


def close_order(*, actor: Actor, order: JobOrder, reason: str) -> JobOrder:
    """Close an open order. When there is no job to go to any more, openings held are given back, each recorded."""
    with ORDER.step("close", actor=actor, subject=order, reason=reason) as locked:
        locked.closed_at = timezone.now()
        if reason in RELEASING:
            held = Reservation.objects.held().filter(order=locked)
            with RESERVATION.step_many("lose", actor=actor, subjects=held) as lost:
                for reservation in lost:
                    reservation.release_reason = str(CloseReason(reason).label)
            locked.reserved = 0
    return locked


@atomic()
def open_many(*, actor: Actor, many: Sequence[OrderDetails], today: date) -> list[JobOrder]:
    """Verified orders in bulk, open at once: for a mission's list and the example country. All or nothing.

    The law is read once. A row that it refuses is named by its position in the sentence.
    """
    law = rulebook.law_of(today)
    companies = [details.company.pk for details in many if details.company]
    licences = organisations.licences_of(companies, today)
    orders, requirements = [], []
    for position, details in enumerate(many, start=1):
        order = JobOrder(state=State.OPEN, submitted_at=timezone.now(), decided_at=timezone.now())
        order.decided_by_id = actor.user_id
        _fill(order, details)
        access.check(actor, Right.VERIFY_ORDER, order)
        try:
            codes = _complete(order, details.requirements, law)
            if refused := guards.against_the_law(order, codes, law, licences):
                raise refused
            _rest_on_the_law(order, law)
            order.number = order.number or new_number(f"JO-{order.destination_id}")
            order.clean_fields(exclude=LOOKED_UP)
        except ValidationError as refused:
            sentence = _("Row %(row)s: %(said)s")
            said = "; ".join(refused.messages)
            raise ValidationError(sentence % {"row": position, "said": said}) from refused
        orders.append(order)
        requirements.append(codes)
    try:
        with transaction.atomic():
            JobOrder.objects.bulk_create(orders, batch_size=1000)
    except IntegrityError as failure:
        raise as_sentence(failure, JobOrder) from failure
    OrderRequirement.objects.bulk_create(
        (
            OrderRequirement(order=order, competency_id=code)
            for order, codes in zip(orders, requirements, strict=True)
            for code in sorted(codes)
        ),
        batch_size=5000,
    )
    history.record_many(
        actor=actor, event="job_orders:order:verified", subjects=[(order, None, "") for order in orders]
    )
    return orders


def _fill(order: JobOrder, details: OrderDetails) -> None:
    for name in COPIED:
        setattr(order, name, getattr(details, name))
    order.destination_id = details.employer.country_id
    order.title = details.title.strip()
    order.number = order.number or details.number


def _complete(order: JobOrder, requirements: Iterable[str], law: LawOfTheDay) -> frozenset[str]:
    """Fill what was left empty from law and standard, and refuse what asks less; gives the requirements."""
    least = law.least(**order.case)
    asked = rules.at_least(order.asks(frozenset(requirements)), least)
    order.min_age, order.max_age, order.sex = asked.min_age, asked.max_age, asked.sex
    order.min_education, order.standard = asked.min_education, least.standard
    if refused := guards.asks_less(order, asked.requirements, law):
        raise refused
    return asked.requirements


def _rest_on_the_law(order: JobOrder, law: LawOfTheDay) -> None:
    """The rule and the standard that decided stay with the order."""
    order.destination_rule = law.decision(**order.case).rule
    order.standard = law.least(**order.case).standard


def _refuse_unknown(codes: frozenset[str]) -> None:
    if unknown := sorted(codes - set(competencies.competency_labels(codes))):
        sentence = _("There is no competency %(code)s. Choose from the list.") % {"code": unknown[0]}
        raise refusal("requirements", "unknown", sentence)


def _write_requirements(order: JobOrder, codes: frozenset[str]) -> None:
    _refuse_unknown(codes)
    OrderRequirement.objects.filter(order=order).exclude(competency__in=codes).delete()
    OrderRequirement.objects.bulk_create(
        [OrderRequirement(order=order, competency_id=code) for code in sorted(codes)], ignore_conflicts=True
    )
