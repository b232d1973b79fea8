from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "jalur.foundation.history"
