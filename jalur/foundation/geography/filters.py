import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography import queries
from jalur.foundation.geography.models import Country, Level, Place, PlaceKind, WorldRegion
from jalur.kit import dates
from jalur.kit.lists import SearchFilter


class PlaceFilter(django_filters.FilterSet):
    q = SearchFilter(fields=["name"], label=_("Name or code"), method="matching")
    level = django_filters.ChoiceFilter(choices=Level.choices, label=_("Level"), empty_label=_("all"))
    kind = django_filters.ChoiceFilter(choices=PlaceKind.choices, label=_("Kind"), empty_label=_("all"))
    within = django_filters.CharFilter(method="lying_in", label=_("Lies in (code)"))
    past = django_filters.ChoiceFilter(
        method="by_period",
        choices=[("today", _("codes of today")), ("past", _("codes of the past"))],
        label=_("Codes"),
        empty_label=_("all"),
    )

    class Meta:
        model = Place
        fields: list[str] = []

    def matching(self, rows: QuerySet[Place], _name: str, value: str) -> QuerySet[Place]:
        return queries.matching(rows, value)

    def lying_in(self, rows: QuerySet[Place], _name: str, value: str) -> QuerySet[Place]:
        return rows.under(value.strip())

    def by_period(self, rows: QuerySet[Place], _name: str, value: str) -> QuerySet[Place]:
        if value == "past":
            return rows.filter(valid_to__lte=dates.today())
        return rows.in_force(dates.today())


class CountryFilter(django_filters.FilterSet):
    q = SearchFilter(fields=["name_id", "name_en", "code", "alpha3"], label=_("Name or code"))
    region = django_filters.ChoiceFilter(
        choices=WorldRegion.choices, label=_("Part of the world"), empty_label=_("all")
    )

    class Meta:
        model = Country
        fields: list[str] = []
