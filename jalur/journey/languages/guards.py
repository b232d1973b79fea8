"""What stands in the way of a step of an entry test: None or a refusal; changes nothing."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.workflow.steps import Ask
from jalur.journey.candidates.models import State
from jalur.journey.languages.models import EntryTest
from jalur.kit.refusals import refusal


def has_taken_place(test: EntryTest, ask: Ask) -> ValidationError | None:
    if test.taken_on > ask.today:
        return refusal("taken_on", "not_yet", _("The day of the test has not come yet."))
    if test.taken_on <= test.candidate.person.birth_date:
        return refusal("taken_on", "unborn", _("This day is before her or his birth. Check the year."))
    return None


def candidate_is_on_the_path(test: EntryTest, _ask: Ask) -> ValidationError | None:
    if test.candidate.state != State.WITHDRAWN:
        return None
    return refusal("candidate", "withdrawn", _("This candidate has left the path; nothing new is recorded."))
