"""A published order changes by versions: what matters waits for the attaché, the rest is taken at once. Nobody loses an opening by it."""

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date
from typing import Any

from django.utils import timezone

from jalur.foundation.accounts.access import SYSTEM, Actor
from jalur.foundation.messaging.services import tell
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.workflow import dependants
from jalur.foundation.workflow.locks import deed, lock_all
from jalur.foundation.workflow.steps import Ask, UnchangedError
from jalur.journey.job_orders import guards, messages, queries, rules
from jalur.journey.job_orders.models import (
    JobOrder,
    OrderCost,
    OrderVersion,
    Payer,
    Reservation,
    State,
    VersionState,
)
from jalur.journey.job_orders.services.holding import reopen
from jalur.journey.job_orders.services.orders import complete, rest_on_the_law, write_requirements
from jalur.journey.job_orders.services.terms import Cost
from jalur.journey.job_orders.workflow import ORDER, RESERVATION, VERSION

# Whoever holds an opening is told of these, beside what the attaché agrees to: by that day she has to be ready.
TOLD_AT_ONCE = frozenset({"ready_by"})


def amend_order(
    *,
    actor: Actor,
    order: JobOrder,
    requirements: Iterable[str] = (),
    costs: Iterable[Cost] = (),
    why: str = "",
    today: date,
) -> JobOrder:
    """Make a published order as given: at once what matters to nobody, the rest as one version that waits for the attaché.

    Refused while another version waits, and what law and destination refuse today.
    """
    with ORDER.step("amend", actor=actor, subject=order, today=today) as locked:
        standing = queries.said_of(locked)
        wanted, paid = queries.become(copy(locked), queries.said_of(order, (), {})), tuple(costs)
        codes = complete(wanted, requirements, rulebook.law_of(today))
        said = queries.said_of(wanted, codes, {cost.item: (cost.payer, cost.amount) for cost in paid})
        changed = {name: said[name] for name in said if said[name] != standing[name]}
        if not changed:
            raise UnchangedError
        later = {name for name in changed if rules.matters(name, standing[name], changed[name])}
        _refuse(wanted, locked, paid, today)
        if later:
            _ask(actor, locked, standing, {name: changed[name] for name in later}, why)
        if at_once := {name: value for name, value in changed.items() if name not in later}:
            _take(actor, locked, standing, at_once, why, today)
    return locked


@deed
def agree_to_version(*, actor: Actor, version: OrderVersion, today: date) -> OrderVersion:
    """The attaché agrees, the law of the day is asked again, and the order becomes what was asked for. An order that only stood still
    because it asked for less than the law opens again."""
    lock_all(dependants.moving_with([version.order]))
    with VERSION.step("agree", actor=actor, subject=version, today=today) as locked:
        said = queries.said_of(locked.order)
        locked.before = {name: said[name] for name in locked.after}
        locked.decided_at, locked.decided_by_id = timezone.now(), actor.user_id
        with ORDER.step("renew", actor=actor, subject=locked.order, today=today) as order:
            _become(order, locked.after, today)
            rest_on_the_law(order, rulebook.law_of(today), order.matter)
            locked.number = order.version
            _tell_holders(order, locked)
    if (
        order.state == State.HELD
        and order.paused_on is None
        and guards.lets_run(order, Ask(SYSTEM, today)) is None
    ):
        reopen(order, today)
    return locked


def refuse_version(*, actor: Actor, version: OrderVersion, reason: str) -> OrderVersion:
    """The attaché does not agree and says why; the order stays as it is."""
    with VERSION.step("refuse", actor=actor, subject=version, reason=reason) as locked:
        locked.decided_at, locked.decided_by_id = timezone.now(), actor.user_id
    return locked


def withdraw_version(*, actor: Actor, version: OrderVersion) -> OrderVersion:
    """Whoever asked for a change takes it back before it is decided."""
    with VERSION.step("withdraw", actor=actor, subject=version) as locked:
        pass
    return locked


def _refuse(wanted: JobOrder, locked: JobOrder, costs: Iterable[Cost], today: date) -> None:
    """What can be told at once, before it waits for anybody."""
    if wanted.openings < locked.reserved:
        raise guards.fewer_than_held(locked)
    late = guards.deadline_is_ahead(wanted, Ask(SYSTEM, today))
    if late is not None and wanted.ready_by != locked.ready_by:
        raise late
    charged = [cost.item for cost in costs if cost.payer == Payer.WORKER]
    if charged and (refused := guards.charges_worker(wanted, charged, today)):
        raise refused
    wanted.full_clean()


def _take(
    actor: Actor, order: JobOrder, standing: Mapping[str, Any], said: Mapping[str, Any], why: str, today: date
) -> None:
    version = OrderVersion(order=order, asked_by_id=actor.user_id, why=why.strip())
    version.before, version.after = {name: standing[name] for name in said}, dict(said)
    _become(order, said, today)
    version.number, version.decided_at = order.version, timezone.now()
    with VERSION.step("take", actor=actor, subject=version, today=today):
        pass
    if said.keys() & TOLD_AT_ONCE:
        _tell_holders(order, version)


def _ask(
    actor: Actor, order: JobOrder, standing: Mapping[str, Any], said: Mapping[str, Any], why: str
) -> None:
    version = OrderVersion(order=order, asked_by_id=actor.user_id, why=why.strip())
    version.before, version.after = {name: standing[name] for name in said}, dict(said)
    with VERSION.step("ask", actor=actor, subject=version):
        version.state = VersionState.WAITING  # of which an order has one at a time
        version.clean_fields()
        version.validate_constraints()


def _become(order: JobOrder, said: Mapping[str, Any], today: date) -> None:
    """The locked order as a version says, its next version."""
    queries.become(order, said)
    if "requirements" in said:
        write_requirements(order, frozenset(said["requirements"]))
    if "costs" in said:
        OrderCost.objects.filter(order=order).delete()
        OrderCost.objects.bulk_create(
            OrderCost(order=order, item_id=item, payer=payer, amount=amount)
            for item, (payer, amount) in said["costs"].items()
        )
    if "ready_by" in said:
        order.told_of_deadline = None
    order.version, order.changed_on = order.version + 1, today
    order.full_clean()


def _tell_holders(order: JobOrder, version: OrderVersion) -> None:
    """In the history of everybody who holds an opening, and by a message."""
    held = Reservation.objects.held().filter(order=order)
    with RESERVATION.step_many("learn", actor=SYSTEM, subjects=held) as told:
        for one in told:
            tell(messages.JOB_CHANGED, to=one.candidate.person, about=one, once=str(version.number))


def lapse_versions(actor: Actor, order: JobOrder) -> None:
    """What waits when an order closes is decided by that; part of the deed that closes it."""
    waiting = OrderVersion.objects.waiting().filter(order=order)
    with VERSION.step_many("lapse", actor=actor, subjects=waiting):
        pass
