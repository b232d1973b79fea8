from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography.models import Country
from jalur.foundation.rulebook.models import DestinationRule, EmployerType, LegalSource, Route
from jalur.kit.dated import PeriodFilter
from jalur.kit.filters import ChoiceFilter, FilterSet, ModelFilter
from jalur.kit.lists import SearchFilter


def countries_with_rules(_request: object) -> QuerySet[Country]:
    return Country.objects.filter(rules__isnull=False).distinct().by_name()


class RuleFilter(FilterSet):
    q = SearchFilter(
        fields=["country__name_id", "country__name_en", "source", "source_en"], label=_("Country or source")
    )
    country = ModelFilter(queryset=countries_with_rules, label=_("Destination"))
    status = ChoiceFilter(choices=DestinationRule.Status.choices, label=_("Status"))
    employer_type = ChoiceFilter(choices=EmployerType.choices, label=_("Employer"))
    route = ChoiceFilter(choices=Route.choices, label=_("Route"))
    period = PeriodFilter()

    class Meta:
        model = DestinationRule
        fields: list[str] = []


class SourceFilter(FilterSet):
    q = SearchFilter(fields=["title", "subject", "subject_en", "code"], label=_("Title or subject"))
    kind = ChoiceFilter(choices=LegalSource.Kind.choices, label=_("Kind"))
    status = ChoiceFilter(choices=LegalSource.Status.choices, label=_("Status"))

    class Meta:
        model = LegalSource
        fields: list[str] = []
