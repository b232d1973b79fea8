from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.models import Kind as CompetencyKind
from jalur.foundation.geography.filters import ProvinceFilter
from jalur.journey.training.models import Reach
from jalur.kit.filters import ChoiceFilter, FilterSet, ModelFilter
from jalur.kit.lists import SearchFilter
from jalur.proposals.models import CompetencyPrice, IntakePrice, OrderPrice
from jalur.proposals.shared.filters import destinations, institutes, occupations
from jalur.proposals.shared.rules import TINY


class SeatFilters(FilterSet):
    q = SearchFilter(
        fields=[
            "intake__number",
            "intake__programme__title",
            "intake__programme__provider__name",
            "intake__place__name",
        ]
    )
    province = ProvinceFilter(field_name="intake__place__code", label=_("Province"))
    provider = ModelFilter(
        label=_("Institute"), field_name="intake__programme__provider", queryset=institutes
    )
    reach = ChoiceFilter(label=_("Who can come"), field_name="intake__reach", choices=Reach.choices)
    scarce = ChoiceFilter(
        label=_("Worth"),
        choices=[("dear", _("one more seat is worth something")), ("idle", _("seats stay empty"))],
        method="by_worth",
    )

    class Meta:
        model = IntakePrice
        fields: list[str] = []

    def by_worth(self, rows: QuerySet[IntakePrice], _name: str, value: str) -> QuerySet[IntakePrice]:
        return rows.filter(price__gt=TINY) if value == "dear" else rows.filter(empty__gt=0)


class OrderFilters(FilterSet):
    q = SearchFilter(fields=["order__number", "order__title", "order__employer__name"])
    destination = ModelFilter(label=_("Destination"), field_name="order__destination", queryset=destinations)
    occupation = ModelFilter(label=_("Occupation"), field_name="order__occupation", queryset=occupations)
    filled = ChoiceFilter(
        label=_("Openings"),
        choices=[
            ("empty", _("some stay empty")),
            ("none", _("all stay empty")),
            ("full", _("all are filled")),
            ("late", _("some lost to the deadline")),
        ],
        method="by_filling",
    )

    class Meta:
        model = OrderPrice
        fields: list[str] = []

    def by_filling(self, rows: QuerySet[OrderPrice], _name: str, value: str) -> QuerySet[OrderPrice]:
        if value == "full":
            return rows.filter(empty=0)
        if value == "late":
            return rows.filter(late__gt=0)
        return rows.filter(empty__gt=0) if value == "empty" else rows.filter(assigned=0)


class CompetencyFilters(FilterSet):
    q = SearchFilter(fields=["competency__code", "competency__title_id", "competency__title_en"])
    kind = ChoiceFilter(label=_("Kind"), field_name="competency__kind", choices=CompetencyKind.choices)

    class Meta:
        model = CompetencyPrice
        fields: list[str] = []
