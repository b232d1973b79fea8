"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_LINE = "funding:line:view", _("see budget lines for training")
    EDIT_LINE = "funding:line:edit", _("enter, change and close a budget line")
    IMPORT_LINE = "funding:line:import", _("read in a list of budget lines")
    VIEW_PAYMENT = "funding:payment:view", _("see who pays a seat in a class")
    SETTLE_PAYMENT = "funding:payment:settle", _("say who pays a seat in a class")
    VIEW_COSTS = "funding:costs:view", _("see what a graduate costs")
