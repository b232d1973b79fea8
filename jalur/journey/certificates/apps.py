from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.journey.certificates.rights import Right
from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class CertificatesConfig(AppConfig):
    name = "jalur.journey.certificates"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        from jalur.foundation.messaging import kinds as messaging
        from jalur.journey.certificates import messages, queries, services
        from jalur.journey.certificates.parts import file, home, of_assessment, of_day
        from jalur.journey.certification import holdings

        messaging.register(*messages.KINDS)
        holdings.register(
            "certificates",
            holdings.Building(hold=services.hold_those_of, fall=services.fall_with, spent=queries.spent),
        )
        parts.register("certificates", order=49, file=file, home=home)
        parts.add_to_page("certification:assessment", "certificates", order=49, page=of_assessment)
        parts.add_to_page("certification:day", "certificates", order=49, page=of_day)
        navigation.register(
            Entry(_("Certificates"), "certificates:list", Right.ISSUE_CERTIFICATE, 476, "award"),
            group=_("Assessment"),
        )
        navigation.register(
            Entry(
                _("Is this certificate genuine?"),
                "certificates:check",
                Right.CHECK_CERTIFICATE,
                631,
                "patch-question",
            ),
            group=_("Letters"),
        )
