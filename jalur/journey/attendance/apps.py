from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jalur.journey.attendance.rights import Right
from jalur.kit import navigation, parts
from jalur.kit.navigation import Entry


class AttendanceConfig(AppConfig):
    name = "jalur.journey.attendance"
    verbose_name = _("Attendance")

    def ready(self) -> None:
        from jalur.foundation.imports import kinds as imports
        from jalur.foundation.messaging import kinds as messaging
        from jalur.journey.attendance import (
            messages,
            workflow,  # noqa: F401 - declares its events
        )
        from jalur.journey.attendance.parts import LIST, file, home, of_booking, of_class, of_timetable

        imports.register(LIST)
        messaging.register(messages.MISSED)
        parts.register("attendance", order=45, file=file, home=home)
        parts.add_to_page("training:intake", "attendance", order=45, page=of_class)
        parts.add_to_page("training:timetable", "attendance", order=45, page=of_timetable)
        parts.add_to_page("premises:booking", "attendance", order=45, page=of_booking)
        navigation.register(
            Entry(_("My attendance"), "attendance:mine", Right.OWN_STANDING, 406, "calendar-check"),
            Entry(_("Rolls"), "attendance:meetings", Right.TAKE_ROLL, 417, "check2-square"),
            Entry(_("Who stays away"), "attendance:away", Right.FOLLOW_STANDING, 418, "person-exclamation"),
            group=_("Training"),
        )
