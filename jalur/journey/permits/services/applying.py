"""A company prepares its application and sends it."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.files import services as files
from jalur.foundation.files.door import Accepted
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.geography.models import Country
from jalur.foundation.workflow.locks import deed
from jalur.foundation.workflow.steps import Ask, UnchangedError
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.permits import guards, messages, queries
from jalur.journey.permits.models import Paper, Permit, Position
from jalur.journey.permits.rules import PERMIT_PAPERS
from jalur.journey.permits.services.telling import tell_ministry
from jalur.journey.permits.workflow import PERMIT
from jalur.kit.refusals import refusal


@deed
def draft_permit(*, actor: Actor, destination: Country, today: date) -> Permit:
    """An application for one country, with every verified order of the company there that has no permit, for all its openings."""
    waiting = list(queries.waiting_orders(actor.organisation_id, today).filter(destination=destination))
    if not waiting:
        sentence = _("Your company has no verified order there that waits for a permit.")
        raise refusal("destination", "none", sentence)
    assert actor.organisation_id is not None  # it has orders
    permit = Permit(company_id=actor.organisation_id, destination=destination)
    with PERMIT.step("draft", actor=actor, subject=permit, today=today):
        pass
    Position.objects.bulk_create(
        Position(permit=permit, order=order, asked=order.openings) for order in waiting
    )
    return permit


@deed
def change_positions(*, actor: Actor, permit: Permit, asked: Mapping[UUID, int], today: date) -> Permit:
    """For which orders it is asked, and how many each; orders that are not named are not part of it."""
    with PERMIT.step("change", actor=actor, subject=permit, today=today) as locked:
        before = dict(locked.positions.values_list("order", "asked"))
        if before == dict(asked):
            raise UnchangedError
        orders = JobOrder.objects.select_related("employer").in_bulk(asked)
        for key, count in asked.items():
            if key not in orders:
                raise refusal("positions", "unknown", _("Choose orders of your company."))
            if refused := guards.order_fits(locked, orders[key], count, Ask(actor, today)):
                raise refused
        locked.positions.exclude(order__in=asked).delete()
        for key, count in asked.items():
            Position.objects.update_or_create(permit=locked, order_id=key, defaults={"asked": count})
    return locked


@deed
def add_paper(*, actor: Actor, permit: Permit, kind: str, file: Accepted, today: date) -> Permit:
    """Hand in a paper; another file of the same one stands beside it."""
    with PERMIT.step("add_paper", actor=actor, subject=permit, today=today) as locked:
        paper, _new = Paper.objects.get_or_create(permit=locked, kind=kind)
        files.keep(actor=actor, kind=kind_of(PERMIT_PAPERS), owner=paper, accepted=file)
    return locked


@deed
def apply_permit(*, actor: Actor, permit: Permit, today: date) -> Permit:
    """Send it to the ministry; refused in one sentence that names all that is missing."""
    with PERMIT.step("apply", actor=actor, subject=permit, today=today) as locked:
        locked.applied_at, locked.answer = timezone.now(), ""
    tell_ministry(messages.APPLIED, locked, once=locked.applied_at.isoformat()[:19])
    return locked
