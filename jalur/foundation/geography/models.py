from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jalur.kit.database import Dated, DatedQuerySet, Privacy, period_is_ordered


class Level(models.IntegerChoices):
    PROVINCE = 1, _("province")
    REGENCY = 2, _("regency or city")
    DISTRICT = 3, _("district")
    VILLAGE = 4, _("village")


class Place(Dated):
    """A region with its official code (Kemendagri): 35, 35.17, 35.17.08, 35.17.08.2001. The code of a child starts with its parent's."""

    PRIVACY = Privacy.NONE
    SCOPES: ClassVar = {}

    code = models.CharField(_("code"), max_length=13, primary_key=True)
    name = models.CharField(_("name"), max_length=120)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)
    kind = models.CharField(_("kind"), max_length=20)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name=_("part of")
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="predecessors", verbose_name=_("became")
    )
    women = models.PositiveIntegerField(_("women"), null=True)
    men = models.PositiveIntegerField(_("men"), null=True)
    area_km2 = models.FloatField(_("area (km²)"), null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        constraints = [period_is_ordered("place_period_is_ordered")]
        indexes = [models.Index(fields=["code"], name="place_code_prefix", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return self.name


class Country(models.Model):
    """A country by its ISO 3166-1 alpha-2 code."""

    PRIVACY = Privacy.NONE
    SCOPES: ClassVar = {}

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    alpha3 = models.CharField(max_length=3, unique=True)
    numeric = models.CharField(max_length=3)
    name_id = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("country")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_id
