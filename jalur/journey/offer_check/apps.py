from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.journey.offer_check.rights import Right
from jalur.kit import navigation
from jalur.kit.navigation import Entry


class OfferCheckConfig(AppConfig):
    name = "jalur.journey.offer_check"
    verbose_name = _("Is this offer real?")

    def ready(self) -> None:
        navigation.register(
            Entry(_("Is this offer real?"), "offer_check:check", Right.CHECK_OFFER, 520, "patch-question"),
            group=_("Organisations"),
        )
