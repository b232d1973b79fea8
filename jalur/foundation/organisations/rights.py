"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_ORGANISATION = "organisations:organisation:view", _("see organisations")
    REGISTER_ORGANISATION = "organisations:organisation:register", _("register an organisation")
    EDIT_ORGANISATION = "organisations:organisation:edit", _("correct an organisation's entry")
    RECORD_LICENCE = "organisations:licence:record", _("record and revoke licences")
    VIEW_MEMBER = "organisations:member:view", _("see an organisation's members")
    MANAGE_MEMBER = "organisations:member:manage", _("invite members and end memberships")
    RESET_FACTOR = "organisations:factor:reset", _("reset a member's second factor")
    CLOSE_ORGANISATION = "organisations:organisation:close", _("close and reopen an organisation")
    ACCEPT_INVITATION = "organisations:invitation:accept", _("accept an invitation")
    LEAVE_MEMBER = "organisations:member:leave", _("leave an organisation")
