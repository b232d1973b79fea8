"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_DEADLINE = "due:deadline:view", _("see what is to be done by when, and what is late")
    LOAD_CALENDAR = "due:calendar:load", _("bring up to date holidays and how long each thing may take")
