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


def stands_once(forecast: Forecast, _ask: Ask) -> ValidationError | None:
    """What came is compared with one forecast: two of the same for the same months would both take the credit."""
    same = Forecast.objects.standing().filter(organisation=forecast.organisation_id, **forecast.case)
    other = same.filter(begins__lte=forecast.ends, ends__gte=forecast.begins).exclude(pk=forecast.pk).first()
    if other is None:
        return None
    sentence = _("Forecast %(number)s already stands for these months. Revise that one.")
    return refusal("begins", "stands_already", sentence % {"number": other.number})


def is_over(forecast: Forecast, ask: Ask) -> ValidationError | None:
    if forecast.ends < ask.today:
        return None
    return refusal("ends", "ahead", _("The last month is not over yet."))
