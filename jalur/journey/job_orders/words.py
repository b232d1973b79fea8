"""How orders read on a screen: whom an order takes, who may know an employer's name, what law applies."""

from typing import Any

from django.utils.translation import gettext as _

from jalur.foundation.competencies.words import age_words
from jalur.foundation.rulebook.models import EmployerType
from jalur.foundation.rulebook.queries import LawOfTheDay
from jalur.foundation.rulebook.rules import UNSTATED
from jalur.foundation.rulebook.words import closed_words
from jalur.journey.job_orders.models import Employer, JobOrder
from jalur.kit.components import Notice


def employer_words(employer: Employer, *, names_household: bool = False) -> str:
    """The employer as everybody may read it: a household's name is personal data and stays out of public pages."""
    if employer.employer_type == EmployerType.INDIVIDUAL and not names_household:
        return _("An individual employer in %(city)s") % {"city": employer.city or str(employer.country)}
    return f"{employer.name}, {employer.city}" if employer.city else employer.name


def job_in_country(order: JobOrder) -> str:
    """ "Welder in South Korea"; a title that names the country already stands alone."""
    country = order.destination.name
    if country.lower() in order.title.lower():
        return order.title
    return _("%(job)s in %(country)s") % {"job": order.title, "country": country}


def gone_sentence(order: JobOrder) -> str:
    """Why there is no job to go to any more, for whoever held an opening of it."""
    return _("The job “%(job)s” is gone: %(why)s. Your opening has been given back.") % {
        "job": job_in_country(order),
        "why": order.get_close_reason_display(),
    }


def whom_words(order: JobOrder) -> str:
    """Whom an order takes, in one line: women and men, 18 to 39 years, at least lower secondary."""
    parts = [order.get_sex_display(), age_words(order)]
    if order.min_education is not None:
        parts.append(_("at least %(schooling)s") % {"schooling": order.get_min_education_display()})
    return ", ".join(parts)


def case_and_law(order: JobOrder, law: LawOfTheDay) -> dict[str, Any]:
    """What stands above the form of a draft: what decides its law, and what the law says."""
    employer = order.employer
    case = (order.occupation.title, employer, employer.country, order.get_route_display())
    standard = law.least(**order.case).standard
    if standard is None:
        sentence = _(
            "No destination standard is known for this occupation. Choose the skills required yourself."
        )
        notice = Notice(sentence, tone="warn")
    else:
        sentence = _("Filled in from the standard “%(standard)s”. Source: %(source)s")
        notice = Notice(sentence % {"standard": standard.title, "source": standard.cited})
    return {"lead": " · ".join(map(str, case)), "notices": [*law_notices(order, law), notice]}


def law_notices(order: JobOrder, law: LawOfTheDay) -> list[Notice]:
    """What stands in the way of an order by the law of the day, or is not certain."""
    decision = law.decision(**order.case)
    if decision.status == UNSTATED:
        sentence = _(
            "No rule covers this destination, employer type, position and route. Look into it before deciding."
        )
        return [Notice(sentence, _("The rulebook is silent"), "warn")]
    if decision.is_closed:
        sentence = closed_words(decision, str(order.employer.country), law.on)
        return [Notice(sentence, _("This order cannot be submitted today"), "bad")]
    if decision.rule and not decision.verified:
        sentence = _("Placement is open, but the rule has not been checked against its source: %(source)s")
        return [Notice(sentence % {"source": decision.rule.rests_on}, _("Open, not verified"), "warn")]
    return []
