"""The screens that write: parse, one service call, answer."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.rulebook.models import DestinationRule, Route
from jalur.journey.job_orders import queries, refusals, services
from jalur.journey.job_orders.forms import (
    CloseForm,
    EmployerForm,
    OrderForm,
    RefuseForm,
    ReleaseForm,
    StartForm,
    values_of,
)
from jalur.journey.job_orders.models import Employer, JobOrder, Reservation
from jalur.journey.job_orders.queries import Least
from jalur.journey.job_orders.views import find_order, order_page
from jalur.kit import dates
from jalur.kit.components import Crumb, Notice
from jalur.kit.forms import apply_errors, options_response

UNPROCESSABLE = 422


@require_safe
@access.requires("job_orders:order:view")
def occupation_options(request: HttpRequest) -> HttpResponse:
    return options_response(request, competencies.search_occupations)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires("job_orders:employer:register")
def new_employer(request: HttpRequest) -> HttpResponse:
    form = EmployerForm(_typed(request), actor=request.actor)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.register_employer(
                actor=request.actor,
                name=said["name"],
                employer_type=said["employer_type"],
                country_id=said["country"].pk,
                city=said["city"],
                registration=said["registration"],
            )
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("The employer is registered."))
            return redirect("job_orders:employers")
    crumbs = [Crumb(_("Employers"), reverse("job_orders:employers"))]
    return _form_page(request, form, title=_("Register an employer"), crumbs=crumbs, button=_("Register"))


@require_safe
@access.requires("job_orders:order:draft")
def start_order(request: HttpRequest) -> HttpResponse:
    form = StartForm(request.GET or None, actor=request.actor)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        chosen = QueryDict(mutable=True)
        chosen.update(
            {"employer": said["employer"].pk, "route": said["route"], "occupation": said["occupation"]}
        )
        return redirect(f"{reverse('job_orders:new_order')}?{chosen.urlencode()}")
    return render(
        request,
        "job_orders/start.html",
        {
            "title": _("New job order"),
            "lead": _("These three decide which law and which standard of the destination apply."),
            "crumbs": [Crumb(_("Orders in hand"), reverse("job_orders:desk"))],
            "form": form,
        },
        status=UNPROCESSABLE if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires("job_orders:order:draft")
def new_order(request: HttpRequest) -> HttpResponse:
    start = StartForm(request.GET, actor=request.actor)
    if not start.is_valid():
        return redirect("job_orders:start_order")
    employer, route = start.cleaned_data["employer"], start.cleaned_data["route"]
    occupation_id = start.cleaned_data["occupation"]
    law = queries.law_of(dates.today())
    case = {
        "country": employer.country_id,
        "occupation": occupation_id,
        "employer_type": employer.employer_type,
    }
    least, decision = law.least(route=route, **case), law.decision(route=route, **case)
    form = OrderForm(
        _typed(request), actor=request.actor, least=least, initial=_first_values(least, employer)
    )
    if request.method == "POST" and form.is_valid():
        details = form.details(
            actor=request.actor, employer=employer, route=route, occupation_id=occupation_id
        )
        try:
            order = services.draft_order(actor=request.actor, details=details, today=dates.today())
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("The draft is saved. Check it, then submit it to the attaché."))
            return redirect("job_orders:order", number=order.number)
    notices = _law_notices(least)
    if decision.status in (DestinationRule.Status.FORBIDDEN, DestinationRule.Status.PAUSED):
        trial = JobOrder(employer=employer, destination=employer.country)
        refused = refusals.destination(trial, decision, dates.today())
        notices.insert(
            0, Notice(" ".join(refused.messages), _("This order cannot be submitted today"), "bad")
        )
    lead = _case_words(employer, route, occupation_id)
    return _order_form(
        request, form, title=_("New job order"), lead=lead, notices=notices, crumbs=_desk_crumb()
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires("job_orders:order:draft")
def change_order(request: HttpRequest, number: str) -> HttpResponse:
    order = _mine(request, number)
    least = queries.law_of(dates.today()).least(
        country=order.destination_id,
        occupation=order.occupation_id,
        employer_type=order.employer.employer_type,
        route=order.route,
    )
    form = OrderForm(_typed(request), actor=request.actor, least=least, initial=values_of(order))
    if request.method == "POST" and form.is_valid():
        details = form.details(
            actor=request.actor, employer=order.employer, route=order.route, occupation_id=order.occupation_id
        )
        try:
            services.change_draft(actor=request.actor, order=order, details=details, today=dates.today())
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("job_orders:order", number=order.number)
    crumbs = [*_desk_crumb(), Crumb(order.title, reverse("job_orders:order", args=[number]))]
    return _order_form(
        request,
        form,
        title=_("Change the draft"),
        lead=_case_words(order.employer, order.route, order.occupation_id),
        notices=_law_notices(least),
        crumbs=crumbs,
    )


@require_POST
@access.requires("job_orders:order:draft")
def submit_order(request: HttpRequest, number: str) -> HttpResponse:
    def submit(order: JobOrder) -> None:
        services.submit_order(actor=request.actor, order=order, today=dates.today())

    return _one_step(request, _mine(request, number), submit, _("The order is with the attaché now."))


@require_POST
@access.requires("job_orders:order:verify")
def verify_order(request: HttpRequest, number: str) -> HttpResponse:
    def verify(order: JobOrder) -> None:
        services.verify_order(actor=request.actor, order=order, today=dates.today())

    order = _reachable(request, number, "job_orders:order:verify")
    return _one_step(request, order, verify, _("The order is open; everybody can see it."))


@require_POST
@access.requires("job_orders:order:draft")
def revise_order(request: HttpRequest, number: str) -> HttpResponse:
    def revise(order: JobOrder) -> None:
        services.revise_order(actor=request.actor, order=order)

    return _one_step(
        request, _mine(request, number), revise, _("The order is a draft again. Correct it and submit it.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires("job_orders:order:verify")
def refuse_order(request: HttpRequest, number: str) -> HttpResponse:
    order = _reachable(request, number, "job_orders:order:verify")
    form = RefuseForm(_typed(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["refusal_reason"]
        try:
            services.refuse_order(actor=request.actor, order=order, reason=reason)
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("The order is refused; the company reads why."))
            return redirect("job_orders:order", number=number)
    return _form_page(
        request,
        form,
        title=_("Refuse the order"),
        crumbs=_order_crumbs(order),
        button=_("Refuse the order"),
        weight="danger",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires("job_orders:order:close")
def close_order(request: HttpRequest, number: str) -> HttpResponse:
    order = _reachable(request, number, "job_orders:order:close")
    form = CloseForm(_typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.close_order(actor=request.actor, order=order, reason=form.cleaned_data["close_reason"])
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("The order is closed."))
            return redirect("job_orders:order", number=number)
    lead = _(
        "A closed order takes nobody any more. If the employer needs nobody or the order proved false, every opening "
        "held is given back; otherwise those who hold one keep it."
    )
    return _form_page(
        request,
        form,
        title=_("Close the order"),
        crumbs=_order_crumbs(order),
        button=_("Close the order"),
        weight="danger",
        lead=lead,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires("job_orders:reservation:release")
def release(request: HttpRequest, pk: str) -> HttpResponse:
    held = Reservation.objects.visible_to(request.actor, action="job_orders:reservation:release")
    reservation = get_object_or_404(held.select_related("order", "candidate__person"), pk=pk)
    form = ReleaseForm(_typed(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["release_reason"]
        try:
            services.release_opening(actor=request.actor, reservation=reservation, reason=reason)
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("The opening is free again."))
            return redirect("job_orders:order", number=reservation.order.number)
    return _form_page(
        request,
        form,
        title=_("Give the opening back"),
        crumbs=_order_crumbs(reservation.order),
        button=_("Give back"),
        weight="danger",
    )


def _typed(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _mine(request: HttpRequest, number: str) -> JobOrder:
    return _reachable(request, number, "job_orders:order:draft")


def _reachable(request: HttpRequest, number: str, action: str) -> JobOrder:
    """The order, if the actor may do the action to it; else 404, as for one that does not exist."""
    order = find_order(request.actor, number)
    if not access.covers(request.actor, action, order):
        raise Http404
    return order


def _one_step(
    request: HttpRequest, order: JobOrder, step: Callable[[JobOrder], None], done: str
) -> HttpResponse:
    """Take a step that needs nothing typed; when it is refused the order's page says why."""
    try:
        step(order)
    except ValidationError as refusal:
        return order_page(
            request, find_order(request.actor, order.number), refusal=refusal, status=UNPROCESSABLE
        )
    messages.success(request, done)
    return redirect("job_orders:order", number=order.number)


def _first_values(least: Least, employer: Employer) -> dict[str, object]:
    return {
        "requirements": sorted(least.asked.requirements),
        "min_age": least.asked.min_age,
        "max_age": least.asked.max_age,
        "sex": least.asked.sex,
        "min_education": least.asked.min_education,
        "contract_months": least.standard.contract_months if least.standard else None,
        "pay_currency": employer.country.currency,
    }


def _case_words(employer: Employer, route: str, occupation_id: str) -> str:
    """What the first page asked for, in one line."""
    said = [
        competencies.occupation_label(occupation_id) or occupation_id,
        str(employer),
        str(employer.country),
    ]
    return " · ".join([*said, str(Route(route).label)])


def _law_notices(least: Least) -> list[Notice]:
    if least.standard is None:
        sentence = _(
            "No standard of the destination is known for this occupation. Say yourself what people must hold."
        )
        return [Notice(sentence, tone="warn")]
    sentence = _("Filled in from the standard “%(standard)s”. Source: %(source)s")
    said = {"standard": least.standard.title, "source": least.standard.source}
    return [Notice(sentence % said)]


def _desk_crumb() -> list[Crumb]:
    return [Crumb(_("Orders in hand"), reverse("job_orders:desk"))]


def _order_crumbs(order: JobOrder) -> list[Crumb]:
    return [Crumb(order.title, reverse("job_orders:order", args=[order.number]))]


def _order_form(request: HttpRequest, form: OrderForm, **context: object) -> HttpResponse:
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "job_orders/order_form.html", {"form": form, **context}, status=status)


def _form_page(request: HttpRequest, form: object, **context: object) -> HttpResponse:
    status = UNPROCESSABLE if form.errors else 200
    return render(
        request,
        "job_orders/form.html",
        {"form": form, "weight": "primary", "lead": "", **context},
        status=status,
    )
