from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.journey.languages.rights import Right
from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class LanguagesConfig(AppConfig):
    name = "jalur.journey.languages"
    verbose_name = _("Languages")

    def ready(self) -> None:
        from jalur.foundation.imports import kinds as imports
        from jalur.journey.languages.parts import LIST, file, home

        imports.register(LIST)
        parts.register("languages", order=45, file=file, home=home)
        navigation.register(
            Entry(_("My languages"), "languages:mine", Right.OWN_LADDER, 406, "translate"),
            Entry(_("Language ladder"), "languages:ladder", Right.VIEW_LADDER, 470, "bar-chart-steps"),
            group=_("Training"),
        )
