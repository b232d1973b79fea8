"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    LOAD_RETENTION = "files:retention:load", _("bring up to date how long files are kept")
