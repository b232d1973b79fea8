from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.kit import navigation
from jalur.kit.navigation import Entry


class JobOrdersConfig(AppConfig):
    name = "jalur.journey.job_orders"

    def ready(self) -> None:
        navigation.register(
            Entry(
                _("Open orders"),
                "job_orders:open_orders",
                "job_orders:order:view",
                order=310,
                icon="briefcase",
                group=_("Jobs"),
            ),
            Entry(
                _("Orders in hand"),
                "job_orders:desk",
                "job_orders:draft:view",
                order=320,
                icon="inbox",
                group=_("Jobs"),
            ),
            Entry(
                _("Employers"),
                "job_orders:employers",
                "job_orders:employer:register",
                order=330,
                icon="building",
                group=_("Jobs"),
            ),
        )
