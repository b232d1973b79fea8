"""When an institute asks after somebody."""

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.services import record
from jalur.foundation.workflow.locks import deed
from jalur.journey.attendance.models import AttendanceRules
from jalur.journey.attendance.rights import Right
from jalur.kit.database import refused_in_words


@deed
def set_attendance_rules(*, actor: Actor, attendance_rules: AttendanceRules) -> AttendanceRules:
    """Make an institute's rules as given; they count from the next mark of each person on."""
    access.check(actor, Right.EDIT_RULES, attendance_rules)
    attendance_rules.full_clean(validate_unique=False)
    asked = {
        name: getattr(attendance_rules, name)
        for name in ("in_a_row", "least_share", "least_meetings", "correct_days")
    }
    with refused_in_words(AttendanceRules):
        kept, _is_new = AttendanceRules.objects.update_or_create(
            provider_id=attendance_rules.provider_id, defaults=asked
        )
    record(actor=actor, event="attendance:rules:set", subject=kept, place=kept.provider.place_id or "")
    return kept
