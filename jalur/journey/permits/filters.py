from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography.models import Country
from jalur.journey.permits.models import RequestKind, RequestState, State
from jalur.kit import dates
from jalur.kit.filters import ChoiceFilter, FilterSet, ModelFilter
from jalur.kit.lists import SearchFilter, StandingFilter

COUNTRIES = {"queryset": lambda _request: Country.objects.by_name(), "label": _("Destination")}


class PermitFilter(FilterSet):
    q = SearchFilter(fields=["number", "company__name"], label=_("Number of the permit, or company"))
    destination = ModelFilter(**COUNTRIES)
    state = ChoiceFilter(
        cases={
            "in_force": (_("in force today"), lambda rows: rows.in_force(dates.today())),
            "run_out": (_("run out"), lambda rows: rows.run_out(dates.today())),
            "revoked": (State.REVOKED.label, lambda rows: rows.filter(state=State.REVOKED)),
        },
        label=_("Today"),
    )


class ApplicationFilter(FilterSet):
    q = SearchFilter(fields=["number", "company__name"], label=_("Number of the permit, or company"))
    destination = ModelFilter(**COUNTRIES)
    state = ChoiceFilter(
        cases={
            "running_out": (_("runs out within 30 days"), lambda rows: rows.running_out(dates.today())),
        },
        choices=State.choices,
        label=_("State"),
    )


class RequestFilter(FilterSet):
    q = SearchFilter(fields=["permit__number", "office__name"], label=_("Number of the permit, or who asks"))
    kind = ChoiceFilter(choices=RequestKind.choices, label=_("What is asked"))
    state = StandingFilter(choices=RequestState.choices, standing=RequestState.WAITING, label=_("State"))
