from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.kit import parts


class TasksConfig(AppConfig):
    name = "jalur.foundation.tasks"
    verbose_name = _("Tasks")

    def ready(self) -> None:
        from jalur.foundation.messaging.kinds import register
        from jalur.foundation.tasks import messages
        from jalur.foundation.tasks.kinds import kinds
        from jalur.foundation.tasks.parts import file, home, page

        register(messages.GIVEN, messages.DUE, messages.LATE)
        parts.register("tasks", order=96, file=file, home=home)
        # Rooms further up have named theirs: they are set up before.
        for kind in kinds():
            if kind.thing:
                parts.add_to_page(kind.thing, "tasks", order=96, page=page(kind))
