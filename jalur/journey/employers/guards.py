"""What stands in the way of changing, joining or verifying an employer, and of sending anybody there, in one plain sentence each."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Role
from jalur.foundation.geography.models import Country
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.steps import Ask
from jalur.journey.employers import queries
from jalur.journey.employers.models import Employer, Problem, State, Verification
from jalur.kit import formats
from jalur.kit.refusals import refusal


def may_correct_it(employer: Employer, ask: Ask) -> ValidationError | None:
    """A company corrects what it registered itself, as long as no mission has verified it."""
    if ask.actor.role != Role.COMPANY_OFFICER:
        return None
    if employer.registered_by_id != ask.actor.organisation_id:
        sentence = _("Another organisation registered this employer. Ask the mission to correct it.")
        return refusal("name", "not_yours", sentence)
    if queries.verified_until(employer) is not None:
        sentence = _("The mission has verified this employer. Ask the mission to correct it.")
        return refusal("name", "verified", sentence)
    return None


def is_one_with(employer: Employer, _ask: Ask) -> ValidationError | None:
    """An entry is joined with another one of the same country and kind that stands itself."""
    kept = employer.merged_into
    if kept is None or kept.pk == employer.pk or kept.state != State.CURRENT:
        return refusal("into", "no_other", _("Choose another entry that stands itself."))
    if (kept.country_id, kept.employer_type) != (employer.country_id, employer.employer_type):
        sentence = _(
            "The two are of another country or kind; the law of their orders would change. Correct that first."
        )
        return refusal("into", "another_law", sentence)
    return None


def country_of(about: Employer | Organisation) -> Country:
    """Where it is; a partner agency whose entry says no country is neither verified nor listed."""
    if about.country is None:
        raise refusal(
            "way", "no_country", _("The entry of this agency names no country. Have it corrected first.")
        )
    return about.country


def way_is_open(verification: Verification, on: date) -> ValidationError | None:
    """Employers of this kind may be verified in this way."""
    ways = queries.ways_of(verification.about, on)
    if verification.way in ways:
        return None
    sentence = _("Such an employer is not verified in this way. Source: %(source)s.")
    sources = "; ".join(dict.fromkeys(rule.rests_on for rule in ways.values() if rule))
    return refusal("way", "way", sentence % {"source": sources})


def is_not_over(problem: Problem, ask: Ask) -> ValidationError | None:
    """An entry that has ended by itself stays as it was."""
    if problem.until is None or problem.until >= ask.today:
        return None
    sentence = _("This entry ended on %(day)s. Make a new one.")
    return refusal("until", "ended", sentence % {"day": formats.day(problem.until)})


def stopped_by(problem: Problem) -> ValidationError:
    """Why nobody is sent to an employer or through a partner; which words stand there is told on the page of the problem."""
    sentence = (
        _("The employer is on the problem list since %(day)s: %(kind)s. Nobody is sent there meanwhile.")
        if problem.employer_id
        else _(
            "The partner agency is on the problem list since %(day)s: %(kind)s. Nobody is sent through it meanwhile."
        )
    )
    params = {"day": formats.day(problem.since), "kind": problem.get_kind_display()}
    return refusal("employer" if problem.employer_id else "partner", "problem", sentence % params)
