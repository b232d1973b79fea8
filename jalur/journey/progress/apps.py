from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.journey.progress.rights import Right
from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class ProgressConfig(AppConfig):
    name = "jalur.journey.progress"
    verbose_name = _("Progress")

    def ready(self) -> None:
        from jalur.foundation.imports import kinds as imports
        from jalur.journey.progress.parts import LIST, file, home, of_class, of_results, of_timetable

        imports.register(LIST)
        parts.register("progress", order=42, file=file, home=home)
        parts.add_to_page("training:intake", "progress", order=42, page=of_class)
        parts.add_to_page("training:results", "progress", order=42, page=of_results)
        parts.add_to_page("training:timetable", "progress", order=42, page=of_timetable)
        navigation.register(
            Entry(_("My progress"), "progress:mine", Right.OWN_MARK, 407, "bar-chart-line"),
            Entry(_("Ready for the assessment"), "progress:ready", Right.SEE_READY, 417, "bar-chart-line"),
            group=_("Training"),
        )
