"""How vacancies at home read on a screen."""

from django.utils.translation import gettext as _

from jalur.foundation.competencies.words import age_words
from jalur.foundation.geography import queries as geography
from jalur.journey.vacancies.models import State, Vacancy
from jalur.kit import formats
from jalur.kit.components import Notice, Row, Text
from jalur.kit.facts import facts
from jalur.kit.links import link
from jalur.kit.money import format_money


def pay_words(vacancy: Vacancy) -> str:
    """ "Rp3.200.000 to Rp4.000.000 a month", with what of it is known; "" where nothing is."""
    low, high = (
        format_money(amount, "IDR", locale=formats.locale()) if amount is not None else ""
        for amount in (vacancy.pay_from, vacancy.pay_to)
    )
    if low and high and low != high:
        return _("%(low)s to %(high)s a month") % {"low": low, "high": high}
    if not low and high:
        return _("up to %(pay)s a month") % {"pay": high}
    if low and not high:
        return _("from %(pay)s a month") % {"pay": low}
    return _("%(pay)s a month") % {"pay": low} if low else ""


def whom_words(vacancy: Vacancy) -> str:
    """Whom it takes, in one line: 18 to 39 years, at least lower secondary."""
    parts = [age_words(vacancy)]
    if vacancy.min_education is not None:
        parts.append(_("at least %(schooling)s") % {"schooling": vacancy.get_min_education_display()})
    return ", ".join(parts)


def rows_of(vacancy: Vacancy) -> list[Row]:
    """What a vacancy says, for everybody."""
    place = geography.path_names([vacancy.place_id]).get(vacancy.place_id, str(vacancy.place))
    employer = vacancy.organisation
    page = link("organisations:organisation", employer.pk) if employer else ""
    return [
        Row(_("Employer"), Text(vacancy.employer, url=page) if page else vacancy.employer),
        Row(_("Place of work"), place),
        Row(_("Occupation"), f"{vacancy.occupation.title} ({vacancy.occupation_id})"),
        *facts(vacancy, "terms", "weekly_hours"),
        Row(_("Pay"), pay_words(vacancy)),
        Row(_("Who can apply"), whom_words(vacancy)),
        *facts(vacancy, "deadline", "how_to_apply", "source"),
        Row(_("Entered by"), str(vacancy.entered_by or "")),
    ]


def notices_of(vacancy: Vacancy) -> list[Notice]:
    """What is to be known before anybody reads on."""
    if vacancy.state == State.WITHDRAWN:
        return [Notice(vacancy.withdrawal_reason, _("This vacancy was taken off the list"), "bad")]
    if vacancy.state == State.FILLED:
        return [Notice(_("All openings are filled; it takes nobody else."))]
    if vacancy.state == State.CLOSED:
        return [Notice(_("The last day to apply has passed; it takes nobody else."))]
    if vacancy.state == State.OPEN:
        return [Notice(_("Nobody may ask you for money to get this work."), about="vacancy-page#money")]
    return []
