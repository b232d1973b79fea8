from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import VisibleDatedQuerySet
from jalur.foundation.geography.rights import Right
from jalur.kit.database import Cited, Dated, Privacy, lying_in, period_is_ordered
from jalur.kit.search import search_index


class Level(models.IntegerChoices):
    PROVINCE = 1, pgettext_lazy("level of place", "province")
    REGENCY = 2, pgettext_lazy("level of place", "regency or city")
    DISTRICT = 3, pgettext_lazy("level of place", "district")
    VILLAGE = 4, pgettext_lazy("level of place", "village")


class PlaceKind(models.TextChoices):
    PROVINCE = "province", pgettext_lazy("kind of place", "province")
    REGENCY = "regency", pgettext_lazy("kind of place", "regency")
    CITY = "city", pgettext_lazy("kind of place", "city")
    DISTRICT = "district", pgettext_lazy("kind of place", "district")
    DESA = "desa", pgettext_lazy("kind of place", "desa")
    KELURAHAN = "kelurahan", pgettext_lazy("kind of place", "kelurahan")
    DESA_ADAT = "desa_adat", pgettext_lazy("kind of place", "desa adat")


class PlaceQuerySet(VisibleDatedQuerySet):
    def under(self, code: str) -> Self:
        """The region and everything below it; every place for ""."""
        return self.filter(lying_in("code", code))


class Place(Dated, Cited):
    """A region with its official code (Kemendagri): 35, 35.17, 35.17.08, 35.17.08.2001.

    The code of a child starts with its parent's. A code that is no longer given out has `valid_to` and a `successor`.
    """

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_PLACE
    SCOPES: ClassVar = {}

    code = models.CharField(_("code"), max_length=13, primary_key=True)
    name = models.CharField(_("name"), max_length=120)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)
    kind = models.CharField(_("kind"), max_length=20, choices=PlaceKind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name=_("part of")
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="predecessors", verbose_name=_("became")
    )
    women = models.PositiveIntegerField(_("women"), null=True)
    men = models.PositiveIntegerField(_("men"), null=True)
    population_on = models.DateField(_("population counted on"), null=True)
    area_km2 = models.FloatField(_("area (km²)"), null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        constraints = [
            period_is_ordered("place_period_is_ordered"),
            models.CheckConstraint(
                condition=Q(level=Level.PROVINCE, parent=None)
                | Q(level__gt=Level.PROVINCE, code__startswith=Concat(F("parent"), Value("."))),
                name="place_code_continues_parent",
                violation_error_message=_("The code of a place starts with the code of what it is part of."),
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(valid_to__isnull=False),
                name="place_successor_needs_end",
                violation_error_message=_("A place that became another one has a last day."),
            ),
        ]
        indexes = [
            models.Index(fields=["code"], name="place_code_prefix", opclasses=["varchar_pattern_ops"]),
            search_index("name", name="place_words"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def population(self) -> int | None:
        return None if self.women is None or self.men is None else self.women + self.men


class WorldRegion(models.TextChoices):
    EAST_ASIA = "east_asia", _("East Asia")
    SOUTHEAST_ASIA = "southeast_asia", _("Southeast Asia")
    SOUTH_ASIA = "south_asia", _("South Asia")
    CENTRAL_ASIA = "central_asia", _("Central Asia")
    MIDDLE_EAST = "middle_east", _("Middle East")
    EUROPE = "europe", _("Europe")
    AFRICA = "africa", _("Africa")
    AMERICAS = "americas", _("the Americas")
    OCEANIA = "oceania", _("Oceania")
    ANTARCTICA = "antarctica", _("Antarctica")


class CountryQuerySet(models.QuerySet["Country"]):
    def by_name(self) -> "CountryQuerySet":
        """In the order of their names in the language in force."""
        return self.order_by("name_en" if get_language() == "en" else "name_id")


class Country(models.Model):
    """A country or territory by its ISO 3166-1 alpha-2 code."""

    PRIVACY = Privacy.NONE
    SCOPES: ClassVar = {}

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    alpha3 = models.CharField(max_length=3, unique=True)
    numeric = models.CharField(max_length=3)
    name_id = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    region = models.CharField(_("part of the world"), max_length=20, choices=WorldRegion.choices, blank=True)
    currency = models.CharField(_("currency (ISO 4217)"), max_length=3, blank=True)

    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_id
