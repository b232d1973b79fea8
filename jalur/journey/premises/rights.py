"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_RESOURCE = "premises:resource:view", _("see workshops, equipment, beds and instructors of a centre")
    EDIT_RESOURCE = (
        "premises:resource:edit",
        _("add and change them, say what is out of order and when it opens"),
    )
    VIEW_BOOKING = "premises:booking:view", _("see what is booked")
    VIEW_CONSENT = "premises:consent:view", _("see which guardians have agreed")
    RECORD_CONSENT = "premises:consent:record", _("record that a guardian has agreed, with the paper")
    EDIT_BOOKING = "premises:booking:edit", _("book, move and cancel")
