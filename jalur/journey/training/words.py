"""How classes and seats read on a screen."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalur.journey.training import queries, rules
from jalur.journey.training.models import EnrolmentState, Intake, IntakeState
from jalur.kit.components import Notice, Tag, Tone

CLASS_TONES: dict[str, Tone] = {
    IntakeState.PLANNED: "done",
    IntakeState.RUNNING: "now",
    IntakeState.FINISHED: "none",
    IntakeState.CANCELLED: "bad",
}
SEAT_TONES: dict[str, Tone] = {
    EnrolmentState.ENROLLED: "now",
    EnrolmentState.COMPLETED: "done",
    EnrolmentState.NOT_YET: "warn",
    EnrolmentState.WITHDRAWN: "none",
}


def class_tags() -> dict[str, Tag]:
    """The tag of every state of a class, in the reader's language."""
    return {state.value: Tag(str(state.label), CLASS_TONES[state]) for state in IntakeState}


def seat_tags() -> dict[str, Tag]:
    """The tag of every state of a seat, in the reader's language."""
    return {state.value: Tag(str(state.label), SEAT_TONES[state]) for state in EnrolmentState}


def small_class_notice(intake: Intake, on: date) -> Notice | None:
    """A warning while too few are enrolled for the class to be sure to start."""
    smallest = queries.smallest_class(on)
    if smallest is None or intake.state != IntakeState.PLANNED:
        return None
    lacking = rules.missing_for_a_full_start(intake.taken, intake.seats, smallest.number)
    if not lacking:
        return None
    sentence = ngettext(
        "%(lacking)s more person is needed: classes with fewer than %(least)s people were postponed elsewhere. "
        "Source: %(source)s, %(address)s",
        "%(lacking)s more people are needed: classes with fewer than %(least)s people were postponed elsewhere. "
        "Source: %(source)s, %(address)s",
        lacking,
    )
    params = {
        "lacking": lacking,
        "least": smallest.number,
        "source": smallest.cited,
        "address": smallest.source_url,
    }
    return Notice(sentence % params, _("This class may be postponed"), "warn")
