"""What stands in the way of a step of a vacancy: None or a refusal; changes nothing."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.workflow.steps import Ask
from jalur.journey.vacancies.models import State, Vacancy
from jalur.kit.refusals import refusal


def deadline_is_ahead(vacancy: Vacancy, ask: Ask) -> ValidationError | None:
    """Nobody can apply to what opens after its last day."""
    if vacancy.deadline >= ask.today:
        return None
    return refusal("deadline", "past", _("The last day to apply has passed. Choose a later day."))


def stays_ahead(vacancy: Vacancy, ask: Ask) -> ValidationError | None:
    """The same for a change of one that is open; a draft may still be wrong."""
    return deadline_is_ahead(vacancy, ask) if vacancy.state == State.OPEN else None


def keeps_what_is_filled(vacancy: Vacancy, _ask: Ask) -> ValidationError | None:
    """No fewer openings than people found."""
    if vacancy.openings >= vacancy.filled:
        return None
    sentence = _("Already %(count)d openings are filled; ask for at least so many people.")
    return refusal("openings", "filled", sentence % {"count": vacancy.filled})


def deadline_has_passed(vacancy: Vacancy, ask: Ask) -> ValidationError | None:
    if vacancy.deadline < ask.today:
        return None
    return refusal("deadline", "ahead", _("People can still apply until the last day."))
