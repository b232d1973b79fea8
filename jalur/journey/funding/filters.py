from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography.filters import RegencyFilter
from jalur.foundation.organisations.models import Organisation
from jalur.journey.funding.models import BudgetLine, LineState, Source
from jalur.kit import dates
from jalur.kit.filters import ChoiceFilter, FilterSet, ModelFilter
from jalur.kit.lists import SearchFilter


def owners(request: HttpRequest | None) -> QuerySet[Organisation]:
    rows = BudgetLine.objects.all()
    if request is not None:
        rows = rows.visible_to(request.actor)  # type: ignore[attr-defined]  # set by portal's middleware
    return Organisation.objects.filter(pk__in=rows.order_by().values("owner")).order_by("name", "pk")


class LineFilter(FilterSet):
    q = SearchFilter(fields=["title", "number", "owner__name"], label=_("What for, number or owner"))
    source = ChoiceFilter(choices=Source.choices, label=_("Source of the money"))
    owner = ModelFilter(queryset=owners, label=_("Whose money"))
    regency = RegencyFilter(field_name="owner__place__code", label=_("Regency or city"))
    state = ChoiceFilter(
        cases={"usable": (_("can be used today"), lambda rows: rows.usable(dates.today()))},
        choices=LineState.choices,
        label=_("State"),
    )
    left = ChoiceFilter(
        cases={
            "yes": (_("something left"), lambda rows: rows.filter(amount__gt=F("committed"))),
            "no": (_("all committed"), lambda rows: rows.filter(amount=F("committed"))),
        },
        label=_("Money"),
    )
