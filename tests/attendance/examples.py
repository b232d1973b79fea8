from typing import Any

from tests.access.example import Write, about, call


def give_a_code(side: Any, _member: Any) -> None:
    from jalur.journey.attendance.models import RollCode

    RollCode.objects.get_or_create(
        candidate=side.candidate, defaults={"code": "3467ACDE", "expires_on": "2099-01-01"}
    )


OPENS = {
    "attendance:roll": about("meeting", number="meeting.booking.number"),
    "attendance:scan": about("meeting", number="meeting.booking.number"),
    "attendance:paper": about("meeting", number="meeting.booking.number"),
    "attendance:of_class": about("", number="intake.number"),
    "attendance:sheet": about("intake", number="intake.number"),
}
WRITES = {
    "attendance:roll": Write(lambda side: {f"state_{side.candidate.pk.hex}": "late"}),
    "attendance:scan": Write(
        {"roll_code": "3467-ACDE", "state": "late", "confirm": "yes"}, before=give_a_code
    ),
    "attendance:make_code": Write(),
    "attendance:drop_code": Write(before=give_a_code),
    "attendance:rules": Write(
        {"in_a_row": "3", "least_share": "75", "least_meetings": "4", "correct_days": "7"}
    ),
}
CALLS = {
    "attendance_show_roll": call("meeting", number="meeting.booking.number"),
    "attendance_take_roll": call(
        "meeting",
        lambda side: {"marks": [{"candidate": side.candidate.number, "state": "late", "note": ""}]},
        number="meeting.booking.number",
    ),
}
