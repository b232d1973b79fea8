from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "jalur.foundation.people"
