"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_PERMIT = "permits:permit:view", _("look up permits to recruit (SIP2MI)")
    VIEW_APPLICATION = "permits:application:view", _("see applications for a permit to recruit")
    APPLY_PERMIT = "permits:permit:apply", _("apply for a permit to recruit")
    DECIDE_PERMIT = "permits:permit:decide", _("grant, change or revoke a permit to recruit")
    VIEW_REQUEST = "permits:request:view", _("see what is asked about a permit")
    PROPOSE_REVOCATION = "permits:revocation:propose", _("propose that a permit be revoked")
