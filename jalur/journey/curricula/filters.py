from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.models import Kind
from jalur.foundation.geography.filters import ProvinceFilter
from jalur.journey.curricula.models import OPEN, Mode, Part, Version, VersionState
from jalur.kit import dates
from jalur.kit.filters import ChoiceFilter, FilterSet
from jalur.kit.lists import SearchFilter


class VersionFilter(FilterSet):
    q = SearchFilter(
        fields=["title", "code", "curriculum__provider__name"], label=_("Curriculum, number or institute")
    )
    province = ProvinceFilter(field_name="curriculum__provider__place__code", label=_("Province"))
    kind = ChoiceFilter(choices=Kind.choices, method="with_part", label=_("Has a part of the kind"))
    mode = ChoiceFilter(choices=Mode.choices, method="with_part", label=_("Has a part taught"))
    state = ChoiceFilter(
        cases={
            "in_force": (_("in force today"), lambda rows: rows.in_force(dates.today())),
            "worked_on": (_("being worked on"), lambda rows: rows.filter(state__in=OPEN)),
        },
        choices=VersionState.choices,
        label=_("State"),
    )

    def with_part(self, rows: QuerySet[Version], name: str, value: str) -> QuerySet[Version]:
        return rows.filter(Exists(Part.objects.filter(version=OuterRef("pk"), **{name: value})))
