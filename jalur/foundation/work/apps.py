from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "jalur.foundation.work"
