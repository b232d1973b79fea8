from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.journey.vacancies.rights import Right
from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class VacanciesConfig(AppConfig):
    name = "jalur.journey.vacancies"
    verbose_name = _("Vacancies at home")

    def ready(self) -> None:
        from jalur.foundation.imports import kinds as imports
        from jalur.foundation.notes import kinds as notes
        from jalur.foundation.tasks import kinds as tasks
        from jalur.journey.vacancies.parts import LIST, NOTES, TASKS, home

        imports.register(LIST)
        notes.register(NOTES)
        tasks.register(TASKS)
        parts.register("vacancies", order=35, home=home)
        navigation.register(
            Entry(_("Vacancies at home"), "vacancies:open_vacancies", Right.VIEW_VACANCY, 340, "house-door"),
            Entry(_("Vacancies we keep"), "vacancies:desk", Right.VIEW_DRAFT, 345, "card-list"),
            group=_("Jobs"),
        )
