from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PremisesConfig(AppConfig):
    name = "jalur.journey.premises"
    verbose_name = _("Premises")

    def ready(self) -> None:
        from jalur.journey.candidates import holdings
        from jalur.journey.premises.services.beds import HELD

        holdings.register("premises", HELD)
