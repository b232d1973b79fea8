"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_ACCOUNT = "portal:account:view", _("see one's own account")
    CHOOSE_ACTING = "portal:acting:choose", _("choose in which role to act")
