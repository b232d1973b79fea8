"""The ministry decides: grants, sends back, does not grant, changes a quota, takes a revocation back. The orders follow at once."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.utils import timezone

from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow import dependants
from jalur.foundation.workflow.locks import deed, lock, lock_all
from jalur.foundation.workflow.steps import Ask, UnchangedError
from jalur.journey.job_orders.models import UNDER_LAW, JobOrder
from jalur.journey.job_orders.services import Permitted, follow_permits
from jalur.journey.permits import guards, messages
from jalur.journey.permits.models import Permit, Position
from jalur.journey.permits.services.telling import tell_company
from jalur.journey.permits.workflow import PERMIT


@deed
def grant_permit(*, actor: Actor, permit: Permit, quotas: Mapping[UUID, int], today: date) -> Permit:
    """With number, day and last day as given; order → how many may be recruited, of every order it was asked for."""
    with PERMIT.step("grant", actor=actor, subject=permit, today=today) as locked:
        locked.number, locked.granted_on = permit.number, permit.granted_on
        locked.valid_until, locked.decided_by_id = permit.valid_until, actor.user_id
        locked.answer = ""
        _write_quotas(actor, locked, quotas, today)
    tell_company(messages.GRANTED, locked, day=locked.valid_until)
    return locked


@deed
def enter_permit(*, actor: Actor, permit: Permit, quotas: Mapping[UUID, int], today: date) -> Permit:
    """A permit that was granted on paper, as the ministry records it; order → how many may be recruited."""
    with PERMIT.step("enter", actor=actor, subject=permit, today=today) as entered:
        entered.decided_by_id = actor.user_id
        entered.full_clean()
        entered.save(force_insert=True)
        entered._state.adding = False
        for key, quota in quotas.items():
            Position.objects.create(permit=entered, order_id=key, asked=quota)
        if refused := guards.positions_fit(entered, Ask(actor, today)):
            raise refused
        _write_quotas(actor, entered, quotas, today)
    return permit


@deed
def return_permit(*, actor: Actor, permit: Permit, reason: str, today: date) -> Permit:
    """The company completes it and sends it again."""
    with PERMIT.step("return", actor=actor, subject=permit, reason=reason, today=today) as locked:
        locked.decided_by_id = actor.user_id
    tell_company(messages.RETURNED, locked, once=timezone.now().isoformat()[:19])
    return locked


@deed
def refuse_permit(*, actor: Actor, permit: Permit, reason: str, today: date) -> Permit:
    with PERMIT.step("refuse", actor=actor, subject=permit, reason=reason, today=today) as locked:
        locked.decided_by_id = actor.user_id
    tell_company(messages.REFUSED, locked)
    return locked


@deed
def set_quotas(*, actor: Actor, permit: Permit, quotas: Mapping[UUID, int], today: date) -> Permit:
    """Another number for orders of a permit in force; never below what is reserved. Of two who change it at once the later sees both."""
    with PERMIT.step("set_quota", actor=actor, subject=permit, today=today) as locked:
        standing = dict(locked.positions.filter(is_live=True).values_list("order", "quota"))
        changed = {key: quota for key, quota in quotas.items() if standing.get(key, quota) != quota}
        if not changed:
            raise UnchangedError
        _write_quotas(actor, locked, changed, today)
    if changed:
        tell_company(messages.CHANGED, locked, once=timezone.now().isoformat()[:19])
    return locked


@deed
def reinstate_permit(*, actor: Actor, permit: Permit, reason: str, today: date) -> Permit:
    """It counts again as it did, for orders that have not been given another permit meanwhile."""
    with PERMIT.step("reinstate", actor=actor, subject=permit, reason=reason, today=today) as locked:
        locked.revoked_on = None
        taken = Position.objects.filter(is_live=True, permit__valid_until__gte=today).values("order")
        rows = locked.positions.filter(quota__isnull=False).exclude(order__in=taken)
        quotas = {order: quota for order, quota in rows.values_list("order", "quota") if quota is not None}
        _write_quotas(actor, locked, quotas, today, keeps_reserved=True)
    tell_company(messages.REINSTATED, locked, once=timezone.now().isoformat()[:19])
    return locked


@deed
def take_away(*, actor: Actor, permit: Permit, today: date) -> None:
    """Its orders have no permit any more: they stand still, and who holds an opening keeps it. In the body of its step."""
    keys = list(permit.positions.filter(is_live=True).values_list("order", flat=True))
    _lock(keys)
    permit.positions.update(is_live=False)
    follow_permits(actor=actor, permitted={key: Permitted() for key in keys}, today=today)


@deed
def let_last(*, actor: Actor, permit: Permit, today: date) -> None:
    """Its orders read its new last day. In the body of its step."""
    live = dict(permit.positions.filter(is_live=True).values_list("order", "quota"))
    _lock(live)
    permitted = {key: Permitted(quota, permit.valid_until) for key, quota in live.items()}
    follow_permits(actor=actor, permitted=permitted, today=today)


def _lock(keys: Iterable[UUID]) -> dict[UUID, JobOrder]:
    """The orders with these keys, and before them what moves with them."""
    orders = list(JobOrder.objects.filter(pk__in=list(keys)).order_by("pk"))
    if orders:
        lock_all(dependants.moving_with(orders))
    return {one.pk: one for one in lock(JobOrder, [order.pk for order in orders])}


def _write_quotas(
    actor: Actor,
    permit: Permit,
    quotas: Mapping[UUID, int],
    today: date,
    *,
    keeps_reserved: bool = False,
) -> None:
    """Positions and orders say the same. keeps_reserved: what was reserved before counts where that is more."""
    orders = _lock(quotas)
    if keeps_reserved:
        quotas = {key: max(quota, orders[key].reserved) for key, quota in quotas.items()}
    if refused := guards.quotas_hold(orders, quotas):
        raise refused
    followed = Position.objects.filter(order__in=quotas, is_live=True).exclude(permit=permit)
    followed.update(is_live=False)
    for position in permit.positions.filter(order__in=quotas).order_by("pk"):
        position.quota, position.is_live = quotas[position.order_id], True
        position.save(update_fields=["quota", "is_live"])
    permitted = {
        key: Permitted(quota, permit.valid_until)
        for key, quota in quotas.items()
        if orders[key].state in UNDER_LAW
    }
    follow_permits(actor=actor, permitted=permitted, today=today)
