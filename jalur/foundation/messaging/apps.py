from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.kit import parts


class MessagingConfig(AppConfig):
    name = "jalur.foundation.messaging"
    verbose_name = _("Messages")

    def ready(self) -> None:
        from jalur.foundation.messaging import (
            messages,
            workflow,  # noqa: F401 - histories read its events
        )
        from jalur.foundation.messaging import parts as ours
        from jalur.foundation.messaging.kinds import register, register_recipient

        register_recipient(messages.ACCOUNTS)
        register(messages.TAKEN_OVER)
        parts.register("messaging", order=90, file=ours.file, home=ours.home)
