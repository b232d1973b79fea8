from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.rights import Right
from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class CompetenciesConfig(AppConfig):
    name = "jalur.foundation.competencies"
    verbose_name = _("Competencies")

    def ready(self) -> None:
        from jalur.foundation.competencies.parts import home

        parts.register("competencies", order=7, home=home)
        navigation.register(
            Entry(
                _("Destination standards"),
                "competencies:standard_list",
                Right.VIEW_STANDARD,
                820,
                "globe-asia-australia",
            ),
            Entry(_("Competencies"), "competencies:catalogue", Right.VIEW_COMPETENCY, 830, "mortarboard"),
            group=_("Reference"),
        )
