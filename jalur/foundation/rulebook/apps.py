from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "jalur.foundation.rulebook"
