from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.journey.funding.rights import Right
from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class FundingConfig(AppConfig):
    name = "jalur.journey.funding"
    verbose_name = _("Money for training")

    def ready(self) -> None:
        from jalur.foundation.imports import kinds as imports
        from jalur.journey.funding.parts import LIST, file, home, of_class
        from jalur.journey.funding.services import seats_given_back
        from jalur.journey.training import uses

        imports.register(LIST)
        uses.register("funding", seats_given_back)
        parts.register("funding", order=47, file=file, home=home)
        parts.add_to_page("training:intake", "funding", order=47, page=of_class)
        navigation.register(
            Entry(_("Budget lines"), "funding:lines", Right.VIEW_LINE, 480, "wallet2"),
            group=_("Training"),
        )
