from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.journey.training.rights import Right
from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class TrainingConfig(AppConfig):
    name = "jalur.journey.training"
    verbose_name = _("Training")

    def ready(self) -> None:
        from jalur.foundation.letters import kinds as letters
        from jalur.foundation.messaging import kinds as messaging
        from jalur.foundation.notes import kinds as notes
        from jalur.foundation.tasks import kinds as tasks
        from jalur.foundation.workflow import consequences
        from jalur.journey.candidates import holdings
        from jalur.journey.premises import uses
        from jalur.journey.training import messages
        from jalur.journey.training.parts import (
            CALL,
            KEPT_UNDER_LAW,
            NOTES,
            TASKS,
            UNDER_STANDARDS,
            USE,
            file,
            home,
            leading_to,
        )
        from jalur.journey.training.services.enrolments import HELD
        from jalur.journey.training.services.shortfalls import BELOW

        messaging.register(
            messages.POSTPONED,
            messages.CANCELLED,
            messages.SEAT_OFFERED,
            messages.BEGINS,
            messages.REMEDIAL_OFFERED,
            messages.LOOKED_AFTER,
            messages.TIMETABLE_CHANGED,
            messages.TEACHING_CHANGED,
        )
        tasks.register(TASKS)
        notes.register(NOTES)
        parts.register("training", order=40, file=file, home=home, leads=True)
        parts.add_to_page("job_orders:order", "training", order=40, page=leading_to)
        letters.register(CALL)
        holdings.register("training", HELD)
        holdings.register("training:below", BELOW)
        uses.register("training", USE)
        consequences.register("training", KEPT_UNDER_LAW)
        consequences.register("training:programmes", UNDER_STANDARDS)
        navigation.register(
            Entry(_("My classes"), "training:mine", Right.OWN_ENROLMENT, 405, "person-check"),
            Entry(_("Open classes"), "training:open_classes", Right.VIEW_INTAKE, 430, "calendar3"),
            Entry(_("Our classes"), "training:desk", Right.FOLLOW_INTAKE, 410, "easel"),
            Entry(_("Residents' classes"), "training:seats", Right.FOLLOW_ENROLMENT, 420, "person-check"),
            Entry(_("Below the standard"), "training:below", Right.KEEP_SHORTFALL, 415, "hourglass-split"),
            Entry(_("Programmes"), "training:programmes", Right.VIEW_PROGRAMME, 440, "journal-text"),
            Entry(_("Demand and training"), "training:demand", Right.VIEW_PROGRAMME, 450, "arrow-left-right"),
            group=_("Training"),
        )
