from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.foundation.rulebook.rights import Right
from jalur.kit import navigation
from jalur.kit.navigation import Entry


class RulebookConfig(AppConfig):
    name = "jalur.foundation.rulebook"
    verbose_name = _("Rulebook")

    def ready(self) -> None:
        navigation.register(
            Entry(_("Rulebook"), "rulebook:question", Right.VIEW_RULE, 840, "book"),
            group=_("Reference"),
        )
