"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_NOTE = "notes:note:view", _("see notes")
    WRITE_NOTE = "notes:note:write", _("write a note")
    CORRECT_NOTE = "notes:note:correct", _("correct one's own note or take it back")
    OPEN_NOTE = "notes:note:open", _("open a restricted note")
    ACKNOWLEDGE_NOTE = "notes:note:acknowledge", _("say that one has read a note")
