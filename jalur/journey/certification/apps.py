from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.journey.certification.rights import Right
from jalur.kit import navigation, parts, reference
from jalur.kit.navigation import Entry


class CertificationConfig(AppConfig):
    name = "jalur.journey.certification"
    verbose_name = _("Assessment")

    def ready(self) -> None:
        from jalur.foundation.files import kinds as files
        from jalur.foundation.imports import kinds as imports
        from jalur.foundation.letters import kinds as letters
        from jalur.foundation.messaging import kinds as messaging
        from jalur.journey.candidates import holdings
        from jalur.journey.certification import messages
        from jalur.journey.certification.parts import (
            EVIDENCE,
            FOR_BNSP,
            LIST,
            OUTSIDE_LIST,
            OUTSIDE_PAPER,
            file,
            home,
            of_class,
        )
        from jalur.journey.certification.services import HELD, load_questions

        letters.register(FOR_BNSP)
        reference.register("certification", load_questions)
        files.register(EVIDENCE)
        files.register(OUTSIDE_PAPER)
        imports.register(LIST)
        imports.register(OUTSIDE_LIST)
        messaging.register(*messages.KINDS)
        holdings.register("certification", HELD)
        parts.register("certification", order=48, file=file, home=home, leads=True)
        parts.add_to_page("training:intake", "certification", order=48, page=of_class)
        navigation.register(
            Entry(_("Assessments"), "certification:assessments", Right.VIEW_EVIDENCE, 470, "clipboard-check"),
            Entry(_("Days of assessment"), "certification:days", Right.VIEW_DAY, 471, "calendar-event"),
            Entry(_("Assessors"), "certification:assessors", Right.VIEW_LICENCE, 472, "person-check"),
            Entry(_("Test places (TUK)"), "certification:places", Right.VIEW_LICENCE, 473, "building"),
            Entry(_("Assessment bodies"), "certification:bodies", Right.VIEW_LICENCE, 474, "patch-check"),
            Entry(_("Blank certificates"), "certification:deliveries", Right.VIEW_BLANK, 476, "file-earmark"),
            Entry(
                _("Meetings that decided"),
                "certification:plenos",
                Right.DECIDE_ASSESSMENT,
                475,
                "check2-square",
            ),
            group=_("Assessment"),
        )
