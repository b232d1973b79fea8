"""Every write of this room."""

from jalur.journey.attendance.services.attendance_rules import set_attendance_rules
from jalur.journey.attendance.services.codes import drop_code, make_code
from jalur.journey.attendance.services.imports import add_listed, correct_listed
from jalur.journey.attendance.services.rolls import Said, Written, take_roll
