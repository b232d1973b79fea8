"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    CHECK_OFFER = "offer_check:offer:check", _("see what the register knows of an offer of work abroad")
