from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.journey.employers.rights import Right
from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class EmployersConfig(AppConfig):
    name = "jalur.journey.employers"
    verbose_name = _("Employers abroad")

    def ready(self) -> None:
        from jalur.foundation.files import kinds as files
        from jalur.journey.employers.parts import PROBLEM_PAPERS, VERIFICATION_PAPERS, home, of_partner

        files.register(VERIFICATION_PAPERS)
        files.register(PROBLEM_PAPERS)
        parts.register("employers", order=29, home=home)
        parts.add_to_page("organisations:organisation", "employers", order=30, page=of_partner)
        navigation.register(
            Entry(_("Employers"), "employers:employers", Right.VIEW_EMPLOYER, 320, "building"),
            Entry(_("Problem list"), "employers:problems", Right.ENTER_PROBLEM, 325, "shield-exclamation"),
            group=_("Jobs"),
        )
