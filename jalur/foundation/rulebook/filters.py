import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography.models import Country
from jalur.foundation.rulebook.models import DestinationRule, EmployerType, LegalSource, Route
from jalur.kit import dates
from jalur.kit.lists import SearchFilter


def countries_with_rules(_request: object) -> QuerySet[Country]:
    return Country.objects.filter(rules__isnull=False).distinct().order_by("name_id")


class RuleFilter(django_filters.FilterSet):
    q = SearchFilter(
        fields=["country__name_id", "country__name_en", "source", "source_en"], label=_("Country or source")
    )
    country = django_filters.ModelChoiceFilter(
        queryset=countries_with_rules, label=_("Destination"), empty_label=_("all")
    )
    status = django_filters.ChoiceFilter(
        choices=DestinationRule.Status.choices, label=_("Status"), empty_label=_("all")
    )
    employer_type = django_filters.ChoiceFilter(
        choices=EmployerType.choices, label=_("Employer"), empty_label=_("all")
    )
    route = django_filters.ChoiceFilter(choices=Route.choices, label=_("Route"), empty_label=_("all"))
    period = django_filters.ChoiceFilter(
        choices=[("now", _("in force")), ("ended", _("ended")), ("coming", _("coming"))],
        method="by_period",
        label=_("Period"),
        empty_label=_("all"),
    )

    class Meta:
        model = DestinationRule
        fields: list[str] = []

    def by_period(self, rows: QuerySet[DestinationRule], _name: str, value: str) -> QuerySet[DestinationRule]:
        today = dates.today()
        if value == "ended":
            return rows.filter(valid_to__lte=today)
        if value == "coming":
            return rows.filter(valid_from__gt=today)
        return rows.in_force(today)


class SourceFilter(django_filters.FilterSet):
    q = SearchFilter(fields=["title", "subject", "subject_en", "code"], label=_("Title or subject"))
    kind = django_filters.ChoiceFilter(
        choices=LegalSource.Kind.choices, label=_("Kind"), empty_label=_("all")
    )
    status = django_filters.ChoiceFilter(
        choices=LegalSource.Status.choices, label=_("Status"), empty_label=_("all")
    )

    class Meta:
        model = LegalSource
        fields: list[str] = []
