from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.models import (
    Competency,
    DestinationStandard,
    Kind,
    Occupation,
    Route,
    Scheme,
)
from jalur.foundation.geography.models import Country
from jalur.kit import dates
from jalur.kit.filters import ChoiceFilter, FilterSet, ModelFilter
from jalur.kit.lists import SearchFilter

CHECKED = [("yes", _("checked against the source")), ("no", _("not checked"))]


def countries_with_standards(_request: object) -> QuerySet[Country]:
    return Country.objects.filter(standards__isnull=False).distinct().order_by("name_id")


def countries_with_competencies(_request: object) -> QuerySet[Country]:
    named = Competency.objects.exclude(country=None).values("country")
    return Country.objects.filter(pk__in=named).order_by("name_id")


class CompetencyFilter(FilterSet):
    q = SearchFilter(fields=["code", "title_id", "title_en"], label=_("Name or code"))
    kind = ChoiceFilter(choices=Kind.choices, label=_("Kind"))
    scheme = ChoiceFilter(choices=Scheme.choices, label=_("Kind of standard"))
    country = ModelFilter(queryset=countries_with_competencies, label=_("Destination"))
    checked = ChoiceFilter(choices=CHECKED, method="by_check", label=_("Source"))

    class Meta:
        model = Competency
        fields: list[str] = []

    def by_check(self, rows: QuerySet[Competency], _name: str, value: str) -> QuerySet[Competency]:
        return rows.filter(verified=value == "yes")


class StandardFilter(FilterSet):
    q = SearchFilter(
        fields=["title_id", "title_en", "occupation__title_id", "occupation__title_en", "occupation__code"],
        label=_("Work or occupation"),
    )
    country = ModelFilter(queryset=countries_with_standards, label=_("Destination"))
    route = ChoiceFilter(choices=Route.choices, label=_("Route"))
    period = ChoiceFilter(
        choices=[("now", _("in force")), ("ended", _("ended")), ("coming", _("coming"))],
        method="by_period",
        label=_("Period"),
    )
    checked = ChoiceFilter(choices=CHECKED, method="by_check", label=_("Source"))

    class Meta:
        model = DestinationStandard
        fields: list[str] = []

    def by_period(
        self, rows: QuerySet[DestinationStandard], _name: str, value: str
    ) -> QuerySet[DestinationStandard]:
        today = dates.today()
        if value == "ended":
            return rows.filter(valid_to__lte=today)
        if value == "coming":
            return rows.filter(valid_from__gt=today)
        return rows.in_force(today)

    def by_check(
        self, rows: QuerySet[DestinationStandard], _name: str, value: str
    ) -> QuerySet[DestinationStandard]:
        return rows.filter(verified=value == "yes")


class OccupationFilter(FilterSet):
    q = SearchFilter(fields=["code", "title_id", "title_en"], label=_("Name or code"))

    class Meta:
        model = Occupation
        fields: list[str] = []
