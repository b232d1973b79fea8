from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.kit import parts


class ExportsConfig(AppConfig):
    name = "jalur.foundation.exports"
    verbose_name = _("Downloads")

    def ready(self) -> None:
        from jalur.foundation.exports.parts import home

        parts.register("exports", order=95, home=home)
