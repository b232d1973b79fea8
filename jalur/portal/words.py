"""What happened, in words: the events that stand in one person's history."""

from django.utils.translation import gettext_lazy as _

EVENT_WORDS = {
    "people:person:registered": _("Personal data recorded"),
    "people:person:edited": _("Personal data changed"),
    "people:person:merged": _("Two files of the same person joined"),
    "people:identity:revealed": _("NIK opened"),
    "people:duplicate:decided": _("Possible duplicate decided"),
    "candidates:candidate:registered": _("Registered as a candidate"),
    "candidates:candidate:edited": _("Profile changed"),
    "candidates:candidate:moved": _("File moved to another office"),
    "candidates:candidate:withdrawn": _("Withdrew from the path"),
    "candidates:candidate:returned": _("Came back to the path"),
    "candidates:candidate:training_started": _("Training started"),
    "candidates:candidate:training_stopped": _("Training stopped"),
    "candidates:candidate:became_ready": _("Ready for selection"),
    "candidates:competency:entered": _("Competency entered"),
    "candidates:competency:confirmed": _("Evidence of a competency confirmed"),
    "candidates:competency:removed": _("Competency removed"),
    "candidates:competency:replaced": _("Competency corrected"),
    "candidates:wishes:changed": _("Wishes changed"),
    "candidates:planning:opted_out": _("Does not want to be planned"),
    "candidates:planning:opted_in": _("Wants to be planned again"),
    "training:enrolment:enrolled": _("Enrolled in a class"),
    "training:enrolment:completed": _("Class completed"),
    "training:enrolment:fell_short": _("Class ended, not yet competent"),
    "training:enrolment:withdrawn": _("Left a class"),
    "job_orders:reservation:held": _("Opening held"),
    "job_orders:reservation:released": _("Opening given back"),
    "proposals:proposal:accepted": _("Proposed path accepted"),
    "proposals:proposal:refused": _("Proposed path refused"),
    "proposals:proposal:decision_undone": _("Decision on a proposal undone"),
}


def event_words(event: str) -> str:
    """The words of an event; one without its own is told by its room."""
    return str(EVENT_WORDS.get(event, _("Something else was recorded")))
