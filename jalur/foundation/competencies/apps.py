from django.apps import AppConfig


class CompetenciesConfig(AppConfig):
    name = "jalur.foundation.competencies"
