from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry
from jalur.proposals.rights import Right


class ProposalsConfig(AppConfig):
    name = "jalur.proposals"
    verbose_name = _("Plans and proposals")

    def ready(self) -> None:
        from jalur.foundation.messaging import kinds
        from jalur.foundation.workflow import dependants
        from jalur.journey.candidates import holdings
        from jalur.journey.job_orders.models import JobOrder
        from jalur.journey.training.models import Intake
        from jalur.proposals.decisions.messages import OFFERED, REMINDED
        from jalur.proposals.decisions.services.decision import HELD
        from jalur.proposals.parts import HANGS_ON_CLASSES, HANGS_ON_ORDERS, file, home

        # A path is chosen before an opening is held.
        parts.register("proposals", order=20, file=file, home=home, leads=True)
        kinds.register(OFFERED, REMINDED)
        holdings.register("proposals", HELD)
        dependants.register(JobOrder, "proposals", HANGS_ON_ORDERS)
        dependants.register(Intake, "proposals", HANGS_ON_CLASSES)
        navigation.register(
            Entry(_("My path"), "proposals:mine", Right.VIEW_PATH, 20, "signpost-split"),
            Entry(_("Plans"), "proposals:runs", Right.VIEW_RUN, 60, "diagram-3"),
            Entry(_("Proposals"), "proposals:proposals", Right.LIST_PROPOSAL, 61, "check2-square"),
        )
