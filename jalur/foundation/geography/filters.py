from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography import queries
from jalur.foundation.geography.models import Country, Level, Place, PlaceKind, WorldRegion
from jalur.kit import dates
from jalur.kit.database import lying_in
from jalur.kit.filters import ChoiceFilter, FilterSet, ModelFilter, TextFilter
from jalur.kit.lists import SearchFilter


class RegionFilter(ModelFilter):
    """Rows in one of these regions; `field_name` is their column with the code of a place."""

    def filter(self, rows: QuerySet[Any], region: Place | None) -> QuerySet[Any]:
        return rows if region is None else rows.filter(lying_in(self.field_name, region.pk))


class ProvinceFilter(RegionFilter):
    """Rows in a province of today."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=provinces, **options)


class RegencyFilter(RegionFilter):
    """Rows in a regency of the actor's region."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=regencies_in_reach, **options)


def provinces(_request: HttpRequest | None) -> QuerySet[Place]:
    return Place.objects.in_force(dates.today()).filter(level=Level.PROVINCE).order_by("pk")


def regencies_in_reach(request: HttpRequest | None) -> QuerySet[Place]:
    """The regencies of the actor's region; for a smaller office the one it lies in."""
    code = request.actor.place_code[:5] if request is not None else ""  # type: ignore[attr-defined]  # set by portal's middleware
    return Place.objects.filter(level=Level.REGENCY, pk__startswith=code).order_by("pk")


def name_of_place(_request: HttpRequest, code: str) -> str:
    return str(Place.objects.filter(pk=code.strip()).first() or code)


class PlaceFilter(FilterSet):
    q = SearchFilter(fields=["name"], label=_("Name or code"), method="matching")
    level = ChoiceFilter(choices=Level.choices, label=_("Level"))
    kind = ChoiceFilter(choices=PlaceKind.choices, label=_("Kind"))
    within = TextFilter(method="lying_in", words=name_of_place, label=_("Lies in (code)"))
    past = ChoiceFilter(
        method="by_period",
        choices=[("today", _("current codes")), ("past", _("former codes"))],
        label=_("Codes"),
    )

    class Meta:
        model = Place
        fields: list[str] = []

    def matching(self, rows: QuerySet[Place], _name: str, value: str) -> QuerySet[Place]:
        return queries.found(rows, value)

    def lying_in(self, rows: QuerySet[Place], _name: str, value: str) -> QuerySet[Place]:
        return rows.under(value.strip())

    def by_period(self, rows: QuerySet[Place], _name: str, value: str) -> QuerySet[Place]:
        if value == "past":
            return rows.filter(valid_to__lte=dates.today())
        return rows.in_force(dates.today())


class CountryFilter(FilterSet):
    q = SearchFilter(fields=["name_id", "name_en", "code", "alpha3"], label=_("Name or code"))
    region = ChoiceFilter(choices=WorldRegion.choices, label=_("Part of the world"))

    class Meta:
        model = Country
        fields: list[str] = []
