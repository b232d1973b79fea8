"""Expected demand: the list, one forecast and its steps, and what came of those that ended."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.journey.forecasts import queries, services, words
from jalur.journey.forecasts.filters import ForecastFilter
from jalur.journey.forecasts.forms import ForecastForm
from jalur.journey.forecasts.models import Forecast
from jalur.journey.forecasts.rights import Right
from jalur.journey.forecasts.tables import ForecastTable
from jalur.journey.forecasts.workflow import FORECAST
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty
from jalur.kit.forms import posted
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.VIEW_FORECAST)
def forecasts(request: HttpRequest) -> HttpResponse:
    actions = [
        Action(_("Beside open orders"), reverse("forecasts:beside"), "secondary"),
        Action(_("What came of it"), reverse("forecasts:record"), "secondary"),
    ]
    if access.may(request.actor, Right.STATE_FORECAST):
        actions = [
            Action(_("New forecast"), reverse("forecasts:new"), "primary", icon="plus-lg"),
            Action(_("Import a spreadsheet"), reverse("imports:forecasts"), "secondary"),
            *actions,
        ]
    return list_page(
        request,
        queryset=Forecast.objects.visible_to(request.actor).for_lists(),
        table=ForecastTable,
        filters=ForecastFilter,
        by_key=True,
        export_name="perkiraan-permintaan",
        title=_("Expected demand"),
        lead=_("What companies and missions expect and nobody has ordered yet. It is counted with no order."),
        actions=actions,
        empty=Empty(
            _("No forecasts here yet"), _("A company or a mission states what it expects."), icon="inbox"
        ),
    )


@require_safe
@access.requires(Right.VIEW_FORECAST)
def beside(request: HttpRequest) -> HttpResponse:
    grid = words.beside_grid(queries.beside_orders(request.actor, dates.today()))
    return render(
        request,
        "detail.html",
        {
            "title": _("Expected, beside open orders"),
            "lead": _("What stands among the forecasts that you may read. Nobody can be sent on it."),
            "crumbs": [_above()],
            "grids": [grid],
            "rows": [],
        },
    )


@require_safe
@access.requires(Right.VIEW_FORECAST)
def record(request: HttpRequest) -> HttpResponse:
    grid = words.records_grid(list(queries.records(request.actor)))
    return render(
        request,
        "detail.html",
        {
            "title": _("What came of forecasts"),
            "lead": _("Openings of orders verified in the months for which they were expected."),
            "crumbs": [_above()],
            "grids": [grid],
            "rows": [],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.STATE_FORECAST)
def new(request: HttpRequest) -> HttpResponse:
    return answer_form(
        request,
        ForecastForm(posted(request), actor=request.actor),
        lambda form: services.state_forecast(
            actor=request.actor, forecast=form.instance, today=dates.today()
        ),
        done=_("The forecast is stated. Revise it when you know more."),
        to=partial(page_of, FORECAST),
        title=_("New forecast"),
        button=_("State the forecast"),
        crumbs=[_above()],
    )


@require_safe
@access.requires(Right.VIEW_FORECAST)
def forecast(request: HttpRequest, number: str) -> HttpResponse:
    forecast = find(FORECAST, request.actor, number)
    return record_page(
        request,
        FORECAST,
        forecast,
        crumbs=[_above()],
        notices=words.notices_of(forecast),
        summary_title=_("The forecast"),
        rows=words.rows_of(forecast),
        grids=[words.revisions_grid(forecast)],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(FORECAST)
def forecast_step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Revise or take back."""
    forecast = find(FORECAST, request.actor, number)
    steps = {
        "revise": partial(services.revise_forecast, today=dates.today()),
        "revoke": services.revoke_forecast,
    }
    take = partial(steps[verb], actor=request.actor, forecast=forecast)
    form = partial(ForecastForm, instance=forecast, actor=request.actor)
    return step_page(request, FORECAST, forecast, verb, take, own_forms={"revise": form})


def _above() -> Crumb:
    return Crumb(_("Expected demand"), reverse("forecasts:list"))
