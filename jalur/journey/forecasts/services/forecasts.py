"""Writing forecasts, from stated to ended."""

from collections.abc import Sequence
from copy import copy
from datetime import date

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.workflow.locks import deed
from jalur.foundation.workflow.steps import UnchangedError
from jalur.journey.forecasts import queries
from jalur.journey.forecasts.models import Forecast
from jalur.journey.forecasts.workflow import FORECAST
from jalur.kit.numbers import new_number


@deed
def state_forecast(*, actor: Actor, forecast: Forecast, today: date) -> Forecast:
    """What the actor's organisation expects; a mission speaks of its own country alone."""
    forecast.number = forecast.number or new_number("PK")
    forecast.organisation_id = actor.organisation_id  # type: ignore[assignment]  # only members hold the right
    _keep_to_its_country(actor, forecast)
    with FORECAST.step("state", actor=actor, subject=forecast, today=today):
        forecast.full_clean()
    return forecast


def revise_forecast(*, actor: Actor, forecast: Forecast, today: date) -> Forecast:
    """Make it as given; the earlier numbers stay in its field history."""
    with FORECAST.step("revise", actor=actor, subject=forecast, today=today) as locked:
        before = copy(locked)
        locked.take_over(forecast)
        _keep_to_its_country(actor, locked)
        if not before.take_over(locked):
            raise UnchangedError
        locked.full_clean()
    return locked


def revoke_forecast(*, actor: Actor, forecast: Forecast, reason: str) -> Forecast:
    """It is expected no longer."""
    with FORECAST.step("revoke", actor=actor, subject=forecast, reason=reason) as locked:
        pass
    return locked


def expire_forecast(*, actor: Actor, forecast: Forecast, today: date) -> Forecast:
    """Its last month is over: what came is counted once, and stays."""
    with FORECAST.step("expire", actor=actor, subject=forecast, today=today) as locked:
        locked.came, locked.came_to_all = queries.came(locked)
    return locked


@deed
def state_many(*, actor: Actor, rows: Sequence[Forecast], today: date) -> Sequence[Forecast]:
    """Forecasts of a list. All or none."""
    return [state_forecast(actor=actor, forecast=row, today=today) for row in rows]


def _keep_to_its_country(actor: Actor, forecast: Forecast) -> None:
    if actor.role == Role.LABOUR_ATTACHE:
        forecast.destination_id = actor.country
