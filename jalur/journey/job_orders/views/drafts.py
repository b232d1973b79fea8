"""Drafting an order: what decides its law, then what it says."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.models import Route
from jalur.foundation.rulebook.queries import LawOfTheDay, Least
from jalur.foundation.rulebook.words import closed_words
from jalur.journey.job_orders import services
from jalur.journey.job_orders.forms import OrderForm, StartForm, values_of
from jalur.journey.job_orders.models import Employer, JobOrder
from jalur.journey.job_orders.rights import Right
from jalur.journey.job_orders.views.orders import find_order
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Notice
from jalur.kit.forms import options_response, posted


@require_safe
@access.requires(Right.VIEW_ORDER)
def occupation_options(request: HttpRequest) -> HttpResponse:
    return options_response(request, competencies.search_occupations)


@require_safe
@access.requires(Right.DRAFT_ORDER)
def start_order(request: HttpRequest) -> HttpResponse:
    form = StartForm(request.GET or None, actor=request.actor)
    if form.is_bound and form.is_valid():
        case = QueryDict(mutable=True)
        case.update({**form.cleaned_data, "employer": form.cleaned_data["employer"].pk})
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
    employer, route = start.cleaned_data["employer"], start.cleaned_data["route"]
    trial = JobOrder(
        employer=employer,
        destination=employer.country,
        route=route,
        occupation_id=start.cleaned_data["occupation"],
    )
    law = rulebook.law_of(dates.today())
    least = law.least(**trial.case)
    form = OrderForm(
        posted(request), actor=request.actor, least=least, initial=_first_values(least, employer)
    )
    return answer_form(
        request,
        form,
        lambda form: services.draft_order(
            actor=request.actor,
            details=form.details(
                actor=request.actor, employer=employer, route=route, occupation_id=trial.occupation_id
            ),
            today=dates.today(),
        ),
        done=_("The draft is saved. Check it, then submit it to the attaché."),
        to=lambda order: reverse("job_orders:order", args=[order.number]),
        title=_("New job order"),
        lead=_case_words(trial),
        button=_("Save as a draft"),
        notices=[*_closed_notices(trial, law), *_law_notices(least)],
        crumbs=_desk_crumb(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.DRAFT_ORDER)
def change_order(request: HttpRequest, number: str) -> HttpResponse:
    order = find_order(request.actor, number)
    if not access.covers(request.actor, Right.DRAFT_ORDER, order):
        raise Http404
    least = rulebook.law_of(dates.today()).least(**order.case)
    page = reverse("job_orders:order", args=[number])
    return answer_form(
        request,
        OrderForm(posted(request), actor=request.actor, least=least, initial=values_of(order)),
        lambda form: services.change_draft(
            actor=request.actor,
            order=order,
            details=form.details(
                actor=request.actor,
                employer=order.employer,
                route=order.route,
                occupation_id=order.occupation_id,
            ),
            today=dates.today(),
        ),
        done=_("The draft is saved."),
        title=_("Change the draft"),
        lead=_case_words(order),
        button=_("Save as a draft"),
        notices=_law_notices(least),
        crumbs=[*_desk_crumb(), Crumb(order.title, page)],
    )


def _first_values(least: Least, employer: Employer) -> dict[str, object]:
    return {
        "requirements": sorted(least.requirements),
        "min_age": least.min_age,
        "max_age": least.max_age,
        "sex": least.sex,
        "min_education": least.min_education,
        "contract_months": least.standard.contract_months if least.standard else None,
        "pay_currency": employer.country.currency,
    }


def _case_words(order: JobOrder) -> str:
    """What decides the law of the order, in one line."""
    job = competencies.occupation_label(order.occupation_id) or order.occupation_id
    return " · ".join([job, str(order.employer), str(order.employer.country), str(Route(order.route).label)])


def _closed_notices(order: JobOrder, law: LawOfTheDay) -> list[Notice]:
    decision = law.decision(**order.case)
    if not decision.is_closed:
        return []
    sentence = closed_words(decision, str(order.destination), law.on)
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
