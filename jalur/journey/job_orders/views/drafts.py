"""Starting an order: what decides its law, then what it says."""

from functools import partial

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.workflow.views import page_of
from jalur.journey.job_orders import services, words
from jalur.journey.job_orders.forms import OrderForm, StartForm
from jalur.journey.job_orders.rights import Right
from jalur.journey.job_orders.workflow import ORDER
from jalur.kit import dates
from jalur.kit.answers import answer_form, ask_form
from jalur.kit.components import Action, Crumb
from jalur.kit.forms import posted


@require_safe
@access.requires(Right.DRAFT_ORDER)
def start_order(request: HttpRequest) -> HttpResponse:
    is_asked = bool(request.GET.get("route"))
    form = StartForm(
        request.GET if is_asked else None,
        actor=request.actor,
        initial={"employer": request.GET.get("employer")},
    )
    if form.is_bound and form.is_valid():
        order, case = form.instance, QueryDict(mutable=True)
        case.update(employer=order.employer_id, route=order.route, occupation=order.occupation_id)
        return redirect(f"{reverse('job_orders:new_order')}?{case.urlencode()}")
    return ask_form(
        request,
        form,
        title=_("New job order"),
        lead=_("These three decide which law and which standard of the destination apply."),
        button=_("Continue"),
        secondary=Action(_("The employer is not in the list"), reverse("employers:new"), "quiet"),
        crumbs=[desk_crumb()],
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
    return answer_form(
        request,
        form,
        lambda form: services.draft_order(
            actor=request.actor, order=form.instance, today=dates.today(), **form.beside
        ),
        done=_("The draft is saved. Check it, then submit it to the attaché."),
        to=partial(page_of, ORDER),
        title=_("New job order"),
        button=_("Save as a draft"),
        crumbs=[desk_crumb()],
        **words.case_and_law(order, law),
    )


def desk_crumb() -> Crumb:
    return Crumb(_("Orders in progress"), reverse("job_orders:desk"))
