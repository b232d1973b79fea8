from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.journey.premises.rights import Right
from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class PremisesConfig(AppConfig):
    name = "jalur.journey.premises"
    verbose_name = _("Premises")

    def ready(self) -> None:
        from jalur.foundation.files import kinds as files
        from jalur.foundation.imports import kinds as imports
        from jalur.foundation.messaging import kinds as messaging
        from jalur.foundation.notes import kinds as notes
        from jalur.foundation.tasks import kinds as tasks
        from jalur.journey.candidates import holdings
        from jalur.journey.premises import messages
        from jalur.journey.premises.parts import (
            CONSENT_PAPERS,
            INSTRUCTOR_LIST,
            LICENCE_PAPERS,
            NOTES,
            RESOURCE_LIST,
            TASKS,
            file,
            home,
        )
        from jalur.journey.premises.services.beds import HELD

        holdings.register("premises", HELD)
        files.register(CONSENT_PAPERS)
        files.register(LICENCE_PAPERS)
        notes.register(NOTES)
        tasks.register(TASKS)
        parts.register("premises", order=38, file=file, home=home)
        messaging.register(messages.BED_GIVEN, messages.BED_CANCELLED)
        imports.register(RESOURCE_LIST)
        imports.register(INSTRUCTOR_LIST)
        navigation.register(
            Entry(_("Today at the centre"), "premises:today", Right.VIEW_BOOKING, 411, "calendar-day"),
            Entry(_("This week"), "premises:week", Right.VIEW_BOOKING, 412, "calendar-week"),
            Entry(_("Bookings"), "premises:bookings", Right.VIEW_BOOKING, 413, "calendar-check"),
            Entry(_("Workshops, rooms, people"), "premises:resources", Right.VIEW_RESOURCE, 414, "tools"),
            Entry(
                _("Guardians' consents"), "premises:consents", Right.VIEW_CONSENT, 417, "file-earmark-check"
            ),
            Entry(_("How much is used"), "premises:occupancy", Right.VIEW_BOOKING, 415, "bar-chart"),
            group=_("Premises"),
        )
