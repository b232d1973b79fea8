from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "jalur.foundation.imports"
