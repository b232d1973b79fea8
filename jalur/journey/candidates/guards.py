"""What stands in the way of changing a file and of confirming what a candidate can do. A guard (steps.Guard) changes nothing."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.workflow.steps import Ask
from jalur.journey.candidates import rules
from jalur.journey.candidates.models import Candidate, HeldCompetency
from jalur.kit.refusals import refusal


def file_is_in_use(candidate: Candidate, _ask: Ask) -> ValidationError | None:
    """Of two files of one person only the one that was kept goes on."""
    if candidate.person.merged_into_id is None:
        return None
    sentence = _("This is a person's second file. Use the other one: that one is continued.")
    return ValidationError(sentence, code="merged")


def its_file_is_in_use(held: HeldCompetency, ask: Ask) -> ValidationError | None:
    """The same of what is shown in a file."""
    return file_is_in_use(held.candidate, ask)


def shows_something(held: HeldCompetency, _ask: Ask) -> ValidationError | None:
    """An own statement shows nothing yet."""
    if held.evidence != rules.OWN_STATEMENT:
        return None
    sentence = _("A self-declared skill cannot be confirmed. First enter the evidence that you were shown.")
    return refusal("evidence", "own_statement", sentence)
