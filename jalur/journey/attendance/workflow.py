"""What can happen in this room; a mark has no steps, it is made and corrected."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind, declare
from jalur.journey.attendance.models import MarkState

STATES = {state.value: state.label for state in MarkState}
declare(
    EventKind("attendance:roll:taken", _("Roll taken"), is_public=True),
    EventKind(
        "attendance:mark:corrected",
        _("Attendance corrected"),
        codes={"before": STATES, "now": STATES},
    ),
    EventKind("attendance:standing:missed", _("Stays away from the class")),
    EventKind("attendance:standing:returned", _("Comes to the class again")),
    EventKind("attendance:code:made", _("Code for the roll made")),
    EventKind("attendance:code:dropped", _("Code for the roll given up")),
    EventKind("attendance:rules:set", _("Rules for attendance set")),
)
