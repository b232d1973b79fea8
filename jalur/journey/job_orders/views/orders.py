"""Orders: the public list, the desk, one order and its steps."""

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies.words import by_kind
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.journey.employers.rights import Right as EmployerRight
from jalur.journey.employers.words import employer_words, verified_row
from jalur.journey.employers.workflow import EMPLOYER
from jalur.journey.job_orders import queries, services, words
from jalur.journey.job_orders.filters import DeskOrderFilter, PublicOrderFilter
from jalur.journey.job_orders.forms import AmendForm, ChecksForm, OrderForm, PapersForm, SubmitForm, TermsForm
from jalur.journey.job_orders.models import PUBLISHED, JobOrder, Reservation, State
from jalur.journey.job_orders.rights import Right
from jalur.journey.job_orders.tables import DeskTable, OrderTable, VerifyTable
from jalur.journey.job_orders.views.drafts import desk_crumb
from jalur.journey.job_orders.words import versions
from jalur.journey.job_orders.workflow import ORDER
from jalur.kit import dates, formats
from jalur.kit.components import Action, Crumb, Empty, Figure, Grid, Need, Notice, Row, Text
from jalur.kit.facts import facts
from jalur.kit.figures import counted, places
from jalur.kit.lists import list_page

STEPS = {
    "change": lambda **step: services.change_draft(today=dates.today(), **step),
    "terms": lambda **step: services.set_terms(today=dates.today(), **step),
    "submit": lambda **step: services.submit_order(today=dates.today(), **step),
    "check": lambda **step: services.note_checks(today=dates.today(), **step),
    "verify": lambda **step: services.verify_order(today=dates.today(), **step),
    "refuse": services.refuse_order,
    "revise": services.revise_order,
    "pause": lambda **step: services.pause_order(today=dates.today(), **step),
    "resume": lambda **step: services.resume_order(today=dates.today(), **step),
    "amend": lambda **step: services.amend_order(today=dates.today(), **step),
    "attach": services.attach_papers,
    "recall": services.recall_order,
    "withdraw": services.withdraw_order,
    "close": services.close_order,
}


@require_safe
@access.requires(Right.VIEW_ORDER)
def open_orders(request: HttpRequest) -> HttpResponse:
    published = JobOrder.objects.visible_to(request.actor).filter(state__in=PUBLISHED)
    return list_page(
        request,
        queryset=published.for_lists(),
        table=OrderTable,
        filters=PublicOrderFilter,
        by_key=True,
        export_name="permintaan-pmi",
        title=_("Open job orders"),
        lead=_("Verified by the labour attaché. Nobody may ask you for money to get on this list."),
        actions=[
            Action(_("Which jobs can I take?"), reverse("job_orders:within_reach"), icon="person-check"),
            Action(
                _("Employers and partners with problems"),
                reverse("employers:problems"),
                icon="shield-exclamation",
            ),
        ],
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
    ways = [
        Action(_("New order"), reverse("job_orders:start_order"), "primary", icon="plus-lg"),
        Action(_("Import a spreadsheet"), reverse("imports:orders"), "secondary", icon="upload"),
        Action(
            _("Own orders as a list to correct"), reverse("job_orders:own_list"), "quiet", icon="download"
        ),
    ]
    return list_page(
        request,
        queryset=rows.for_lists().with_waiting(),
        table=VerifyTable if access.may(request.actor, Right.VERIFY_ORDER) else DeskTable,
        filters=DeskOrderFilter,
        by_key=True,
        export_name="permintaan-di-meja",
        title=_("Orders in progress"),
        actions=ways if access.may(request.actor, Right.DRAFT_ORDER) else [],
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
        counted(str(state.label), counts.get(state, 0), url=f"{address}?state={state.value}")
        for state in (State.DRAFT, State.SUBMITTED, State.OPEN, State.HELD, State.REFUSED, State.CLOSED)
    ]


@require_safe
@access.requires(Right.VIEW_ORDER)
def order(request: HttpRequest, number: str) -> HttpResponse:
    actor = request.actor
    order = find(ORDER, actor, number)
    works_on_it = access.covers(actor, Right.VIEW_DRAFT, order)
    above, today = Crumb(_("Open job orders"), reverse("job_orders:open_orders")), dates.today()
    applying = None if works_on_it else words.how_to_apply(actor, order, today)
    return record_page(
        request,
        ORDER,
        order,
        "job_orders/order.html",
        crumbs=[desk_crumb() if works_on_it else above],
        notices=[
            *_notices(order, works_on_it=works_on_it),
            *versions.waiting_notice(actor, order),
            *([applying] if applying and not works_on_it else []),
        ],
        needs=_needs(actor, order),
        figures=places(
            (_("Requested"), order.openings),
            (_("Reserved"), order.reserved),
            _("Held by a path that is offered or accepted."),
            about="job-page#reserved",
        ),
        summary_title=_("The order"),
        rows=_facts(actor, order, today, names_household=works_on_it),
        requirements=by_kind(order.requirements.order_by("kind", "code")),
        standard_codes=_standard_codes(order),
        grids=[
            words.checks_grid(actor, order, today),
            versions.versions_grid(actor, order),
            _held_openings(actor, order),
        ],
        sections=[
            words.terms_section(order),
            words.costs_section(order, today),
            *words.papers_section(actor, order),
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(ORDER)
def order_step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Change, submit, call back, withdraw, note what was seen, verify, refuse, revise, add papers, amend, pause or close."""
    order = find(ORDER, request.actor, number)
    take = partial(STEPS[verb], actor=request.actor, order=order)
    form, about = _asked(request, order, verb)
    return step_page(request, ORDER, order, verb, take, own_forms={verb: form} if form else None, **about)


def _asked(request: HttpRequest, order: JobOrder, verb: str) -> tuple[Any, dict[str, Any]]:
    """The form of a step that has one of its own, and what stands around it."""
    today = dates.today()
    if verb == "change":
        law = rulebook.law_of(today)
        form = partial(OrderForm, instance=order, actor=request.actor, least=law.least(**order.case))
        return form, words.case_and_law(order, law)
    if verb == "amend":
        least = rulebook.law_of(today).least(**order.case)
        form = partial(AmendForm, instance=order, actor=request.actor, least=least)
        return form, {"template": "job_orders/groups.html", "caption": order.title}
    if verb == "attach":
        return partial(PapersForm, files=request.FILES or None), {
            "rows": words.papers_rows(request.actor, order)
        }
    if verb == "withdraw":
        return forms.Form, {}
    if verb == "terms":
        return partial(TermsForm, instance=order), {
            "template": "job_orders/groups.html",
            "caption": order.title,
        }
    if verb == "submit":
        return partial(SubmitForm, order=order), {
            "rows": words.sent_rows(order, _facts(request.actor, order, today, names_household=True)),
            "notices": words.letter_notices(order),
        }
    if verb in {"check", "verify"}:
        form = partial(ChecksForm, files=request.FILES or None, order=order, opens=verb == "verify")
        return form, {"template": "job_orders/groups.html", "caption": ORDER.called(order)}
    return None, {}


def _standard_codes(order: JobOrder) -> frozenset[str]:
    if order.standard is None:
        return frozenset()
    return frozenset(order.standard.requirements.values_list("code", flat=True))


def _facts(actor: Actor, order: JobOrder, today: date, *, names_household: bool) -> list[Row]:
    rows = [
        *facts(order, "destination"),
        Row(_("Occupation"), f"{order.occupation.title} ({order.occupation_id})"),
        *_who_asks(actor, order, today, names_household=names_household),
        *words.company_rows(order, today),
        *(facts(order, "reference") if names_household and order.reference else []),
        *facts(order, "route", "contract_months"),
        words.pay_row(order, today),
        *facts(order, "ready_by"),
        *words.seen_row(order),
        *versions.changed_row(order),
        Row(
            _("Who can apply"),
            words.whom_words(order),
            hint=_("Age is counted on the day people must be ready."),
        ),
    ]
    if order.standard:
        rows.append(Row(_("Destination standard"), order.standard.title, hint=order.standard.cited))
    if rule := order.destination_rule:
        hint = "" if rule.verified else _("Not checked against the source.")
        rows.append(Row(_("Destination rule applied"), rule.rests_on, hint=hint))
    return rows


def _notices(order: JobOrder, *, works_on_it: bool) -> list[Notice]:
    """Why an order stands still, for everybody; for those who work on it why it was refused, what the law says today."""
    if order.state == State.HELD:
        return [words.hold_notice(order, dates.today(), works_on_it=works_on_it)]
    if not works_on_it:
        return []
    if order.state == State.REFUSED:
        return [Notice(order.refusal_reason, _("The attaché refused this order"), "bad")]
    if order.state not in (State.DRAFT, State.SUBMITTED):
        return []
    return words.law_notices(order, rulebook.law_of(dates.today()))


def _needs(actor: Actor, order: JobOrder) -> list[Need]:
    """The step that waits for the reader: the one whose turn it is."""
    return [
        Need(
            str(offer.step.label),
            hint=_("People must be ready by %(day)s.") % {"day": formats.day(order.ready_by, "long")},
        )
        for offer in ORDER.offers(actor, order)
        if offer.step.owner == actor.role and offer.step.weight == "primary"
    ]


def _who_asks(actor: Actor, order: JobOrder, today: date, *, names_household: bool) -> list[Row]:
    """The employer and the partner agency, each with until when a mission verified it."""
    employer, way = order.employer, None
    if access.covers(actor, EmployerRight.VIEW_EMPLOYER, employer):
        way = Action(_("Open"), page_of(EMPLOYER, employer))
    rows = [
        Row(
            _("Employer"),
            employer_words(employer, names_household=names_household),
            way,
            hint=employer.get_employer_type_display(),
        ),
        verified_row(actor, employer, today),
        *facts(order, "partner"),
    ]
    return [*rows, verified_row(actor, order.partner, today)] if order.partner else rows


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
