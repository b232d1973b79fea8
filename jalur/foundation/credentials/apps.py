from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CredentialsConfig(AppConfig):
    name = "jalur.foundation.credentials"
    verbose_name = _("Signing keys")

    def ready(self) -> None:
        from jalur.foundation.credentials import workflow  # noqa: F401  # its table of steps is declared
        from jalur.foundation.credentials.rights import Right
        from jalur.kit import navigation
        from jalur.kit.navigation import Entry

        navigation.register(
            Entry(_("Signing keys"), "credentials:keys", Right.VIEW_KEY, 885, "key"), group=_("Reference")
        )
