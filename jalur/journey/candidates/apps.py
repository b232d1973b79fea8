from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.kit import navigation
from jalur.kit.navigation import Entry


class CandidatesConfig(AppConfig):
    name = "jalur.journey.candidates"

    def ready(self) -> None:
        people = _("People")
        navigation.register(
            Entry(
                _("Candidates"),
                "candidates:list",
                "candidates:desk:view",
                order=210,
                icon="people",
                group=people,
            ),
            Entry(
                _("Perhaps twice"),
                "candidates:duplicates",
                "people:duplicate:view",
                order=220,
                icon="person-exclamation",
                group=people,
            ),
            Entry(
                _("My file"), "candidates:own", "candidates:own:view", order=205, icon="person", group=people
            ),
        )
