from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkConfig(AppConfig):
    name = "jalur.foundation.work"
    verbose_name = _("Long work")
