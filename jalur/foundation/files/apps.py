from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "jalur.foundation.files"
    verbose_name = _("Files")

    def ready(self) -> None:
        from jalur.foundation.files import workflow  # noqa: F401 - histories read its events
