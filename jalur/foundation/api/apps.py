from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "jalur.foundation.api"
    label = "api"
