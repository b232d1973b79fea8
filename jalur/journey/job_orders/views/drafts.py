"""Drafting an order: what decides its law, then what it says."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.queries import LawOfTheDay, Least
from jalur.foundation.rulebook.words import closed_words
from jalur.journey.job_orders import services
from jalur.journey.job_orders.forms import OrderForm, StartForm
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.job_orders.rights import Right
from jalur.journey.job_orders.views.orders import find_order
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Notice
from jalur.kit.forms import posted


@require_safe
@access.requires(Right.DRAFT_ORDER)
def start_order(request: HttpRequest) -> HttpResponse:
    form = StartForm(request.GET or None, actor=request.actor)
    if form.is_bound and form.is_valid():
        order, case = form.instance, QueryDict(mutable=True)
        case.update(employer=order.employer_id, route=order.route, occupation=order.occupation_id)
        return redirect(f"{reverse('job_orders:new_order')}?{case.urlencode()}")
    return answer_form(
        request,
        form,
        lambda _form: None,
        done="",
        to="",
        method="get",
        title=_("New job order"),
        lead=_("These three decide which law and which standard of the destination apply."),
        button=_("Continue"),
        secondary=Action(_("The employer is not in the list"), reverse("job_orders:new_employer"), "quiet"),
        crumbs=_desk_crumb(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.DRAFT_ORDER)
def new_order(request: HttpRequest) -> HttpResponse:
    start = StartForm(request.GET, actor=request.actor)
    if not start.is_valid():
        return redirect("job_orders:start_order")
    order, law = start.instance, rulebook.law_of(dates.today())
    least = law.least(**order.case)
    months = least.standard.contract_months if least.standard else None
    currency = order.employer.country.currency
    form = OrderForm(
        posted(request),
        instance=order,
        actor=request.actor,
        least=least,
        initial={**vars(least), "contract_months": months, "pay_currency": currency},
    )
    return _draft_form(
        request,
        form,
        services.draft_order,
        done=_("The draft is saved. Check it, then submit it to the attaché."),
        title=_("New job order"),
        notices=_closed_notices(order, law),
        crumbs=_desk_crumb(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.DRAFT_ORDER)
def change_order(request: HttpRequest, number: str) -> HttpResponse:
    order = find_order(request.actor, number)
    if not access.covers(request.actor, Right.DRAFT_ORDER, order):
        raise Http404
    least = rulebook.law_of(dates.today()).least(**order.case)
    return _draft_form(
        request,
        OrderForm(posted(request), instance=order, actor=request.actor, least=least),
        services.change_draft,
        done=_("The draft is saved."),
        title=_("Change the draft"),
        notices=[],
        crumbs=[*_desk_crumb(), Crumb(order.title, reverse("job_orders:order", args=[number]))],
    )


def _draft_form(
    request: HttpRequest,
    form: OrderForm,
    write: Callable[..., JobOrder],
    *,
    notices: Sequence[Notice],
    **context: Any,
) -> HttpResponse:
    """What an order says, below what decides its law."""
    order = form.instance
    return answer_form(
        request,
        form,
        lambda form: write(
            actor=request.actor,
            order=form.instance,
            requirements=form.cleaned_data["requirements"],
            today=dates.today(),
        ),
        to=lambda order: reverse("job_orders:order", args=[order.number]),
        lead=" · ".join(
            [
                order.occupation.title,
                str(order.employer),
                str(order.employer.country),
                order.get_route_display(),
            ]
        ),
        button=_("Save as a draft"),
        notices=[*notices, *_law_notices(form.least)],
        **context,
    )


def _closed_notices(order: JobOrder, law: LawOfTheDay) -> list[Notice]:
    decision = law.decision(**order.case)
    if not decision.is_closed:
        return []
    sentence = closed_words(decision, str(order.employer.country), law.on)
    return [Notice(sentence, _("This order cannot be submitted today"), "bad")]


def _law_notices(least: Least) -> list[Notice]:
    if least.standard is None:
        sentence = _(
            "No destination standard is known for this occupation. Choose the skills required yourself."
        )
        return [Notice(sentence, tone="warn")]
    sentence = _("Filled in from the standard “%(standard)s”. Source: %(source)s")
    values = {"standard": least.standard.title, "source": least.standard.source}
    return [Notice(sentence % values)]


def _desk_crumb() -> list[Crumb]:
    return [Crumb(_("Orders in progress"), reverse("job_orders:desk"))]
