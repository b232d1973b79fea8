from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "jalur.portal"
    verbose_name = _("Accounts and roles")

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added, authenticator_removed

        from jalur.kit import navigation, parts
        from jalur.portal import second_factor
        from jalur.portal.case import ahead, way_to_file

        parts.register("portal", order=90, file=ahead)
        parts.add_to_page("candidates:candidate", "portal", order=1, page=way_to_file)
        navigation.register(navigation.Entry(_("Home"), "portal:home", order=0, icon="house"))
        # The library's only door to what follows a change of factor.
        authenticator_added.connect(second_factor.factor_added)
        authenticator_removed.connect(second_factor.factor_removed)
