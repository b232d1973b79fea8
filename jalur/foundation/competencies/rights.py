"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_COMPETENCY = "competencies:competency:view", _("see competencies")
    VIEW_STANDARD = "competencies:standard:view", _("see destination standards")
    EDIT_STANDARD = "competencies:standard:edit", _("record destination standards")
    LOAD_STANDARD = "competencies:standard:load", _("load standards and occupations")
