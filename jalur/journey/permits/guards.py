"""What stands in the way of a permit, in one plain sentence each. A guard changes nothing."""

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.rulebook.models import PermitPaper
from jalur.foundation.workflow.steps import Ask
from jalur.journey.job_orders.models import UNDER_LAW, JobOrder
from jalur.journey.permits import queries, rules
from jalur.journey.permits.models import AT_THE_COMPANY, Paper, Permit, Position, Request, RequestKind
from jalur.kit import formats
from jalur.kit.refusals import refusal


def is_complete(permit: Permit, ask: Ask) -> ValidationError | None:
    """Positions and every paper are there; one sentence names all that is missing."""
    lacking = []
    if not permit.positions.exists():
        lacking.append(_("at least one order"))
    held = set(permit.papers.values_list("kind", flat=True))
    papers = rules.missing(queries.papers_asked(permit, ask.today), held)
    lacking += [str(PermitPaper(paper).label) for paper in papers]
    if not lacking:
        return None
    sentence = _("The application is not complete. Still missing: %(lacking)s.")
    return refusal("permit", "incomplete", sentence % {"lacking": "; ".join(lacking)})


def positions_fit(permit: Permit, ask: Ask) -> ValidationError | None:
    """Each order is verified, of the company and the country, needs a permit, has none, and is asked no more than its openings."""
    for position in permit.positions.select_related("order__employer").order_by("pk"):
        if refused := order_fits(permit, position.order, position.asked, ask):
            return refused
    return None


def order_fits(permit: Permit, order: JobOrder, count: int, ask: Ask) -> ValidationError | None:
    params = {"order": order.number, "count": formats.number(order.openings)}
    if order.company_id != permit.company_id or order.destination_id != permit.destination_id:
        return refusal("positions", "another", _("A permit is of one company and one country."))
    if order.state not in UNDER_LAW:
        sentence = _("Order %(order)s is not verified, or is closed. Take it out of the application.")
        return refusal("positions", "not_verified", sentence % params)
    if not queries.needs_permit(order, ask.today):
        sentence = _("Nobody needs a permit to recruit for order %(order)s. Take it out of the application.")
        return refusal("positions", "needs_none", sentence % params)
    other = Position.objects.filter(order=order, is_live=True, permit__valid_until__gte=ask.today)
    if other.exclude(permit=permit.pk).exists():
        sentence = _("Order %(order)s has a permit in force already.")
        return refusal("positions", "has_one", sentence % params)
    return within_openings(order, count)


def within_openings(order: JobOrder, count: int) -> ValidationError | None:
    if count <= order.openings:
        return None
    sentence = _("Order %(order)s asks for %(count)s people; a permit cannot allow more.")
    params = {"order": order.number, "count": formats.number(order.openings)}
    return refusal("positions", "above_openings", sentence % params)


def quotas_hold(orders: Mapping[UUID, JobOrder], quotas: Mapping[UUID, int]) -> ValidationError | None:
    """Never above what the order asks for, never below what is reserved. The orders are locked."""
    for key, quota in quotas.items():
        order = orders[key]
        if refused := within_openings(order, quota):
            return refused
        if quota < order.reserved:
            sentence = _(
                "%(count)s openings of order %(order)s are held for candidates; the permit cannot allow fewer."
            )
            params = {"order": order.number, "count": formats.number(order.reserved)}
            return refusal("positions", "below_reserved", sentence % params)
    return None


def is_granted_rightly(permit: Permit, ask: Ask) -> ValidationError | None:
    """Not from a day to come, and not over already."""
    if permit.granted_on is None or permit.valid_until is None:
        return None
    if permit.granted_on > ask.today:
        return refusal("granted_on", "future", _("That day is in the future."))
    if permit.valid_until < ask.today:
        return refusal("valid_until", "past", _("That day has passed. The permit would not count."))
    return None


def has_not_run_out(permit: Permit, ask: Ask) -> ValidationError | None:
    if permit.is_in_force(ask.today):
        return None
    sentence = _("The permit was valid until %(day)s. Extend it first.")
    return refusal("permit", "run_out", sentence % {"day": formats.day(permit.valid_until)})


def request_fits(request: Request, ask: Ask) -> ValidationError | None:
    """A new last day lies after the one that counts, and not in the past."""
    if request.kind != RequestKind.EXTENSION or request.until is None:
        return None
    before = request.permit.valid_until
    if before is not None and request.until > before and request.until >= ask.today:
        return None
    sentence = _("The permit is valid until %(day)s. Ask for a later day, not one that has passed.")
    return refusal("until", "not_later", sentence % {"day": formats.day(before)})


def its_papers_may_change(paper: Paper) -> ValidationError | None:
    """What was sent to the ministry stays as it was."""
    if paper.permit.state in AT_THE_COMPANY:
        return None
    return refusal("file", "sent", _("The application has been sent; its papers stay as they are."))
