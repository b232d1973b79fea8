from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "jalur.foundation.accounts"

    def ready(self) -> None:
        from jalur.foundation.accounts import access

        access.table()
