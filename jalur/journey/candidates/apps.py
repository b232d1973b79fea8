from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "jalur.journey.candidates"
