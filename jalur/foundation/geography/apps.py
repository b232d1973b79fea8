from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography.rights import Right
from jalur.kit import navigation
from jalur.kit.navigation import Entry


class GeographyConfig(AppConfig):
    name = "jalur.foundation.geography"
    verbose_name = _("Places")

    def ready(self) -> None:
        navigation.register(
            Entry(_("Places"), "geography:provinces", Right.VIEW_PLACE, 810, "geo-alt"),
            group=_("Reference"),
        )
