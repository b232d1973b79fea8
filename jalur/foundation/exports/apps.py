from django.apps import AppConfig

from jalur.kit import parts


class ExportsConfig(AppConfig):
    name = "jalur.foundation.exports"

    def ready(self) -> None:
        from jalur.foundation.exports.parts import home

        parts.register("exports", order=95, home=home)
