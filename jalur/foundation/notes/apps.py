from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.kit import parts


class NotesConfig(AppConfig):
    name = "jalur.foundation.notes"
    verbose_name = _("Notes")

    def ready(self) -> None:
        from jalur.foundation.messaging import kinds as messaging
        from jalur.foundation.notes.kinds import kinds, register
        from jalur.foundation.notes.messages import FOR_YOU
        from jalur.foundation.notes.parts import ORGANISATIONS, file, held_of_two, home, page
        from jalur.foundation.notes.services import carry_over
        from jalur.foundation.people import merging

        register(ORGANISATIONS)
        messaging.register(FOR_YOU)
        merging.register("notes", compare=held_of_two, follow_up=carry_over)
        parts.register("notes", order=95, file=file, home=home)
        # Rooms further up have named theirs: they are set up before.
        for kind in kinds():
            parts.add_to_page(kind.thing, "notes", order=95, page=page(kind))
