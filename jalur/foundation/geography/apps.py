from django.apps import AppConfig


class GeographyConfig(AppConfig):
    name = "jalur.foundation.geography"
