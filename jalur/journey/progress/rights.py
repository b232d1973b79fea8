"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_MARK = "progress:mark:view", _("see progress in a class")
    WRITE_MARK = "progress:mark:write", _("write down progress in a class")
    IMPORT_MARK = "progress:mark:import", _("read in progress from a spreadsheet")
    OWN_MARK = "progress:mark:own", _("see one's own progress")
    EDIT_LESSON = "progress:lesson:edit", _("say which part a meeting teaches")
    SEE_READY = "progress:ready:see", _("see who is ready for the assessment")
