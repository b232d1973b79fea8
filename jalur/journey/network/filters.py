from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography.filters import RegencyFilter
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.journey.network import rules
from jalur.journey.network.models import (
    OPEN,
    TEACHING,
    LoanState,
    Member,
    MemberState,
    ShareState,
    TransferState,
)
from jalur.journey.premises.models import LENDABLE
from jalur.kit import dates
from jalur.kit.filters import ChoiceFilter, DayFilter, FilterSet, ModelFilter
from jalur.kit.lists import SearchFilter

KINDS = [(kind.value, kind.label) for kind in OrganisationKind if kind in TEACHING]


def hubs(request: HttpRequest | None) -> QuerySet[Organisation]:
    """The hubs of the reader's province; of every one for whoever has none."""
    province = request.actor.place_code[:2] if request is not None else ""  # type: ignore[attr-defined]  # set by portal's middleware
    asking = Member.objects.filter(state__in=OPEN, hub__place__code__startswith=province)
    return Organisation.objects.filter(pk__in=asking.values("hub")).order_by("name", "pk")


class MemberFilter(FilterSet):
    q = SearchFilter(
        fields=["centre__name", "centre__place__name", "hub__name", "number"],
        label=_("Institution, hub, place or number"),
    )
    hub = ModelFilter(queryset=hubs, label=_("Hub"))
    state = ChoiceFilter(choices=MemberState.choices, label=_("State"))
    regency = RegencyFilter(field_name="centre__place__code", label=_("Regency"))


class LoanFilter(FilterSet):
    q = SearchFilter(
        fields=["resource__name", "lender__name", "borrower__name", "number"],
        label=_("What, institution or number"),
    )
    state = ChoiceFilter(choices=LoanState.choices, label=_("State"))
    kind = ChoiceFilter(
        field_name="resource__kind",
        choices=[(kind.value, kind.label) for kind in LENDABLE],
        label=_("Kind"),
    )
    since = DayFilter(field_name="last", since=True, label=_("From"))
    until = DayFilter(field_name="first", since=False, label=_("Until"))


class TransferFilter(FilterSet):
    q = SearchFilter(
        fields=["enrolment__name", "enrolment__number", "to__programme__title", "to__number"],
        label=_("Candidate or class"),
    )
    state = ChoiceFilter(choices=TransferState.choices, label=_("State"))


class ShareFilter(FilterSet):
    q = SearchFilter(
        fields=["intake__programme__title", "intake__number", "centre__name", "number"],
        label=_("Class, institution or number"),
    )
    state = ChoiceFilter(
        cases={"open": (_("seats not taken yet"), lambda rows: rows.to_fill(dates.today()))},
        choices=ShareState.choices,
        label=_("State"),
    )


class InstitutionFilter(FilterSet):
    q = SearchFilter(fields=["name", "place__name"], label=_("Institution or place"))
    regency = RegencyFilter(field_name="place__code", label=_("Regency"))
    kind = ChoiceFilter(choices=KINDS, label=_("Kind"))
    hub = ModelFilter(queryset=hubs, method="of_hub", label=_("Network of"))

    def of_hub(
        self, rows: QuerySet[Organisation], _name: str, hub: Organisation | None
    ) -> QuerySet[Organisation]:
        if hub is None:
            return rows
        members = Member.objects.standing().filter(hub=hub).values("centre")
        return rows.filter(Q(pk=hub.pk) | Q(pk__in=members))


def _all_of(layer: str) -> Q:
    return Q(**{f"{layer}_met__gte": F(f"{layer}_asked"), f"{layer}_asked__gt": 0})


READY = _all_of("legality") & _all_of("facilities") & _all_of("programme")


class ReadinessFilter(InstitutionFilter):
    stands = ChoiceFilter(
        cases={
            "ready": (_("all layers count"), lambda rows: rows.filter(READY)),
            "missing": (_("something is missing"), lambda rows: rows.exclude(READY)),
            "new": (_("not looked at yet"), lambda rows: rows.filter(looked_on=None)),
            "ending": (
                _("something runs out within 60 days"),
                lambda rows: rows.filter(runs_out__lte=dates.today() + rules.SOON),
            ),
        },
        label=_("Readiness"),
    )


class CapacityFilter(InstitutionFilter):
    free = ChoiceFilter(
        cases={
            "seats": (_("seats"), lambda rows: rows.exclude(open_seats=[])),
            "beds": (_("beds"), lambda rows: rows.filter(Q(beds_f__gt=0) | Q(beds_m__gt=0))),
        },
        label=_("Has free"),
    )
