"""Reads about permits that other rooms use too."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from jalur.foundation.accounts.access import Actor
from jalur.foundation.geography.models import Country
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook import rules as rulebook_rules
from jalur.foundation.rulebook.models import PermitDuty, PermitPaper
from jalur.journey.job_orders.models import UNDER_LAW, JobOrder, JobOrderQuerySet
from jalur.journey.permits.models import PUBLIC, Permit, Position
from jalur.kit.folding import fold
from jalur.kit.search import Folded


def duties_of(orders: Iterable[JobOrder], on: date) -> list[PermitDuty]:
    """The papers asked for on a day for orders, each once, in the order in which the rulebook names them."""
    rows, found = rulebook.permit_duties(on), dict[str, PermitDuty]()
    for order in orders:
        for duty in rulebook_rules.permit_papers(
            rows, route=order.route, occupation=order.occupation_id, on=on
        ):
            found.setdefault(duty.paper, duty)
    return sorted(found.values(), key=lambda duty: PermitPaper.values.index(duty.paper))


def papers_asked(permit: Permit, on: date) -> list[str]:
    """The papers that an application needs for its orders."""
    return [duty.paper for duty in duties_of((one.order for one in positions_of(permit)), on)]


def positions_of(permit: Permit) -> list[Position]:
    """What it allows, or asks for, by order."""
    rows = permit.positions.select_related("order__employer", "order__occupation", "order__destination")
    return list(rows.order_by("order__number"))


def needs_permit(order: JobOrder, on: date) -> bool:
    """Whether nobody recruits for an order without a permit."""
    return bool(duties_of([order], on))


def waiting_orders(company: UUID | None, on: date) -> JobOrderQuerySet:
    """Verified orders of a company that need a permit and have none in force."""
    routes = {duty.route for duty in rulebook.permit_duties(on)}
    orders = JobOrder.objects.filter(company=company, state__in=UNDER_LAW, route__in=routes)
    return orders.filter(Q(permit_until=None) | Q(permit_until__lt=on)).order_by("destination", "number")


def countries_waiting(company: UUID | None, on: date) -> list[Country]:
    """Where these orders are."""
    keys = waiting_orders(company, on).order_by().values("destination")
    return list(Country.objects.filter(pk__in=keys).by_name())


def permit_of(order: JobOrder) -> Position | None:
    """The permit that counts for an order, or counted last before it was revoked."""
    rows = Position.objects.filter(order=order, permit__state__in=PUBLIC).select_related("permit__company")
    return rows.order_by("-is_live", "-permit__granted_on", "-pk").first()


def numbered(actor: Actor, number: str) -> Permit | None:
    """The permit with this number, however the letters and spaces are written; of those that everybody can look up."""
    rows = Permit.objects.visible_to(actor).filter(state__in=PUBLIC).select_related("company", "destination")
    return rows.alias(folded=Folded("number")).filter(folded=fold(number)).order_by("pk").first()
