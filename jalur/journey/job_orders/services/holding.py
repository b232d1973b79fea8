"""Orders that were paused, or that the law of a day stops, stand still, and open again as they were."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jalur.foundation.accounts.access import SYSTEM, Actor
from jalur.foundation.organisations import queries as organisations
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.queries import LawOfTheDay
from jalur.foundation.workflow import dependants
from jalur.foundation.workflow.consequences import Moves
from jalur.foundation.workflow.locks import deed, lock_all
from jalur.foundation.workflow.steps import Ask
from jalur.journey.employers import queries as employers
from jalur.journey.job_orders import guards, queries
from jalur.journey.job_orders.models import UNDER_LAW, HeldBecause, JobOrder, Reservation, State
from jalur.journey.job_orders.workflow import ORDER, RESERVATION
from jalur.kit.refusals import codes_of


def stopped_by_law(on: date, keys: Collection[UUID] | None = None) -> dict[UUID, str]:
    """Published order → that it was paused, or what first stands in its way by the law of a day (`HeldBecause`). The one place where
    that is told. keys: of these orders alone."""
    law = rulebook.law_of(on)
    rows = JobOrder.objects.filter(state__in=UNDER_LAW)
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    orders = list(rows.select_related("employer", "destination", "company", "partner").order_by("pk"))
    licences = organisations.licences_of((order.company_id for order in orders), on)
    asked, problems = queries.requirements_of_many(orders), employers.all_problems(on)
    found = {}
    for order in orders:
        if order.paused_on is not None:
            found[order.pk] = HeldBecause.OFFICE.value
            continue
        refused = guards.against_the_law(order, asked.get(order.pk, frozenset()), law, licences, problems)
        refused = refused or guards.waits_for_permit(order, law)
        if refused is not None:
            found[order.pk] = codes_of(refused)[0]
    return found


def moves(today: date) -> Moves:
    """Hold what the law of the day stops, open again what it no longer stops."""
    published = JobOrder.objects.filter(state__in=UNDER_LAW).order_by("pk")
    return dependants.moves(published, stopped_by_law(today), hold=_hold, go_on=reopen, today=today)


@dataclass(frozen=True)
class Permitted:
    """How many the permit of an order lets be recruited, until which day; neither: none is in force any more."""

    quota: int | None = None
    until: date | None = None


def follow_permits(*, actor: Actor, permitted: Mapping[UUID, Permitted], today: date) -> None:
    """Published orders say what their permits now do, and stand still or go on by it; part of a step of the room permits.

    Below what is reserved the database refuses. Their rows, and what moves with them, are locked first.
    """
    orders = list(JobOrder.objects.filter(pk__in=permitted, state__in=UNDER_LAW).order_by("pk"))
    if not orders:
        return
    lock_all(dependants.moving_with(orders))
    for order in orders:
        with ORDER.step("follow_permit", actor=actor, subject=order, today=today) as locked:
            said = permitted[locked.pk]
            locked.quota, locked.permit_until = said.quota, said.until
    moving = JobOrder.objects.filter(pk__in=[order.pk for order in orders]).order_by("pk")
    stopped = stopped_by_law(today, list(permitted))
    dependants.moves(moving, stopped, hold=_hold, go_on=reopen, today=today).carry_out()


def hold_without_permit(order: JobOrder, law: LawOfTheDay) -> None:
    """An order that has just been verified stands still until it has its permit."""
    if guards.waits_for_permit(order, law) is not None:
        _hold(order, HeldBecause.PERMIT, law.on)


@deed
def pause_order(*, actor: Actor, order: JobOrder, reason: str, today: date) -> JobOrder:
    """Whoever answers for an open order lets it stand still for a time. Openings held are kept."""
    lock_all(dependants.moving_with([order]))
    with ORDER.step("pause", actor=actor, subject=order, reason=reason, today=today) as locked:
        locked.paused_on, locked.paused_by_id = today, actor.organisation_id
    _hold(locked, HeldBecause.OFFICE, today)
    return locked


@deed
def resume_order(*, actor: Actor, order: JobOrder, today: date) -> JobOrder:
    """It goes on, unless the law of the day stands in its way meanwhile: then it stays on hold for that."""
    lock_all(dependants.moving_with([order]))
    with ORDER.step("resume", actor=actor, subject=order, today=today) as locked:
        locked.paused_on, locked.paused_by, locked.pause_reason = None, None, ""
    refused = guards.lets_run(locked, Ask(SYSTEM, today))
    if refused is None:
        reopen(locked, today)
    else:
        _hold(locked, codes_of(refused)[0], today)
    return locked


def _hold(order: JobOrder, because: str, today: date) -> None:
    with ORDER.step("hold", actor=SYSTEM, subject=order, reason=because, today=today) as locked:
        if locked.state == State.HELD:
            return
        locked.held_since = today
        _tell_holders("keep", locked)
        for room in dependants.of(JobOrder):
            room.hold(SYSTEM, locked)


def reopen(order: JobOrder, today: date) -> None:
    with ORDER.step("reopen", actor=SYSTEM, subject=order, today=today) as locked:
        locked.held_since, locked.held_because = None, ""
        _tell_holders("go_on", locked)
        for room in dependants.of(JobOrder):
            room.reopen(SYSTEM, locked, today)


def _tell_holders(verb: str, order: JobOrder) -> None:
    """In the history of everybody who holds an opening."""
    held = Reservation.objects.held().filter(order=order)
    with RESERVATION.step_many(verb, actor=SYSTEM, subjects=held):
        pass
