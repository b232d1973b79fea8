from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.foundation.people.rights import Right
from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class PeopleConfig(AppConfig):
    name = "jalur.foundation.people"
    verbose_name = _("People")

    def ready(self) -> None:
        from jalur.foundation.messaging import kinds
        from jalur.foundation.people.messages import PEOPLE
        from jalur.foundation.people.parts import file, home

        kinds.register_recipient(PEOPLE)

        parts.register("people", order=8, file=file, home=home)
        navigation.register(
            Entry(
                _("Possible duplicates"), "people:duplicates", Right.VIEW_DUPLICATE, 220, "person-exclamation"
            ),
            group=_("People"),
        )
