from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.journey.job_orders.rights import Right
from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class JobOrdersConfig(AppConfig):
    name = "jalur.journey.job_orders"
    verbose_name = _("Job orders")

    def ready(self) -> None:
        from jalur.foundation.files import kinds as files
        from jalur.foundation.imports import kinds as imports
        from jalur.foundation.messaging import kinds as messaging
        from jalur.foundation.notes import kinds as notes
        from jalur.foundation.tasks import kinds as tasks
        from jalur.foundation.workflow import consequences
        from jalur.journey.candidates import holdings
        from jalur.journey.employers import merging
        from jalur.journey.job_orders import messages
        from jalur.journey.job_orders.parts import (
            CHECK_PAPERS,
            DEMAND_LETTERS,
            KEPT_UNDER_LAW,
            LIST,
            NOTES,
            ORDER_PAPERS,
            TASKS,
            file,
            home,
            of_company,
            of_employer,
        )
        from jalur.journey.job_orders.services import follow_employer
        from jalur.journey.job_orders.services.openings import HELD

        for papers in (CHECK_PAPERS, DEMAND_LETTERS, ORDER_PAPERS):
            files.register(papers)
        messaging.register(messages.JOB_CHANGED, messages.DEADLINE_NEAR)
        imports.register(LIST)
        tasks.register(TASKS)
        notes.register(NOTES)
        parts.register("job_orders", order=30, file=file, home=home, leads=True)
        parts.add_to_page("employers:employer", "job_orders", order=30, page=of_employer)
        parts.add_to_page("organisations:organisation", "job_orders", order=30, page=of_company)
        merging.register("job_orders", follow_employer)
        holdings.register("job_orders", HELD)
        consequences.register("job_orders", KEPT_UNDER_LAW)
        navigation.register(
            Entry(_("Open orders"), "job_orders:open_orders", Right.VIEW_ORDER, 330, "briefcase"),
            Entry(_("Orders in progress"), "job_orders:desk", Right.VIEW_DRAFT, 310, "inbox"),
            group=_("Jobs"),
        )
