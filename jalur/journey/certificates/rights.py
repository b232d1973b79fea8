"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    CHECK_CERTIFICATE = "certificates:certificate:check", _("see whether a certificate is genuine and holds")
    CHECK_LIST = "certificates:list:check", _("check a whole list of certificates at once")
    VIEW_CERTIFICATE = "certificates:certificate:view", _("see certificates that were issued")
    ISSUE_CERTIFICATE = "certificates:certificate:issue", _("issue certificates for what was decided")
    SUSPEND_CERTIFICATE = (
        "certificates:certificate:suspend",
        _("suspend a certificate for a time and let it hold again"),
    )
    REVOKE_CERTIFICATE = "certificates:certificate:revoke", _("say that a certificate counts no longer")
    PRINT_CERTIFICATE = "certificates:certificate:print", _("take along a certificate as PDF")
    CARRY_CERTIFICATE = (
        "certificates:certificate:carry",
        _("take along one's own certificate as a file for a wallet"),
    )
    REMIND_CERTIFICATE = "certificates:certificate:remind", _("remind holders of what comes up")
    SHARE_CERTIFICATE = (
        "certificates:certificate:share",
        _("share one's own certificate by a link and stop that"),
    )
