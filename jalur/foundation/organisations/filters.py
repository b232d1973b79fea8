from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography.filters import ProvinceFilter
from jalur.foundation.organisations.models import Licence, Organisation
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.foundation.rulebook.queries import licences_asked
from jalur.foundation.rulebook.rules import is_in_force
from jalur.kit import dates
from jalur.kit.filters import ChoiceFilter, FilterSet
from jalur.kit.lists import SearchFilter


class OrganisationFilter(FilterSet):
    q = SearchFilter(fields=["name", "licences__number"], label=_("Name or licence number"))
    kind = ChoiceFilter(choices=OrganisationKind.choices, label=_("Kind"))
    province = ProvinceFilter(field_name="place__code", label=_("Province"))
    state = ChoiceFilter(
        cases={
            "open": (_("open"), lambda rows: rows.open_on(dates.today())),
            "closed": (
                _("closed"),
                lambda rows: rows.exclude(pk__in=rows.open_on(dates.today()).values("pk")),
            ),
        },
        label=_("State"),
    )
    standing = ChoiceFilter(
        choices=[("licensed", _("licensed today")), ("unlicensed", _("needs a licence, has none today"))],
        method="by_standing",
        label=_("Licence"),
    )

    class Meta:
        model = Organisation
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Organisation]) -> QuerySet[Organisation]:
        # A number is searched across licences: an organisation with two of them stands once.
        return super().filter_queryset(queryset).distinct()

    def by_standing(self, rows: QuerySet[Organisation], _name: str, value: str) -> QuerySet[Organisation]:
        today = dates.today()
        asked = {
            row.organisation_kind: row.licence_kind for row in licences_asked() if is_in_force(row, today)
        }
        held = Q()
        for kind, licence_kind in asked.items():
            in_force = Licence.objects.holding(today).filter(organisation=OuterRef("pk"), kind=licence_kind)
            held |= Q(kind=kind) & Exists(in_force)
        rows = rows.filter(kind__in=list(asked)).open_on(today)
        return rows.filter(held) if value == "licensed" else rows.exclude(held)
