from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.kit import navigation
from jalur.kit.navigation import Entry


class OrganisationsConfig(AppConfig):
    name = "jalur.foundation.organisations"

    def ready(self) -> None:
        group = _("Organisations")
        navigation.register(
            Entry(
                _("Register of organisations"),
                "organisations:list",
                "organisations:organisation:view",
                order=510,
                icon="building",
                group=group,
            ),
            Entry(
                _("Is this company real?"),
                "organisations:check",
                "organisations:organisation:view",
                order=520,
                icon="patch-question",
                group=group,
            ),
        )
