"""How orders read on a screen: states with their tone, whom an order takes, who may know an employer's name."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from jalur.foundation.competencies.models import Competency, Education, Kind
from jalur.foundation.rulebook.models import EmployerType
from jalur.journey.job_orders import guards
from jalur.journey.job_orders.models import Employer, JobOrder


def employer_words(employer: Employer) -> str:
    """The employer as everybody may read it: a household's name is personal data and stays out of public pages."""
    if employer.employer_type == EmployerType.INDIVIDUAL:
        return _("An individual employer in %(city)s") % {"city": employer.city or str(employer.country)}
    return f"{employer.name}, {employer.city}" if employer.city else employer.name


def whom_words(order: JobOrder) -> str:
    """Whom an order takes, in one line: women and men, 18 to 39 years, at least lower secondary."""
    parts = [guards.sex_words(order.sex), guards.age_words(order.min_age, order.max_age)]
    if order.min_education is not None:
        parts.append(_("at least %(schooling)s") % {"schooling": Education(order.min_education).label})
    return ", ".join(parts)


def by_kind(competencies: Iterable[Competency]) -> list[tuple[str, list[Competency]]]:
    """Competencies under the headings skill, language, soft skill, culture; empty headings are left out."""
    found: dict[str, list[Competency]] = {kind.value: [] for kind in Kind}
    for competency in competencies:
        found[competency.kind].append(competency)
    return [(str(Kind(kind).label), rows) for kind, rows in found.items() if rows]
