from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "jalur.project"
