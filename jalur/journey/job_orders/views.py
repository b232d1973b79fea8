"""The screens that read: open orders, orders in hand, employers, one order."""

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.rulebook.rules import UNSTATED
from jalur.journey.job_orders import queries, refusals, words
from jalur.journey.job_orders.filters import DeskOrderFilter, EmployerFilter, PublicOrderFilter
from jalur.journey.job_orders.models import Employer, JobOrder, Reservation, State
from jalur.journey.job_orders.tables import DeskTable, EmployerTable, OrderTable
from jalur.journey.job_orders.workflow import TRANSITIONS
from jalur.kit import dates, formats
from jalur.kit.components import Action, Crumb, Empty, Figure, Happening, Need, Notice, Row
from jalur.kit.lists import list_page
from jalur.kit.money import format_money
from jalur.kit.workflow import steps_from


@require_safe
@access.requires("job_orders:order:view")
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
            _("No order is open now"),
            _("Orders appear here as soon as a labour attaché has verified them."),
            icon="briefcase",
        ),
    )


@require_safe
@access.requires("job_orders:draft:view")
def desk(request: HttpRequest) -> HttpResponse:
    rows = access.narrow(JobOrder.objects.all(), request.actor, "job_orders:draft:view")
    actions = []
    if access.may(request.actor, "job_orders:order:draft"):
        actions = [Action(_("New order"), reverse("job_orders:start_order"), "primary", icon="plus-lg")]
    return list_page(
        request,
        queryset=rows.for_lists(),
        table=DeskTable,
        filters=DeskOrderFilter,
        template="job_orders/desk.html",
        export_name="permintaan-di-meja",
        title=_("Orders in hand"),
        actions=actions,
        figures=_desk_figures(queries.counts_by_state(rows)),
        empty=Empty(
            _("No order here yet"),
            _("A new order starts with its employer, the route and the occupation."),
            actions[0] if actions else None,
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
@access.requires("job_orders:employer:register")
def employers(request: HttpRequest) -> HttpResponse:
    running = Count("orders", filter=Q(orders__state=State.OPEN, orders__ready_by__gte=dates.today()))
    new = Action(_("Register an employer"), reverse("job_orders:new_employer"), "primary", icon="plus-lg")
    return list_page(
        request,
        queryset=Employer.objects.visible_to(request.actor)
        .select_related("country")
        .annotate(running=running),
        table=EmployerTable,
        filters=EmployerFilter,
        export_name="pemberi-kerja",
        title=_("Employers"),
        actions=[new],
        empty=Empty(_("No employer is registered yet"), action=new, icon="building"),
    )


@require_safe
@access.requires("job_orders:order:view")
def order(request: HttpRequest, number: str) -> HttpResponse:
    return order_page(request, find_order(request.actor, number))


def find_order(actor: Actor, number: str) -> JobOrder:
    """The order of this number, if the actor may see it; else 404."""
    visible = JobOrder.objects.visible_to(actor).select_related(
        "employer",
        "employer__country",
        "destination",
        "occupation",
        "company",
        "partner",
        "standard",
        "destination_rule__legal_source",
        "decided_by",
    )
    return get_object_or_404(visible, number=number)


def order_page(
    request: HttpRequest, order: JobOrder, *, refusal: ValidationError | None = None, status: int = 200
) -> HttpResponse:
    """The page of one order, with what stood in the way of the last step when there is a refusal."""
    works_on_it = access.covers(request.actor, "job_orders:draft:view", order)
    crumb = (
        Crumb(_("Orders in hand"), reverse("job_orders:desk"))
        if works_on_it
        else Crumb(_("Open job orders"), reverse("job_orders:open_orders"))
    )
    context = {
        "title": order.title,
        "caption": _("Job order %(number)s") % {"number": order.number},
        "tags": [words.state_tags()[order.state]],
        "crumbs": [crumb],
        "order": order,
        "refusal": Notice(" ".join(refusal.messages), _("Nothing has changed"), "bad") if refusal else None,
        "notices": _notices(order) if works_on_it else [],
        "works_on_it": works_on_it,
        "needs": _needs(request.actor, order),
        "actions": _actions(request.actor, order),
        "figures": _figures(order),
        "rows": _facts(order, names_household=works_on_it),
        "requirements": words.by_kind(order.requirements.order_by("kind", "code")),
        "standard_codes": _standard_codes(order),
        "reservations": _reservations(request.actor, order),
        "happenings": _happenings(order),
    }
    return render(request, "job_orders/order.html", context, status=status)


def _standard_codes(order: JobOrder) -> frozenset[str]:
    if order.standard is None:
        return frozenset()
    return frozenset(order.standard.requirements.values_list("code", flat=True))


def _figures(order: JobOrder) -> list[Figure]:
    definition = _(
        "Asked: people in the order. Reserved: held for somebody who accepted a path. Left: asked less reserved."
    )
    said = {"definition": definition, "as_of": dates.today(), "source": "Jalur"}
    return [
        Figure(_("Asked"), formats.number(order.openings), **said),
        Figure(_("Reserved"), formats.number(order.reserved), share=order.reserved / order.openings, **said),
        Figure(_("Left"), formats.number(order.left), **said),
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
        Row(_("Pay a month"), pay),
        Row(_("People must be ready by"), formats.day(order.ready_by, "long")),
        Row(
            _("Whom it takes"),
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
        rows.append(Row(_("Standard of the destination"), order.standard.title, hint=order.standard.source))
    if order.destination_rule:
        verified = "" if order.destination_rule.verified else _("Not checked against the source.")
        source = refusals.source_of(order.destination_rule)
        rows.append(Row(_("Destination rule applied"), source, hint=verified))
    return rows


def _notices(order: JobOrder) -> list[Notice]:
    """What the law says today, for those who work on the order."""
    found = []
    if order.state == State.REFUSED:
        found.append(Notice(order.refusal_reason, _("The attaché refused this order"), "bad"))
    if order.state not in (State.DRAFT, State.SUBMITTED):
        return found
    decision = queries.law_of(dates.today()).decision(
        country=order.destination_id,
        occupation=order.occupation_id,
        employer_type=order.employer.employer_type,
        route=order.route,
    )
    if decision.status == UNSTATED:
        sentence = _(
            "No rule speaks of this destination, kind of employer, position and route. Look into it before deciding."
        )
        found.append(Notice(sentence, _("The rulebook is silent"), "warn"))
    elif decision.status != "open":
        refused = refusals.destination(order, decision, dates.today())
        found.append(Notice(" ".join(refused.messages), _("Closed today"), "bad"))
    elif not decision.verified:
        sentence = _("Placement is open, but the rule has not been checked against its source: %(source)s")
        found.append(Notice(sentence % {"source": decision.source}, _("Open, not verified"), "warn"))
    return found


def _verbs(actor: Actor, order: JobOrder) -> set[str]:
    return {
        row.verb for row in steps_from(TRANSITIONS, order.state) if access.covers(actor, row.action, order)
    }


def _needs(actor: Actor, order: JobOrder) -> list[Need]:
    verbs = _verbs(actor, order)
    if "verify" in verbs:
        hint = _("Is the employer real, the pay as promised, the contract as the law asks?")
        return [
            Need(
                _("Verify this order, or refuse it with a reason"), hint=hint, due=order.ready_by, tone="now"
            )
        ]
    if "submit" in verbs:
        return [Need(_("Check the order and submit it to the attaché"), due=order.ready_by)]
    if "revise" in verbs:
        return [Need(_("Take the order back, correct it and submit it again"), tone="warn")]
    return []


def _actions(actor: Actor, order: JobOrder) -> list[Action]:
    verbs, at = _verbs(actor, order), [order.number]
    found = []
    if "verify" in verbs:
        found.append(
            Action(_("Verify and open"), reverse("job_orders:verify_order", args=at), "primary", post=True)
        )
        found.append(Action(_("Refuse"), reverse("job_orders:refuse_order", args=at), "danger"))
    if "submit" in verbs:
        found.append(
            Action(
                _("Submit to the attaché"), reverse("job_orders:submit_order", args=at), "primary", post=True
            )
        )
        found.append(Action(_("Change"), reverse("job_orders:change_order", args=at)))
    if "revise" in verbs:
        found.append(
            Action(
                _("Take back as a draft"), reverse("job_orders:revise_order", args=at), "primary", post=True
            )
        )
    if "close" in verbs:
        found.append(Action(_("Close the order"), reverse("job_orders:close_order", args=at), "danger"))
    return found


def _reservations(actor: Actor, order: JobOrder) -> list[tuple[Reservation, bool]]:
    """The openings held that the actor may see, each with whether the actor may give it back."""
    if not access.may(actor, "job_orders:reservation:view"):
        return []
    held = (
        Reservation.objects.visible_to(actor)
        .filter(order=order, released_at__isnull=True)
        .select_related("candidate__person", "order")
        .order_by("created_at", "pk")
    )
    return [(one, access.covers(actor, "job_orders:reservation:release", one)) for one in held]


def _happenings(order: JobOrder) -> list[Happening]:
    found = []
    if order.closed_at:
        reason = str(order.get_close_reason_display())
        found.append(Happening(order.closed_at, _("Closed"), note=reason))
    if order.decided_at:
        what = _("Refused by the attaché") if order.state == State.REFUSED else _("Verified by the attaché")
        found.append(Happening(order.decided_at, what))
    if order.submitted_at:
        found.append(Happening(order.submitted_at, _("Submitted to the attaché")))
    found.append(Happening(order.created_at, _("Drafted")))
    return found
