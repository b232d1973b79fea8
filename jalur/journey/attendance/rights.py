"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    TAKE_ROLL = "attendance:roll:take", _("take and correct the roll of a meeting")
    IMPORT_ROLL = "attendance:roll:import", _("read in rolls filled in without network")
    VIEW_STANDING = "attendance:standing:view", _("see who came to the meetings of a class")
    FOLLOW_STANDING = "attendance:standing:follow", _("follow who stays away")
    OWN_STANDING = "attendance:standing:own", _("see one's own attendance")
    OWN_CODE = "attendance:code:own", _("have a code by which one is found on a roll")
    EDIT_RULES = "attendance:rules:edit", _("set when somebody counts as staying away")
