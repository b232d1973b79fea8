from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.journey.network.rights import Right
from jalur.kit import navigation, parts, reference
from jalur.kit.navigation import Entry


class NetworkConfig(AppConfig):
    name = "jalur.journey.network"
    verbose_name = _("Networks")

    def ready(self) -> None:
        from jalur.foundation.files import kinds as files
        from jalur.foundation.letters import kinds as letters
        from jalur.foundation.messaging import kinds as messaging
        from jalur.journey.network import messages
        from jalur.journey.network.parts import (
            EVIDENCE,
            READINESS,
            USE,
            file,
            home,
            of_class,
            of_lent,
            of_seat,
            of_transfer,
        )
        from jalur.journey.network.services import class_takes_nobody, load_items, seats_given_back
        from jalur.journey.premises import uses
        from jalur.journey.training import uses as seats

        files.register(EVIDENCE)
        letters.register(READINESS)
        parts.register("network", order=45, file=file, home=home)
        parts.add_to_page("training:enrolment", "network", order=46, page=of_seat)
        parts.add_to_page("network:transfer", "network", order=46, page=of_transfer)
        parts.add_to_page("training:intake", "network", order=46, page=of_class)
        seats.register("network", seats_given_back, takes_nobody=class_takes_nobody)
        parts.add_to_page("premises:resource", "network", order=45, page=of_lent)
        messaging.register(*messages.KINDS)
        uses.register("network", USE)
        reference.register("network", load_items)
        navigation.register(
            Entry(_("Networks"), "network:members", Right.VIEW_MEMBER, 461, "building"),
            group=_("Networks"),
        )
