from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "jalur.foundation.accounts"
