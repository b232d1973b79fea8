"""How orders read on a screen: states with their tone, whom an order takes, who may know an employer's name."""

from django.utils.translation import gettext as _

from jalur.foundation.competencies.words import age_words
from jalur.foundation.rulebook.models import EmployerType
from jalur.journey.job_orders.models import Employer, JobOrder


def employer_words(employer: Employer) -> str:
    """The employer as everybody may read it: a household's name is personal data and stays out of public pages."""
    if employer.employer_type == EmployerType.INDIVIDUAL:
        return _("An individual employer in %(city)s") % {"city": employer.city or str(employer.country)}
    return f"{employer.name}, {employer.city}" if employer.city else employer.name


def whom_words(order: JobOrder) -> str:
    """Whom an order takes, in one line: women and men, 18 to 39 years, at least lower secondary."""
    parts = [order.get_sex_display(), age_words(order)]
    if order.min_education is not None:
        parts.append(_("at least %(schooling)s") % {"schooling": order.get_min_education_display()})
    return ", ".join(parts)
