from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.foundation.organisations.rights import Right
from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class OrganisationsConfig(AppConfig):
    name = "jalur.foundation.organisations"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        from jalur.foundation.messaging import kinds
        from jalur.foundation.organisations import messages
        from jalur.foundation.organisations.parts import home

        kinds.register(messages.INVITED, messages.FACTOR_RESET)
        kinds.register_recipient(messages.INVITED_PEOPLE)

        parts.register("organisations", order=5, home=home)
        navigation.register(
            Entry(
                _("Register of organisations"), "organisations:list", Right.VIEW_ORGANISATION, 510, "building"
            ),
            group=_("Organisations"),
        )
