from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    name = "jalur.foundation.history"
    verbose_name = _("History")
