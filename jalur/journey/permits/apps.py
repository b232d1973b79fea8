from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.journey.permits.rights import Right
from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class PermitsConfig(AppConfig):
    name = "jalur.journey.permits"
    verbose_name = _("Permits to recruit (SIP2MI)")

    def ready(self) -> None:
        from jalur.foundation.files import kinds as files
        from jalur.foundation.messaging import kinds as messaging
        from jalur.journey.permits import messages
        from jalur.journey.permits.parts import PAPERS, home, of_order

        files.register(PAPERS)
        messaging.register(*messages.ALL)
        parts.register("permits", order=31, home=home)
        parts.add_to_page("job_orders:order", "permits", order=20, page=of_order)
        navigation.register(
            Entry(
                _("Permits (SIP2MI)"),
                "permits:applications",
                Right.VIEW_APPLICATION,
                335,
                "file-earmark-check",
            ),
            group=_("Jobs"),
        )
