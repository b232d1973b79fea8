from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConnectionsConfig(AppConfig):
    name = "jalur.foundation.connections"
    verbose_name = _("Connected programs")

    def ready(self) -> None:
        from jalur.foundation.connections.parts import programs
        from jalur.kit import parts

        parts.add_to_page("organisations:organisation", "connections", order=10, page=programs)
