from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "jalur.foundation.accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from jalur.foundation.accounts import access

        access.table()
