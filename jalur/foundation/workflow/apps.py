from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkflowConfig(AppConfig):
    name = "jalur.foundation.workflow"

    def ready(self) -> None:
        """Read every room's workflow.py: its tables and events are known before the first request."""
        autodiscover_modules("workflow")
