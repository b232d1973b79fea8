"""The lists of this room that are read in, and what its rows carry."""

from django.utils.translation import gettext_lazy, ngettext

from jalur.foundation.imports.kinds import ImportKind
from jalur.foundation.notes.kinds import NoteKind
from jalur.foundation.workflow.views import crumb_of
from jalur.journey.forecasts.models import Forecast
from jalur.journey.forecasts.rights import Right
from jalur.journey.forecasts.services import state_many
from jalur.journey.forecasts.services.imports import COLUMNS, plan
from jalur.journey.forecasts.workflow import FORECAST
from jalur.kit import formats

LIST = ImportKind(
    key="forecasts",
    right=Right.STATE_FORECAST,
    columns=COLUMNS,
    plan=plan,
    apply=state_many,
    new=gettext_lazy("Would be stated"),
    known=gettext_lazy("A forecast stands for these months already"),
    shown={
        gettext_lazy("Occupation"): "occupation",
        gettext_lazy("Destination"): "destination",
        gettext_lazy("Expected"): "people",
        gettext_lazy("From the month"): "begins",
        gettext_lazy("To the month"): "ends",
    },
    button=lambda count: (
        ngettext("State %(count)s forecast", "State %(count)s forecasts", count)
        % {"count": formats.number(count)}
    ),
    done=lambda count: (
        ngettext("%(count)s forecast stated.", "%(count)s forecasts stated.", count)
        % {"count": formats.number(count)}
    ),
    place=(gettext_lazy("Expected demand"), "forecasts:list"),
)
NOTES = NoteKind(
    key="forecast",
    model=Forecast,
    thing=FORECAST.thing,
    title=gettext_lazy("Forecast"),
    right=Right.STATE_FORECAST,
    related=FORECAST.related,
    place=lambda _forecast: "",
    crumbs=lambda _actor, forecast: [crumb_of(FORECAST, forecast)],
)
