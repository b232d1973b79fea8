"""Writing orders, from draft to closed."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import date

from django.utils import timezone

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import SYSTEM, Actor
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.history import services as history
from jalur.foundation.organisations import queries as organisations
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.models import Extent
from jalur.foundation.rulebook.queries import LawOfTheDay
from jalur.foundation.workflow.locks import deed
from jalur.foundation.workflow.steps import UnchangedError
from jalur.journey.employers import queries as employers
from jalur.journey.job_orders import guards, queries, rules
from jalur.journey.job_orders.models import (
    HeldBecause,
    JobOrder,
    OrderCheck,
    OrderRequirement,
    State,
)
from jalur.journey.job_orders.rights import Right
from jalur.journey.job_orders.services.checks import Seen, note
from jalur.journey.job_orders.services.holding import hold_without_permit
from jalur.journey.job_orders.services.terms import Cost, write_costs
from jalur.journey.job_orders.workflow import ORDER
from jalur.kit.database import refused_in_words
from jalur.kit.numbers import new_number, number_apart
from jalur.kit.refusals import in_row

# In bulk the database checks these, not a query a row.
LOOKED_UP = [field.name for field in JobOrder._meta.concrete_fields if field.is_relation]


@deed
def draft_order(*, actor: Actor, order: JobOrder, requirements: Iterable[str] = (), today: date) -> JobOrder:
    """A new order as a draft; limits and requirements left empty are filled in from the law and the destination's standard.

    Refuses one that asks less than they do today. requirements: competency codes.
    """
    order.destination_id = order.employer.country_id
    order.taken_on_by(actor)
    access.check(actor, Right.VIEW_DRAFT, order)
    with ORDER.step("draft", actor=actor, subject=order, today=today):
        codes = complete(order, requirements, rulebook.law_of(today))
        order.full_clean()
    write_requirements(order, codes)
    return order


def change_draft(*, actor: Actor, order: JobOrder, requirements: Iterable[str] = (), today: date) -> JobOrder:
    """Make an order that is still a draft as given."""
    with ORDER.step("change", actor=actor, subject=order, today=today) as locked:
        before, asked_before = copy(locked), queries.requirements_of(locked)
        locked.take_over(order)
        locked.destination_id = locked.employer.country_id
        access.check(actor, Right.VIEW_DRAFT, locked)
        codes = complete(locked, requirements, rulebook.law_of(today))
        if not before.take_over(locked) and codes == asked_before:
            raise UnchangedError
        locked.full_clean()
        write_requirements(locked, codes)
    return locked


def submit_order(*, actor: Actor, order: JobOrder, today: date) -> JobOrder:
    """Send a draft to the attaché. The destination rule, the company's licence and the standard must hold today."""
    with ORDER.step("submit", actor=actor, subject=order, today=today) as locked:
        rest_on_the_law(locked, rulebook.law_of(today))
        locked.submitted_at = timezone.now()
    return locked


@deed
def verify_order(*, actor: Actor, order: JobOrder, checks: Iterable[Seen] = (), today: date) -> JobOrder:
    """The attaché vouches for the order; it opens, or stands still until it has its permit. The law is applied again as it stands today.

    checks: the papers seen, beside those noted since the order was sent; refused while one that is asked for is missing.
    """
    with ORDER.step("verify", actor=actor, subject=order, today=today) as locked:
        note(actor=actor, order=locked, checks=checks, today=today)
        rest_on_the_law(locked, law := rulebook.law_of(today))
        locked.decided_at, locked.decided_by_id = timezone.now(), actor.user_id
    if guards.waits_for_permit(locked, law) is not None:
        hold_without_permit(locked, law)
        locked.refresh_from_db()
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


@deed
def open_many(
    *,
    actor: Actor,
    orders: Sequence[JobOrder],
    paper: str,
    costs: Mapping[str, Sequence[Cost]] | None = None,
    today: date,
) -> Sequence[JobOrder]:
    """Verified orders in bulk, open at once where they need no permit or have it: for a mission's list and the example country. All or
    nothing.

    The law is read once; each order requires what its destination's standard does. A row that is refused is named by its position.
    paper: the list, or the file behind it, in which the mission has seen all that is asked of each order.
    costs: number of the order → who pays what on the way to it.
    """
    law, duties = rulebook.law_of(today), rulebook.order_checks(today)
    licences = organisations.licences_of((order.company_id for order in orders), today)
    problems = employers.all_problems(today)
    number_apart(orders, JobOrder.objects.all(), draw_number)
    requirements, checks = [], []
    for position, order in enumerate(orders, start=1):
        order.destination_id = order.employer.country_id
        access.check(actor, Right.VERIFY_ORDER, order)
        with in_row(position):
            codes = complete(order, (), law)
            if refused := guards.against_the_law(order, codes, law, licences, problems):
                raise refused
            asked = queries.checks_among(duties, order, today)
            if refused := guards.lacks_partner(order, asked):
                raise refused
            rest_on_the_law(order, law)
            order.state, order.decided_by_id = State.OPEN, actor.user_id
            order.submitted_at = order.decided_at = timezone.now()
            if guards.waits_for_permit(order, law) is not None:
                order.state, order.held_because, order.held_since = State.HELD, HeldBecause.PERMIT, today
            order.clean_fields(exclude=LOOKED_UP)
        checks += [
            OrderCheck(
                order=order,
                kind=duty.kind,
                paper=paper,
                paper_date=today,
                noted_at=order.submitted_at,
                noted_by_id=actor.user_id,
            )
            for duty in asked
        ]
        requirements += [OrderRequirement(order=order, competency_id=code) for code in sorted(codes)]
    with refused_in_words(JobOrder):
        JobOrder.objects.bulk_create(orders, batch_size=1000)
    OrderRequirement.objects.bulk_create(requirements, batch_size=5000)
    OrderCheck.objects.bulk_create(checks, batch_size=5000)
    write_costs(orders, costs or {}, today)
    subjects = [(order, None, "") for order in orders]
    history.record_many(actor=actor, event="job_orders:order:verified", subjects=subjects)
    waiting = [one for one in subjects if one[0].state == State.HELD]
    detail = {"held_because": HeldBecause.PERMIT.value}
    history.record_many(actor=SYSTEM, event="job_orders:order:held", subjects=waiting, detail=detail)
    return orders


def draw_number(order: JobOrder) -> str:
    return new_number(f"JO-{order.employer.country_id}")


def complete(order: JobOrder, requirements: Iterable[str], law: LawOfTheDay) -> frozenset[str]:
    """Fill what was left empty from law and standard, and refuse what asks less; gives the requirements."""
    order.number = order.number or draw_number(order)
    least = law.least(**order.case)
    asked = rules.at_least(order.asks(frozenset(requirements)), least)
    order.min_age, order.max_age, order.sex = asked.min_age, asked.max_age, asked.sex
    order.min_education, order.standard = asked.min_education, least.standard
    if refused := guards.asks_less(order, asked.requirements, law):
        raise refused
    return asked.requirements


def rest_on_the_law(order: JobOrder, law: LawOfTheDay, matter: str = Extent.NEW_ORDERS) -> None:
    """The rule and the standard that decided stay with the order."""
    order.destination_rule = law.decision(**order.case, matter=matter).rule
    order.standard = law.least(**order.case).standard


def write_requirements(order: JobOrder, codes: frozenset[str]) -> None:
    order.requirements.set(competencies.known(codes, field="requirements"))
