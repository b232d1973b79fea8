from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.models import (
    OCCUPATION_WORDS,
    Competency,
    DestinationStandard,
    Kind,
    Occupation,
    Route,
    Scheme,
)
from jalur.foundation.geography.models import Country
from jalur.kit.dated import CheckedFilter, PeriodFilter
from jalur.kit.filters import ChoiceFilter, FilterSet, ModelFilter
from jalur.kit.lists import SearchFilter


def countries_with_standards(_request: object) -> QuerySet[Country]:
    return Country.objects.filter(standards__isnull=False).distinct().by_name()


def countries_with_competencies(_request: object) -> QuerySet[Country]:
    named = Competency.objects.exclude(country=None).values("country")
    return Country.objects.filter(pk__in=named).by_name()


class CompetencyFilter(FilterSet):
    q = SearchFilter(fields=["code", "title_id", "title_en"], label=_("Name or code"))
    kind = ChoiceFilter(choices=Kind.choices, label=_("Kind"))
    scheme = ChoiceFilter(choices=Scheme.choices, label=_("Kind of standard"))
    country = ModelFilter(queryset=countries_with_competencies, label=_("Destination"))
    checked = CheckedFilter()

    class Meta:
        model = Competency
        fields: list[str] = []


class StandardFilter(FilterSet):
    q = SearchFilter(
        fields=["title_id", "title_en", *(f"occupation__{name}" for name in OCCUPATION_WORDS)],
        label=_("Work or occupation"),
    )
    country = ModelFilter(queryset=countries_with_standards, label=_("Destination"))
    route = ChoiceFilter(choices=Route.choices, label=_("Route"))
    period = PeriodFilter()
    checked = CheckedFilter()

    class Meta:
        model = DestinationStandard
        fields: list[str] = []


class OccupationFilter(FilterSet):
    q = SearchFilter(fields=OCCUPATION_WORDS, label=_("Name or code"))

    class Meta:
        model = Occupation
        fields: list[str] = []
