"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_FORECAST = "forecasts:forecast:view", _("see expected demand")
    STATE_FORECAST = "forecasts:forecast:state", _("state, revise and take back expected demand")
    EXPIRE_FORECAST = "forecasts:forecast:expire", _("end a forecast after its last month")
