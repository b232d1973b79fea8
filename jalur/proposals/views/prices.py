"""What a plan says about classes and orders: seat prices, counted causes, two plans beside each other."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access
from jalur.kit import formats
from jalur.kit.components import Empty, Row
from jalur.kit.htmx import wants_partial
from jalur.kit.lists import list_page
from jalur.proposals import causes, comparing, holding, links, queries, screens, words
from jalur.proposals.filters import CompetencyFilters, OrderFilters, SeatFilters
from jalur.proposals.forms import CompareForm
from jalur.proposals.models import Run
from jalur.proposals.tables import CompetencyTable, OrderTable, SeatTable
from jalur.proposals.views.runs import plan_or_404

MOST_MOVED = 200
MOST_SEATS = 10


@require_safe
@access.requires("proposals:run:view")
def holds_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Dearest seats, competencies, deadlines, budget and floors on one page; the list is of the competencies."""
    found = plan_or_404(request, pk)
    extra: dict[str, Any] = {}
    if not wants_partial(request) and "export" not in request.GET:
        dear = queries.seat_prices(found).filter(price__gt=holding.TINY)
        competencies = queries.competency_prices(found).order_by("-value", "competency_id")
        extra = {
            "seats": dear.order_by("-price", "intake__number")[:MOST_SEATS],
            "deadlines": holding.chart_of_deadlines(found, queries.deadlines(found)),
            "chart": holding.chart_of_competencies(found, list(competencies[: holding.MOST_BARS])),
            "money": [holding.budget_row(found), *holding.floor_rows(found)],
            "unit": words.UNIT,
        }
    return list_page(
        request,
        queryset=queries.competency_prices(found),
        table=CompetencyTable,
        filters=CompetencyFilters,
        template="proposals/holds_back.html",
        export_name="kompetensi-tanpa-kursi",
        run=found,
        title=_("What holds us back"),
        caption=screens.name_of(found),
        lead=_(
            "What stands between this plan and a better one: seats, competencies, deadlines, money. Each figure says "
            "what one step would bring."
        ),
        crumbs=screens.crumbs(found),
        tabs=screens.tabs(found, request.actor, "holds_back"),
        empty=Empty(
            _("No competency lacks seats"),
            _("Nobody is without a path only because a class is full. Look at the other causes."),
        ),
        **extra,
    )


@require_safe
@access.requires("proposals:run:view")
def seats(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = plan_or_404(request, pk)
    extra = {}
    if not wants_partial(request) and "export" not in request.GET:
        extra["map"] = screens.map_of_seats(found, list(queries.dearest_by_regency(found)))
        dear = queries.seat_prices(found).filter(price__gt=holding.TINY).order_by("-price", "intake__number")
        extra["dearest"] = [
            words.seat_worth(
                one.price,
                programme=one.intake.programme.title,
                place=one.intake.place.name,
                starts=one.intake.starts,
            )
            for one in dear[:3]
        ]
    return list_page(
        request,
        queryset=queries.seat_prices(found),
        table=SeatTable,
        filters=SeatFilters,
        template="proposals/seats.html",
        export_name="harga-kursi",
        run=found,
        title=_("What a seat is worth"),
        caption=screens.name_of(found),
        lead=_("Which class to open next: what the whole plan would gain if one class had one seat more."),
        crumbs=screens.crumbs(found),
        tabs=screens.tabs(found, request.actor, "seats"),
        empty=Empty(
            _("No class was in reach of these people"),
            _("Ask the institutes to open classes, then make a new plan."),
        ),
        **extra,
    )


@require_safe
@access.requires("proposals:run:view")
def orders(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = plan_or_404(request, pk)
    extra = {}
    if not wants_partial(request) and "export" not in request.GET:
        extra["chart"] = causes.chart_of_causes(found)
    return list_page(
        request,
        queryset=queries.order_prices(found),
        table=OrderTable,
        filters=OrderFilters,
        template="proposals/orders.html",
        export_name="penyebab-lowongan-kosong",
        run=found,
        title=_("Why openings stay empty"),
        caption=screens.name_of(found),
        lead=_(
            "Each order with the openings this plan fills and, for those it can't, what stands "
            "in the way of how many people."
        ),
        crumbs=screens.crumbs(found),
        tabs=screens.tabs(found, request.actor, "orders"),
        empty=Empty(_("There was no open order")),
        **extra,
    )


@require_safe
@access.requires("proposals:run:view")
def order(request: HttpRequest, pk: UUID, number: str) -> HttpResponse:
    found = plan_or_404(request, pk)
    price = queries.order_prices(found).filter(order__number=number).first()
    if price is None:
        raise Http404
    asked = price.order
    context = {
        "run": found,
        "price": price,
        "title": asked.title,
        "caption": f"{asked.destination.name} · {asked.number}",
        "lead": causes.lead_of(price),
        "crumbs": [*screens.crumbs(found), screens.orders_crumb(found)],
        "tabs": screens.tabs(found, request.actor, "orders"),
        "causes": causes.stops_of(price),
        "chart": causes.chart_of_order(found, price),
        "facts": [
            Row(_("Openings left"), formats.number(price.openings)),
            Row(_("In this plan"), formats.number(price.assigned)),
            Row(_("Stay empty"), formats.number(price.empty)),
            Row(_("Ready by"), formats.day(asked.ready_by)),
            Row(
                _("One more opening is worth"),
                _("%(price)s placements") % {"price": formats.number(price.price, 2)},
                hint=_("More than 0 means: more people fit than there are openings."),
            ),
        ],
        "order_url": links.order_url(asked),
    }
    return render(request, "proposals/order.html", context)


@require_safe
@access.requires("proposals:run:view")
def compare(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = plan_or_404(request, pk)
    others = queries.runs(request.actor).with_plan().exclude(pk=found.pk).order_by("-created_at", "pk")
    same_place = others.filter(place=found.place)
    form = CompareForm(request.GET or None, runs=others)
    other = form.cleaned_data["other"] if form.is_bound and form.is_valid() else None
    if other is None and not form.is_bound:
        other = same_place.filter(created_at__lt=found.created_at).first() or same_place.first()
        form.initial["other"] = other
    context = {
        "run": found,
        "other": other,
        "form": form,
        "title": _("Compare two plans"),
        "caption": screens.name_of(found),
        "lead": _("What changed in the data, what changed in the plan, and who moved."),
        "crumbs": screens.crumbs(found),
        "tabs": screens.tabs(found, request.actor, "compare"),
    }
    if other is not None:
        context |= beside_each_other(request, other, found)
    return render(request, "proposals/compare.html", context)


def beside_each_other(request: HttpRequest, first: Run, second: Run) -> dict:
    rows = comparing.rows(first, second)
    if not access.may(request.actor, "proposals:proposal:list"):
        return {"rows": rows, "moved": None}
    difference = queries.difference(first, second, request.actor)
    moved = comparing.moves(first, second, difference, request.actor, most=MOST_MOVED)
    return {"rows": rows, "difference": difference, "moved": moved, "most": MOST_MOVED}
