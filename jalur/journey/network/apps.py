from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.journey.network.rights import Right
from jalur.kit import navigation, parts, reference
from jalur.kit.navigation import Entry


class NetworkConfig(AppConfig):
    name = "jalur.journey.network"
    verbose_name = _("Networks")

    def ready(self) -> None:
        from jalur.foundation.files import kinds as files
        from jalur.journey.network.parts import EVIDENCE, home
        from jalur.journey.network.services import load_items

        files.register(EVIDENCE)
        parts.register("network", order=45, home=home)
        reference.register("network", load_items)
        navigation.register(
            Entry(_("Networks"), "network:members", Right.VIEW_MEMBER, 461, "building"),
            group=_("Networks"),
        )
