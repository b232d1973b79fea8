"""What stands in the way of a step of a forecast: None or a refusal; changes nothing."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.workflow.steps import Ask
from jalur.journey.forecasts.models import Forecast
from jalur.kit.refusals import refusal


def is_ahead(forecast: Forecast, ask: Ask) -> ValidationError | None:
    """Nobody foresees what is over."""
    if forecast.ends >= ask.today:
        return None
    return refusal("ends", "past", _("The last month is over. Choose a later one."))


def is_over(forecast: Forecast, ask: Ask) -> ValidationError | None:
    if forecast.ends < ask.today:
        return None
    return refusal("ends", "ahead", _("The last month is not over yet."))
