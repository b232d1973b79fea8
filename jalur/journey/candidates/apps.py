from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.foundation.people.rights import Right as PeopleRight
from jalur.journey.candidates.rights import Right
from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class CandidatesConfig(AppConfig):
    name = "jalur.journey.candidates"

    def ready(self) -> None:
        from jalur.journey.candidates.parts import file, home

        parts.register("candidates", order=10, file=file, home=home)
        people = _("People")
        navigation.register(
            Entry(
                _("Candidates"),
                "candidates:list",
                Right.VIEW_DESK,
                order=210,
                icon="people",
                group=people,
            ),
            Entry(
                _("Possible duplicates"),
                "candidates:duplicates",
                PeopleRight.VIEW_DUPLICATE,
                order=220,
                icon="person-exclamation",
                group=people,
            ),
            Entry(_("My file"), "candidates:own", Right.VIEW_OWN, order=205, icon="person", group=people),
        )
