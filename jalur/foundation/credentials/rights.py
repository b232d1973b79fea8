"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_KEY = "credentials:key:view", _("see which keys a body signs with, and their state")
    KEEP_KEY = "credentials:key:keep", _("make, change and report keys")
    SIGN_STATEMENT = "credentials:statement:sign", _("sign for a body")
    MARK_ENTRY = "credentials:entry:mark", _("mark what was signed as suspended or revoked")
    READ_DOCUMENT = (
        "credentials:document:read",
        _("read the public documents by which signatures are checked"),
    )
