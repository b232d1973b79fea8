from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "jalur.portal"

    def ready(self) -> None:
        from jalur.kit import navigation, parts
        from jalur.portal.case import ahead

        parts.register("portal", order=90, file=ahead)
        navigation.register(navigation.Entry(_("Home"), "portal:home", order=0, icon="house"))
