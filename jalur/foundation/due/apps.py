from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.kit import parts


class DueConfig(AppConfig):
    name = "jalur.foundation.due"
    verbose_name = _("Deadlines")

    def ready(self) -> None:
        from jalur.foundation.due import messages, workflow  # noqa: F401 - histories read its events
        from jalur.foundation.due import parts as ours
        from jalur.foundation.messaging.kinds import register
        from jalur.foundation.workflow import deadlines

        deadlines.register(ours.KEEPER)
        register(messages.SOON, messages.LATE, messages.MINE)
        parts.register("due", order=95, home=ours.home)
