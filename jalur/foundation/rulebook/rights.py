"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_RULE = "rulebook:rule:view", _("see the rules")
    EDIT_RULE = "rulebook:rule:edit", _("record rules")
    LOAD_RULE = "rulebook:rule:load", _("load rules")
