from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography.models import Level, Place
from jalur.foundation.organisations.models import Licence, Organisation
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.foundation.rulebook.queries import licences_asked
from jalur.foundation.rulebook.rules import is_in_force
from jalur.kit import dates
from jalur.kit.filters import ChoiceFilter, FilterSet, ModelFilter
from jalur.kit.lists import SearchFilter


def provinces(_request: HttpRequest | None) -> QuerySet[Place]:
    return Place.objects.in_force(dates.today()).filter(level=Level.PROVINCE).order_by("pk")


class OrganisationFilter(FilterSet):
    q = SearchFilter(fields=["name", "licences__number"], label=_("Name or licence number"))
    kind = ChoiceFilter(choices=OrganisationKind.choices, label=_("Kind"))
    province = ModelFilter(queryset=provinces, method="in_province", label=_("Province"))
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

    def in_province(
        self, rows: QuerySet[Organisation], _name: str, province: Place
    ) -> QuerySet[Organisation]:
        return rows.filter(Q(place_id=province.pk) | Q(place__code__startswith=f"{province.pk}."))

    def by_standing(self, rows: QuerySet[Organisation], _name: str, value: str) -> QuerySet[Organisation]:
        today = dates.today()
        asked = {
            row.organisation_kind: row.licence_kind for row in licences_asked() if is_in_force(row, today)
        }
        held = Q()
        for kind, licence_kind in asked.items():
            in_force = (
                Licence.objects.in_force(today)
                .filter(Q(revoked_on__isnull=True) | Q(revoked_on__gt=today))
                .filter(organisation=OuterRef("pk"), kind=licence_kind)
            )
            held |= Q(kind=kind) & Exists(in_force)
        rows = rows.filter(kind__in=list(asked)).open_on(today)
        return rows.filter(held) if value == "licensed" else rows.exclude(held)
