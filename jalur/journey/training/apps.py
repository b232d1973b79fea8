from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.journey.training.rights import Right
from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class TrainingConfig(AppConfig):
    name = "jalur.journey.training"

    def ready(self) -> None:
        from jalur.journey.training.parts import file, home

        parts.register("training", order=40, file=file, home=home)
        navigation.register(
            Entry(_("My classes"), "training:mine", Right.OWN_ENROLMENT, order=405, icon="person-check"),
            Entry(_("Open classes"), "training:open_classes", Right.VIEW_INTAKE, order=410, icon="calendar3"),
            Entry(_("Our classes"), "training:desk", Right.FOLLOW_INTAKE, order=420, icon="easel"),
            Entry(
                _("Residents' classes"),
                "training:seats",
                Right.FOLLOW_ENROLMENT,
                order=430,
                icon="person-check",
            ),
            Entry(
                _("Programmes"), "training:programmes", Right.VIEW_PROGRAMME, order=440, icon="journal-text"
            ),
            Entry(
                _("Demand and training"),
                "training:demand",
                Right.VIEW_PROGRAMME,
                order=450,
                icon="arrow-left-right",
            ),
            group=_("Training"),
        )
