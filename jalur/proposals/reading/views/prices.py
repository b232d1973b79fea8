"""What a plan says about classes and orders: what holds it back, seat prices, counted causes."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access
from jalur.kit import formats
from jalur.kit.components import Empty, Row
from jalur.kit.lists import draws_page, list_page
from jalur.proposals.reading import causes, queries, seat_prices
from jalur.proposals.reading import holds_back as hold_backs
from jalur.proposals.reading.filters import CompetencyFilters, OrderFilters, SeatFilters
from jalur.proposals.reading.tables import CompetencyTable, OrderTable, SeatTable
from jalur.proposals.rights import Right
from jalur.proposals.runs.views import plan_or_404
from jalur.proposals.shared import links, words
from jalur.proposals.shared.rules import TINY

MOST_SEATS = 10


@require_safe
@access.requires(Right.VIEW_RUN)
def holds_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Dearest seats, competencies, deadlines, budget and floors on one page; the list is of the competencies."""
    run = plan_or_404(request, pk)
    extra: dict[str, Any] = {}
    if draws_page(request):
        dear = queries.seat_prices(run).filter(price__gt=TINY)
        competencies = queries.competency_prices(run).order_by("-value", "competency_id")
        extra = {
            "seats": dear.order_by("-price", "intake__number")[:MOST_SEATS],
            "deadlines": hold_backs.chart_of_deadlines(run, queries.deadlines(run)),
            "chart": hold_backs.chart_of_competencies(run, list(competencies[: hold_backs.MOST_BARS])),
            "money": [hold_backs.budget_row(run), *hold_backs.floor_rows(run)],
            "unit": words.UNIT,
        }
    return list_page(
        request,
        queryset=queries.competency_prices(run),
        table=CompetencyTable,
        filters=CompetencyFilters,
        template="proposals/holds_back.html",
        by_key=True,
        export_name="kompetensi-tanpa-kursi",
        run=run,
        title=_("What holds us back"),
        about="what-holds-back#people",
        caption=links.name_of(run),
        lead=_(
            "What stands between this plan and a better one: seats, competencies, deadlines, money. Each figure says "
            "what one step would bring."
        ),
        crumbs=links.crumbs(run),
        tabs=links.tabs(run, request.actor, "holds_back"),
        empty=Empty(
            _("No competency lacks seats"),
            _("Nobody is without a path only because a class is full. Look at the other causes."),
        ),
        **extra,
    )


@require_safe
@access.requires(Right.VIEW_RUN)
def seats(request: HttpRequest, pk: UUID) -> HttpResponse:
    run = plan_or_404(request, pk)
    extra = {}
    if draws_page(request):
        extra["map"] = seat_prices.map_of_seats(run, list(queries.dearest_by_regency(run)))
        dear = queries.seat_prices(run).filter(price__gt=TINY).order_by("-price", "intake__number")
        extra["dearest"] = [seat_prices.seat_worth(price) for price in dear[:3]]
    return list_page(
        request,
        queryset=queries.seat_prices(run),
        table=SeatTable,
        filters=SeatFilters,
        template="proposals/seats.html",
        by_key=True,
        export_name="harga-kursi",
        run=run,
        title=_("What a seat is worth"),
        about="seat-value#seat",
        caption=links.name_of(run),
        lead=_("Which class to open next: what the whole plan would gain if one class had one seat more."),
        crumbs=links.crumbs(run),
        tabs=links.tabs(run, request.actor, "seats"),
        empty=Empty(
            _("No class was in reach of these people"),
            _("Ask the institutes to open classes, then make a new plan."),
        ),
        **extra,
    )


@require_safe
@access.requires(Right.VIEW_RUN)
def orders(request: HttpRequest, pk: UUID) -> HttpResponse:
    run = plan_or_404(request, pk)
    extra = {}
    if draws_page(request):
        extra["chart"] = causes.chart_of_causes(run)
    return list_page(
        request,
        queryset=queries.order_prices(run),
        table=OrderTable,
        filters=OrderFilters,
        template="proposals/orders.html",
        by_key=True,
        export_name="penyebab-lowongan-kosong",
        run=run,
        title=_("Why openings stay empty"),
        caption=links.name_of(run),
        lead=_(
            "Each order with the openings this plan fills and, for those it can't, what stands "
            "in the way of how many people."
        ),
        crumbs=links.crumbs(run),
        tabs=links.tabs(run, request.actor, "orders"),
        empty=Empty(_("There was no open order")),
        **extra,
    )


@require_safe
@access.requires(Right.VIEW_RUN)
def order(request: HttpRequest, pk: UUID, number: str) -> HttpResponse:
    run = plan_or_404(request, pk)
    price = queries.order_prices(run).filter(order__number=number).first()
    if price is None:
        raise Http404
    job_order = price.order
    context = {
        "run": run,
        "price": price,
        "title": job_order.title,
        "caption": f"{job_order.destination.name} · {job_order.number}",
        "lead": causes.lead_of(price),
        "crumbs": [*links.crumbs(run), links.orders_crumb(run)],
        "tabs": links.tabs(run, request.actor, "orders"),
        "causes": causes.stops_of(price),
        "chart": causes.chart_of_order(run, price),
        "facts": [
            Row(_("Openings left"), formats.number(price.openings)),
            Row(_("In this plan"), formats.number(price.assigned)),
            Row(_("Stay empty"), formats.number(price.empty)),
            Row(_("Ready by"), formats.day(job_order.ready_by)),
            Row(
                _("One more opening is worth"),
                _("%(price)s placements") % {"price": formats.number(price.price, 2)},
                hint=_("More than 0 means: more people fit than there are openings."),
            ),
        ],
        "order_url": links.order_url(job_order),
    }
    return render(request, "proposals/order.html", context)
