"""Orders: the public list, the desk, one order and its steps."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies.words import by_kind
from jalur.foundation.history import queries as history
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.rules import UNSTATED
from jalur.foundation.rulebook.words import closed_words
from jalur.foundation.workflow.views import step_actions, step_page, takes_steps
from jalur.journey.job_orders import queries, services, words
from jalur.journey.job_orders.filters import DeskOrderFilter, PublicOrderFilter
from jalur.journey.job_orders.models import JobOrder, Reservation, State
from jalur.journey.job_orders.rights import Right
from jalur.journey.job_orders.tables import DeskTable, OrderTable
from jalur.journey.job_orders.workflow import ORDER
from jalur.kit import dates, formats
from jalur.kit.components import Action, Crumb, Empty, Figure, Grid, Need, Notice, Row, Text
from jalur.kit.lists import list_page
from jalur.kit.money import format_money

STEPS = {
    "submit": lambda **step: services.submit_order(today=dates.today(), **step),
    "verify": lambda **step: services.verify_order(today=dates.today(), **step),
    "refuse": services.refuse_order,
    "revise": services.revise_order,
    "close": services.close_order,
}


@require_safe
@access.requires(Right.VIEW_ORDER)
def open_orders(request: HttpRequest) -> HttpResponse:
    published = JobOrder.objects.visible_to(request.actor).filter(state__in=(State.OPEN, State.CLOSED))
    return list_page(
        request,
        queryset=published.for_lists(),
        table=OrderTable,
        filters=PublicOrderFilter,
        export_name="permintaan-pmi",
        title=_("Open job orders"),
        lead=_("Verified by the labour attaché. Nobody may ask you for money to get on this list."),
        empty=Empty(
            _("No orders are open now"),
            _("Orders appear here as soon as a labour attaché has verified them."),
            icon="briefcase",
        ),
    )


@require_safe
@access.requires(Right.VIEW_DRAFT)
def desk(request: HttpRequest) -> HttpResponse:
    rows = access.narrow(JobOrder.objects.all(), request.actor, Right.VIEW_DRAFT)
    new = Action(_("New order"), reverse("job_orders:start_order"), "primary", icon="plus-lg")
    return list_page(
        request,
        queryset=rows.for_lists(),
        table=DeskTable,
        filters=DeskOrderFilter,
        export_name="permintaan-di-meja",
        title=_("Orders in progress"),
        actions=[new] if access.may(request.actor, Right.DRAFT_ORDER) else [],
        figures=_desk_figures(queries.counts_by_state(rows)),
        empty=Empty(
            _("No orders here yet"),
            _("A new order starts with its employer, the route and the occupation."),
            icon="inbox",
        ),
    )


def _desk_figures(counts: dict[str, int]) -> list[Figure]:
    address = reverse("job_orders:desk")
    return [
        Figure(str(state.label), formats.number(counts.get(state, 0)), url=f"{address}?state={state.value}")
        for state in (State.DRAFT, State.SUBMITTED, State.OPEN, State.REFUSED, State.CLOSED)
    ]


@require_safe
@access.requires(Right.VIEW_ORDER)
def order(request: HttpRequest, number: str) -> HttpResponse:
    order, actor = find_order(request.actor, number), request.actor
    works_on_it = access.covers(actor, Right.VIEW_DRAFT, order)
    crumb = (
        Crumb(_("Orders in progress"), reverse("job_orders:desk"))
        if works_on_it
        else Crumb(_("Open job orders"), reverse("job_orders:open_orders"))
    )
    context = {
        "title": order.title,
        "caption": _("Job order %(number)s") % {"number": order.number},
        "tags": [ORDER.tag(order)],
        "crumbs": [crumb],
        "notices": _notices(order) if works_on_it else [],
        "needs": _needs(actor, order),
        "actions": _actions(actor, order),
        "figures": _figures(order),
        "summary_title": _("The order"),
        "rows": _facts(order, names_household=works_on_it),
        "requirements": by_kind(order.requirements.order_by("kind", "code")),
        "standard_codes": _standard_codes(order),
        "grids": [_held_openings(actor, order)],
        "happenings": history.happenings(actor, subject=order),
    }
    return render(request, "job_orders/order.html", context)


def find_order(actor: Actor, number: str) -> JobOrder:
    """The order of this number, if the actor may see it; else 404."""
    rows = JobOrder.objects.visible_to(actor).select_related(
        "employer__country",
        "destination",
        "occupation",
        "company",
        "partner",
        "standard",
        "destination_rule__legal_source",
    )
    return get_object_or_404(rows, number=number)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(ORDER)
def order_step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Submit, verify, refuse, revise or close."""
    order = find_order(request.actor, number)
    return step_page(
        request,
        ORDER,
        order,
        verb,
        partial(STEPS[verb], actor=request.actor, order=order),
    )


def _standard_codes(order: JobOrder) -> frozenset[str]:
    if order.standard is None:
        return frozenset()
    return frozenset(order.standard.requirements.values_list("code", flat=True))


def _figures(order: JobOrder) -> list[Figure]:
    definition = _(
        "Asked: people in the order. Reserved: held for somebody who accepted a path. Left: asked less reserved."
    )
    about = {"definition": definition, "as_of": dates.today(), "source": "Jalur"}
    return [
        Figure(_("Asked"), formats.number(order.openings), **about),
        Figure(_("Reserved"), formats.number(order.reserved), share=order.reserved / order.openings, **about),
        Figure(_("Left"), formats.number(order.left), **about),
    ]


def _facts(order: JobOrder, *, names_household: bool) -> list[Row]:
    employer = order.employer
    named = f"{employer.name}, {employer.city}" if names_household and employer.city else str(employer)
    pay = format_money(order.monthly_pay, order.pay_currency, locale=formats.locale())
    rows = [
        Row(_("Destination"), str(order.destination)),
        Row(_("Occupation"), f"{order.occupation.title} ({order.occupation_id})"),
        Row(
            _("Employer"),
            named if names_household else words.employer_words(employer),
            hint=str(employer.get_employer_type_display()),
        ),
        Row(_("Placement company (P3MI)"), str(order.company) if order.company else ""),
        Row(_("Route"), order.get_route_display()),
        Row(_("Monthly pay"), pay),
        Row(_("People must be ready by"), formats.day(order.ready_by, "long")),
        Row(
            _("Who can apply"),
            words.whom_words(order),
            hint=_("Age is counted on the day people must be ready."),
        ),
    ]
    if order.partner:
        rows.insert(4, Row(_("Partner agency abroad"), str(order.partner)))
    if order.contract_months:
        months = _("%(months)s months") % {"months": order.contract_months}
        rows.insert(-2, Row(_("Length of the contract"), months))
    if order.standard:
        rows.append(Row(_("Destination standard"), order.standard.title, hint=order.standard.source))
    if order.destination_rule:
        verified = "" if order.destination_rule.verified else _("Not checked against the source.")
        rows.append(Row(_("Destination rule applied"), order.destination_rule.rests_on, hint=verified))
    return rows


def _notices(order: JobOrder) -> list[Notice]:
    """What the law says today, for those who work on the order."""
    found = []
    if order.state == State.REFUSED:
        found.append(Notice(order.refusal_reason, _("The attaché refused this order"), "bad"))
    if order.state not in (State.DRAFT, State.SUBMITTED):
        return found
    decision = rulebook.law_of(dates.today()).decision(**order.case)
    if decision.status == UNSTATED:
        sentence = _(
            "No rule covers this destination, employer type, position and route. Look into it before deciding."
        )
        found.append(Notice(sentence, _("The rulebook is silent"), "warn"))
    elif decision.is_closed:
        sentence = closed_words(decision, str(order.destination), dates.today())
        found.append(Notice(sentence, _("Closed today"), "bad"))
    elif not decision.verified:
        sentence = _("Placement is open, but the rule has not been checked against its source: %(source)s")
        found.append(Notice(sentence % {"source": decision.source}, _("Open, not verified"), "warn"))
    return found


def _needs(actor: Actor, order: JobOrder) -> list[Need]:
    """The step that waits for the reader: the one whose turn it is."""
    return [
        Need(str(offer.step.label), due=order.ready_by if order.state != State.REFUSED else None)
        for offer in ORDER.offers(actor, order)
        if offer.step.owner == actor.role and offer.step.weight == "primary"
    ]


def _actions(actor: Actor, order: JobOrder) -> list[Action]:
    actions = step_actions(ORDER, actor, order)
    if order.state == State.DRAFT and access.covers(actor, Right.DRAFT_ORDER, order):
        actions.append(Action(_("Change"), reverse("job_orders:change_order", args=[order.number])))
    return actions


def _held_openings(actor: Actor, order: JobOrder) -> Grid:
    """The openings held that the actor may see, each with the way to give it back."""
    rows: list[Reservation] = []
    if access.may(actor, Right.VIEW_RESERVATION):
        held = Reservation.objects.visible_to(actor).held().filter(order=order)
        rows = list(held.select_related("candidate__person", "order").order_by("created_at", "pk"))
    return Grid(
        _("Openings held"),
        [_("Candidate"), _("Since"), ""],
        [
            [
                Text(held.candidate.person.name, held.candidate.number),
                held.created_at,
                Action(
                    _("Give back"), reverse("job_orders:reservation_step", args=[held.pk, "release"]), "quiet"
                )
                if access.covers(actor, Right.RELEASE_RESERVATION, held)
                else "",
            ]
            for held in rows
        ],
    )
