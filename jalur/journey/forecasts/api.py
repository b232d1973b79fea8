"""Expected demand, for programs: of companies and missions that state it, of offices that read it."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.accounts import access
from jalur.foundation.api.bodies import Body, Reason, through
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of, as_seen
from jalur.foundation.workflow.views import find
from jalur.journey.forecasts import services
from jalur.journey.forecasts.forms import ForecastForm
from jalur.journey.forecasts.models import Forecast
from jalur.journey.forecasts.rights import Right
from jalur.journey.forecasts.workflow import FORECAST
from jalur.kit import dates

router = Router("forecasts", _("Expected demand"))
MONTH = r"^\d{4}-\d{2}$"


class ForecastRecord(Schema):
    number: str
    state: str
    organisation: UUID
    destination: str
    occupation: str = Field(description="ISCO-08.")
    people: int
    begins: date = Field(description="First day of the first month.")
    ends: date = Field(description="Last day of the last month.")
    sureness: str
    ground: str
    revoked_because: str
    came: int | None = Field(description="Openings that came through who said so, once it has ended.")
    came_to_all: int | None = Field(description="The same through everybody.")


class Forecasts(Page[ForecastRecord]):
    pass


class ForecastQuery(PageQuery):
    state: str = Field("", max_length=20)
    destination: str = Field("", max_length=2)
    occupation: str = Field("", max_length=4)


class Revised(Body):
    destination: str | None = Field(None, description="A mission's is its country.")
    occupation: str | None = None
    people: int | None = None
    begins: str | None = Field(None, pattern=MONTH, description="Year and month: 2026-03.")
    ends: str | None = Field(None, pattern=MONTH, description="Year and month: 2026-08.")
    sureness: str | None = None
    ground: str | None = None


class NewForecast(Revised):
    occupation: str
    people: int
    begins: str = Field(pattern=MONTH, description="Year and month: 2026-03.")
    ends: str = Field(pattern=MONTH, description="Year and month: 2026-08.")
    sureness: str
    ground: str


@router.read("/forecasts/", Right.VIEW_FORECAST, Forecasts)
def list_forecasts(request: HttpRequest, query: Query[ForecastQuery]) -> Forecasts:
    """Forecasts that the program may see; orders are elsewhere."""
    rows = Forecast.objects.visible_to(actor_of(request))
    for name in ("state", "destination", "occupation"):
        if value := getattr(query, name):
            rows = rows.filter(**{name: value})
    return page_of(Forecasts, rows, query, lambda found: map(_record, found))


@router.read(
    "/forecasts/{number}/", Right.VIEW_FORECAST, ForecastRecord, events={"forecasts:forecast": "number"}
)
def show_forecast(request: HttpRequest, number: str) -> ForecastRecord:
    """One forecast, by its number."""
    return _record(find(FORECAST, actor_of(request), number))


@router.create("/forecasts/", Right.STATE_FORECAST, ForecastRecord)
def state_forecast(request: HttpRequest, body: NewForecast) -> ForecastRecord:
    """What the program's organisation expects."""
    actor = actor_of(request)
    form = through(partial(ForecastForm, actor=actor), body)
    return _record(services.state_forecast(actor=actor, forecast=form.instance, today=dates.today()))


@router.change("/forecasts/{number}/", Right.STATE_FORECAST, ForecastRecord)
def revise_forecast(request: HttpRequest, number: str, body: Revised) -> ForecastRecord:
    """Revise what is expected; what is not sent stays, the earlier numbers are kept."""
    actor = actor_of(request)
    forecast = find(FORECAST, actor, number)
    access.check(actor, Right.STATE_FORECAST, forecast)
    form = through(partial(ForecastForm, instance=forecast, actor=actor), body)
    take = partial(services.revise_forecast, forecast=form.instance, today=dates.today())
    return _taken(request, forecast, take)


@router.step("/forecasts/{number}/revoke/", Right.STATE_FORECAST, ForecastRecord)
def revoke_forecast(request: HttpRequest, number: str, body: Reason) -> ForecastRecord:
    """It is expected no longer."""
    forecast = find(FORECAST, actor_of(request), number)
    return _taken(request, forecast, partial(services.revoke_forecast, forecast=forecast, reason=body.reason))


def _taken(request: HttpRequest, forecast: Forecast, take: Any) -> ForecastRecord:
    """The forecast after a step of it, taken only if it is still as the program has seen it."""
    with as_seen(request, forecast, _record):
        return _record(take(actor=actor_of(request)))


def _record(forecast: Forecast) -> ForecastRecord:
    return ForecastRecord(
        number=forecast.number,
        state=forecast.state,
        organisation=forecast.organisation_id,
        destination=forecast.destination_id,
        occupation=forecast.occupation_id,
        people=forecast.people,
        begins=forecast.begins,
        ends=forecast.ends,
        sureness=forecast.sureness,
        ground=forecast.ground,
        revoked_because=forecast.revoked_because,
        came=forecast.came,
        came_to_all=forecast.came_to_all,
    )
