"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_CONNECTION = "connections:connection:view", _("see which programs act for an organisation")
    MANAGE_CONNECTION = (
        "connections:connection:manage",
        _("let a program act for an organisation and make its secret"),
    )
    REVOKE_CONNECTION = "connections:connection:revoke", _("shut a program out")
