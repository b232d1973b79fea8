"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    EXPORT_LIST = "exports:list:export", _("download a list")
    VIEW_EXPORT = "exports:export:view", _("see one's own downloads")
