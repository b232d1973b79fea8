from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.journey.talent_pool.rights import Right
from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class TalentPoolConfig(AppConfig):
    name = "jalur.journey.talent_pool"
    verbose_name = _("Talent pool")

    def ready(self) -> None:
        from jalur.foundation.messaging import kinds as messaging
        from jalur.journey.candidates import holdings
        from jalur.journey.candidates.workflow import CANDIDATE
        from jalur.journey.job_orders.workflow import ORDER
        from jalur.journey.talent_pool import messages, services
        from jalur.journey.talent_pool.parts import file, home, of_candidate, of_order

        messaging.register(*messages.KINDS)
        # What was asked ends before the consent that it stands on.
        holdings.register("talent_pool_requests", services.HELD_REQUESTS)
        holdings.register("talent_pool", services.HELD_CONSENT)
        parts.register("talent_pool", order=50, file=file, home=home)
        parts.add_to_page(CANDIDATE.thing, "talent_pool", order=50, page=of_candidate)
        parts.add_to_page(ORDER.thing, "talent_pool", order=50, page=of_order)
        navigation.register(
            Entry(_("Talent pool"), "talent_pool:pool", Right.VIEW_ENTRY, 346, "search-heart"),
            Entry(
                _("Requests in the talent pool"),
                "talent_pool:requests",
                Right.SEND_REQUEST,
                347,
                "chat-left-text",
            ),
            group=_("Jobs"),
        )
