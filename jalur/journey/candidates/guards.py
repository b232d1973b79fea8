"""What stands in the way of changing a file and of confirming what a candidate can do, and what is asked back. All change nothing."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.organisations.models import Membership
from jalur.foundation.people.rules import has_odd_signs
from jalur.foundation.workflow.steps import Ask
from jalur.journey.candidates import rules
from jalur.journey.candidates.models import Candidate, HeldCompetency, Slip, State
from jalur.kit import formats
from jalur.kit.dates import completed_years
from jalur.kit.refusals import refusal


def file_is_in_use(candidate: Candidate, _ask: Ask) -> ValidationError | None:
    """Of two files of one person only the one that was kept goes on."""
    return file_is_merged(candidate)


def file_is_merged(candidate: Candidate) -> ValidationError | None:
    """The same, asked at any time."""
    if candidate.person.merged_into_id is None:
        return None
    sentence = _("This is a person's second file. Use the other one: that one is continued.")
    return ValidationError(sentence, code="merged")


def its_file_is_in_use(held: HeldCompetency, ask: Ask) -> ValidationError | None:
    """The same of what is shown in a file."""
    return file_is_in_use(held.candidate, ask)


def its_papers_may_change(held: HeldCompetency) -> ValidationError | None:
    """What an official has confirmed, she has confirmed upon these files."""
    if (refused := file_is_merged(held.candidate)) is not None:
        return refused
    if held.confirmed_at is None:
        return None
    return refusal("file", "confirmed", _("An official has confirmed this evidence; its files stay with it."))


def shows_something(held: HeldCompetency, _ask: Ask) -> ValidationError | None:
    """An own statement shows nothing yet."""
    if held.evidence != rules.OWN_STATEMENT:
        return None
    sentence = _("A self-declared skill cannot be confirmed. First enter the evidence that you were shown.")
    return refusal("evidence", "own_statement", sentence)


def unlikely_name(name: str) -> str:
    """A question about a name with digits or signs in it, "" where there is none."""
    if not has_odd_signs(name):
        return ""
    return _("A name seldom has digits or signs like these. Is it written so on the KTP?")


def unlikely_birth(born: date, today: date) -> str:
    """A question about somebody too old to look for work, "" where there is none."""
    age = completed_years(born, today)
    if age < rules.PAST_WORKING:
        return ""
    return _("That makes %(age)d years. Is the year right?") % {"age": age}


def unlikely_start(day: date, today: date) -> str:
    """A question about a day of starting long past or far ahead, "" where there is none."""
    if abs((day - today).days) <= rules.LIKELY_START_WITHIN:
        return ""
    return _("That is more than two years from today: %(day)s. Is the year right?") % {
        "day": formats.day(day)
    }


def is_of_a_file_in_use(slip: Slip, ask: Ask) -> ValidationError | None:
    """The same of a slip."""
    return file_is_in_use(slip.candidate, ask)


def opens_no_office(slip: Slip, ask: Ask) -> ValidationError | None:
    """Who works for an office sees other people's data: her account is not opened by a piece of paper."""
    account = slip.candidate.person.account_id
    if account is None or not Membership.objects.filter(user=account).in_force(ask.today).exists():
        return None
    sentence = _(
        "This person also signs in for an office. Her password is reset by e-mail, not at a counter."
    )
    return ValidationError(sentence, code="of_an_office")


def is_for_somebody_else(slip: Slip, ask: Ask) -> ValidationError | None:
    if slip.candidate.person.account_id is None or slip.candidate.person.account_id != ask.actor.user_id:
        return None
    return ValidationError(_("This is your own account: change the password there."), code="oneself")


def still_works(slip: Slip, ask: Ask) -> ValidationError | None:
    if ask.today < slip.expires_on:
        return None
    return ValidationError(_("This slip has expired. Ask for a new one at the counter."), code="expired")


def is_confirmed_by_another(slip: Slip, ask: Ask) -> ValidationError | None:
    if slip.candidate.person.account_id is None or slip.confirmed_by_id is not None:
        return ValidationError(_("This slip needs no confirmation."), code="needs_none")
    if slip.issued_by_id != ask.actor.user_id:
        return None
    return ValidationError(
        _("You made this slip yourself. A second officer has to confirm it."), code="issuer"
    )


def two_let_into_an_account(slip: Slip, _ask: Ask) -> ValidationError | None:
    """One officer alone, who reads the code, would otherwise become the candidate."""
    if slip.candidate.person.account_id is None or slip.confirmed_by_id is not None:
        return None
    sentence = _(
        "This slip is for an account that exists already: a second officer has to confirm it first. The slip stays valid."
    )
    return ValidationError(sentence, code=rules.UNCONFIRMED)


def its_last_day_has_passed(slip: Slip, ask: Ask) -> ValidationError | None:
    if ask.today >= slip.expires_on:
        return None
    return ValidationError(_("This slip still works."), code="still_works")


def candidate_is_registered(candidate: Candidate) -> ValidationError | None:
    """Whether it can be stated today that somebody is on the path."""
    if candidate.state == State.WITHDRAWN:
        return refusal("state", "withdrawn", _("This candidate has withdrawn and is not registered today."))
    return None
