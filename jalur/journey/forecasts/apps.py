from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.journey.forecasts.rights import Right
from jalur.kit import navigation
from jalur.kit.navigation import Entry


class ForecastsConfig(AppConfig):
    name = "jalur.journey.forecasts"
    verbose_name = _("Expected demand")

    def ready(self) -> None:
        from jalur.foundation.imports import kinds as imports
        from jalur.foundation.notes import kinds as notes
        from jalur.journey.forecasts.parts import LIST, NOTES

        imports.register(LIST)
        notes.register(NOTES)
        navigation.register(
            Entry(_("Expected demand"), "forecasts:list", Right.VIEW_FORECAST, 335, "graph-up"),
            group=_("Jobs"),
        )
