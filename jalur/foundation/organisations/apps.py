from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "jalur.foundation.organisations"
