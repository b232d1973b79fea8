"""What stands in the way of changing a file. A guard (steps.Guard) changes nothing."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.workflow.steps import Ask
from jalur.journey.candidates.models import Candidate


def file_is_in_use(candidate: Candidate, _ask: Ask) -> ValidationError | None:
    """Of two files of one person only the one that was kept goes on."""
    if candidate.person.merged_into_id is None:
        return None
    sentence = _("This is the second file of a person. Use the other one: it is the one that goes on.")
    return ValidationError(sentence, code="merged")
