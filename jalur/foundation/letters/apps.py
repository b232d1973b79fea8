from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.foundation.letters.rights import Right
from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class LettersConfig(AppConfig):
    name = "jalur.foundation.letters"
    verbose_name = _("Letters")

    def ready(self) -> None:
        from jalur.foundation.letters.parts import file

        parts.register("letters", order=90, file=file)
        navigation.register(
            Entry(_("Letters"), "letters:list", Right.READ_LETTER, 610, "envelope-paper"),
            Entry(
                _("Letterhead and numbers"), "letters:letterhead", Right.VIEW_LETTERHEAD, 620, "card-heading"
            ),
            Entry(_("Is this letter genuine?"), "letters:check", Right.CHECK_LETTER, 630, "patch-question"),
            group=_("Letters"),
        )
