from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HooksConfig(AppConfig):
    name = "jalur.foundation.hooks"
    verbose_name = _("Notices to programs")

    def ready(self) -> None:
        from jalur.foundation.history import services as history
        from jalur.foundation.hooks.messages import RESTS
        from jalur.foundation.hooks.parts import addresses, home
        from jalur.foundation.hooks.services import wake
        from jalur.foundation.messaging import kinds
        from jalur.kit import parts

        history.then(wake)
        kinds.register(RESTS)
        parts.register("hooks", order=97, home=home)
        parts.add_to_page("connections:connection", "hooks", order=10, page=addresses)
