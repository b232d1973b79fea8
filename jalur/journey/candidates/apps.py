from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.journey.candidates.rights import Right
from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class CandidatesConfig(AppConfig):
    name = "jalur.journey.candidates"
    verbose_name = _("Candidates")

    def ready(self) -> None:
        from jalur.foundation.files import kinds as files
        from jalur.foundation.imports import kinds
        from jalur.foundation.letters import kinds as letters
        from jalur.foundation.messaging import kinds as messaging
        from jalur.foundation.notes import kinds as notes
        from jalur.foundation.people import merging, youth
        from jalur.foundation.tasks import kinds as tasks
        from jalur.journey.candidates.messages import SLIP_HANDED_OUT
        from jalur.journey.candidates.parts import (
            LIST,
            NOTES,
            PAPERS,
            REGISTERED,
            TASKS,
            end_for_the_young,
            file,
            held_of_two,
            home,
        )
        from jalur.journey.candidates.services import carry_file_over, withdraw_the_young

        parts.register("candidates", order=10, file=file, home=home, leads=True)
        merging.register("candidates", compare=held_of_two, follow_up=carry_file_over)
        youth.register("candidates", consequence=end_for_the_young, let_go=withdraw_the_young)
        kinds.register(LIST)
        files.register(PAPERS)
        tasks.register(TASKS)
        notes.register(NOTES)
        messaging.register(SLIP_HANDED_OUT)
        letters.register(REGISTERED)
        navigation.register(
            Entry(_("My file"), "candidates:own", Right.VIEW_OWN, 205, "person"),
            Entry(_("Candidates"), "candidates:list", Right.VIEW_DESK, 210, "people"),
            group=_("People"),
        )
