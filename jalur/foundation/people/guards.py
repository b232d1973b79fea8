"""What stands in the way of deciding on a possible duplicate. A guard (steps.Guard) changes nothing."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.people.models import Correction, CorrectionState, Duplicate
from jalur.foundation.workflow.steps import Ask


def neither_is_merged(pair: Duplicate, _ask: Ask) -> ValidationError | None:
    if pair.first.merged_into_id is None and pair.second.merged_into_id is None:
        return None
    sentence = _("One of the two has already been merged with somebody else. Reload the page.")
    return ValidationError(sentence, code="merged_already")


def waits_for_nothing(correction: Correction, _ask: Ask) -> ValidationError | None:
    """One request at a time: the office answers it as a whole."""
    if not Correction.objects.filter(person=correction.person_id, state=CorrectionState.ASKED).exists():
        return None
    sentence = _("A request of yours waits already. Take it back to send another one.")
    return ValidationError(sentence, code="waits_already")
