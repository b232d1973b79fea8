from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography.models import Place
from jalur.kit.database import Model, Privacy, Sourced


class TravelPair(Model, Sourced):
    """Two regencies near enough to travel daily, one direction a row: who lives in `home` can attend in `venue`."""

    PRIVACY = Privacy.NONE

    home = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("people of"))
    venue = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("can travel daily to"))

    class Meta:
        verbose_name = _("daily travel")
        constraints = [
            models.UniqueConstraint(fields=["home", "venue"], name="travel_pair_once"),
            models.CheckConstraint(condition=~Q(home=F("venue")), name="travel_pair_of_two"),
        ]
