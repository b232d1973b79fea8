from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.journey.curricula.rights import Right
from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class CurriculaConfig(AppConfig):
    name = "jalur.journey.curricula"
    verbose_name = _("Curricula")

    def ready(self) -> None:
        from jalur.foundation.messaging import kinds as messaging
        from jalur.journey.curricula import messages
        from jalur.journey.curricula.parts import home

        messaging.register(messages.INVITED, messages.ASKED_AGAIN)
        parts.register("curricula", order=35, home=home)
        navigation.register(
            Entry(_("Curricula"), "curricula:versions", Right.VIEW_VERSION, 445, "journal-richtext"),
            group=_("Training"),
        )
