from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "jalur.journey.training"
