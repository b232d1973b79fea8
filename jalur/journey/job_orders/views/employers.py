from functools import partial

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.journey.job_orders import queries, services
from jalur.journey.job_orders.filters import EmployerFilter
from jalur.journey.job_orders.forms import EmployerForm
from jalur.journey.job_orders.models import Employer, State
from jalur.journey.job_orders.rights import Right
from jalur.journey.job_orders.tables import EmployerTable
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty
from jalur.kit.forms import by_label, options_response, posted
from jalur.kit.links import link
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.REGISTER_EMPLOYER)
def employers(request: HttpRequest) -> HttpResponse:
    running = Count("orders", filter=Q(orders__state=State.OPEN, orders__ready_by__gte=dates.today()))
    rows = Employer.objects.visible_to(request.actor).select_related("country").annotate(running=running)
    new = Action(_("Register an employer"), reverse("job_orders:new_employer"), "primary", icon="plus-lg")
    return list_page(
        request,
        queryset=rows,
        table=EmployerTable,
        filters=EmployerFilter,
        export_name="pemberi-kerja",
        title=_("Employers"),
        actions=[new],
        empty=Empty(_("No employers are registered yet"), icon="building"),
    )


@require_safe
@access.requires(Right.DRAFT_ORDER)
def employer_options(request: HttpRequest) -> HttpResponse:
    return options_response(request, partial(queries.choose_employer, request.actor), by_label)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.REGISTER_EMPLOYER)
def new_employer(request: HttpRequest) -> HttpResponse:
    return answer_form(
        request,
        EmployerForm(posted(request), actor=request.actor),
        lambda form: services.register_employer(actor=request.actor, employer=form.instance),
        done=_("The employer is registered. Go on with its first order."),
        to=lambda saved: link("job_orders:start_order", query=f"employer={saved.pk}"),
        title=_("Register an employer"),
        button=_("Register"),
        crumbs=[Crumb(_("Employers"), reverse("job_orders:employers"))],
    )
