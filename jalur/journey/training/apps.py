from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class TrainingConfig(AppConfig):
    name = "jalur.journey.training"

    def ready(self) -> None:
        from jalur.journey.training.parts import file, home

        parts.register("training", order=40, file=file, home=home)
        group = _("Training")
        navigation.register(
            Entry(
                _("Open classes"),
                "training:open_classes",
                "training:intake:view",
                order=410,
                icon="calendar3",
                group=group,
            ),
            Entry(
                _("Our classes"),
                "training:desk",
                "training:intake:follow",
                order=420,
                icon="easel",
                group=group,
            ),
            Entry(
                _("Seats of our people"),
                "training:seats",
                "training:enrolment:follow",
                order=430,
                icon="person-check",
                group=group,
            ),
            Entry(
                _("My classes"),
                "training:mine",
                "training:enrolment:own",
                order=405,
                icon="person-check",
                group=group,
            ),
            Entry(
                _("Programmes"),
                "training:programmes",
                "training:programme:view",
                order=440,
                icon="journal-text",
                group=group,
            ),
            Entry(
                _("Asked for and taught"),
                "training:demand",
                "training:programme:view",
                order=450,
                icon="arrow-left-right",
                group=group,
            ),
        )
