from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class ProposalsConfig(AppConfig):
    name = "jalur.proposals"
    verbose_name = _("plans and proposals")

    def ready(self) -> None:
        from jalur.proposals.parts import file, home

        # A path is chosen before an opening is held.
        parts.register("proposals", order=20, file=file, home=home)
        navigation.register(
            Entry(_("My path"), "proposals:mine", "proposals:path:view", order=20, icon="signpost-split"),
            Entry(_("Plans"), "proposals:runs", "proposals:run:view", order=60, icon="diagram-3"),
            Entry(
                _("Proposals"),
                "proposals:proposals",
                "proposals:proposal:list",
                order=61,
                icon="check2-square",
            ),
        )
