from django.apps import AppConfig


class JobOrdersConfig(AppConfig):
    name = "jalur.journey.job_orders"
