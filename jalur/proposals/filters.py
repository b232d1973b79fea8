from typing import Any
from uuid import UUID

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.models import Kind as CompetencyKind
from jalur.foundation.competencies.models import Occupation
from jalur.foundation.geography.models import Country, Level, Place
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.training.models import Reach
from jalur.kit.lists import SearchFilter
from jalur.proposals.models import (
    CompetencyPrice,
    IntakePrice,
    OrderPrice,
    Outcome,
    Proposal,
    ProposalState,
    RunState,
)


def destinations(_request: Any) -> QuerySet[Country]:
    return Country.objects.filter(code__in=JobOrder.objects.values("destination_id")).order_by("code")


def occupations(_request: Any) -> QuerySet[Occupation]:
    return Occupation.objects.filter(code__in=JobOrder.objects.values("occupation_id")).order_by("code")


def regencies_in_reach(request: Any) -> QuerySet[Place]:
    """The regencies of the actor's region; all of a province at most."""
    code = request.actor.place_code if request is not None else ""
    found = Place.objects.filter(level=Level.REGENCY).order_by("code")
    return found.filter(code__startswith=code[:5]) if code else found


class RunFilters(django_filters.FilterSet):
    q = SearchFilter(fields=["place__name", "place__code", "fingerprint"])
    state = django_filters.ChoiceFilter(label=_("State"), choices=RunState.choices)


class ProposalFilters(django_filters.FilterSet):
    q = SearchFilter(fields=["candidate__number", "candidate__person__name", "order__number"])
    state = django_filters.ChoiceFilter(label=_("State"), choices=ProposalState.choices)
    destination = django_filters.ModelChoiceFilter(
        label=_("Destination"), field_name="order__destination", queryset=destinations
    )
    occupation = django_filters.ModelChoiceFilter(
        label=_("Occupation"), field_name="order__occupation", queryset=occupations
    )
    regency = django_filters.ModelChoiceFilter(
        label=_("Lives in"), queryset=regencies_in_reach, method="in_regency"
    )
    run = django_filters.CharFilter(label=_("Plan"), method="of_run")

    class Meta:
        model = Proposal
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["run"].widget = self.form.fields["run"].hidden_widget()

    def in_regency(self, rows: QuerySet[Proposal], _name: str, value: Place) -> QuerySet[Proposal]:
        home = Q(candidate__person__residence_id=value.pk)
        return rows.filter(home | Q(candidate__person__residence__code__startswith=f"{value.pk}."))

    def of_run(self, rows: QuerySet[Proposal], _name: str, value: str) -> QuerySet[Proposal]:
        return rows.filter(run_id=value) if is_key(value) else rows.none()


class SeatFilters(django_filters.FilterSet):
    q = SearchFilter(
        fields=[
            "intake__number",
            "intake__programme__title",
            "intake__programme__provider__name",
            "intake__place__name",
        ]
    )
    province = django_filters.ModelChoiceFilter(
        label=_("Province"),
        queryset=Place.objects.filter(level=Level.PROVINCE).order_by("code"),
        method="in_province",
    )
    reach = django_filters.ChoiceFilter(
        label=_("Who can come"), field_name="intake__reach", choices=Reach.choices
    )
    scarce = django_filters.ChoiceFilter(
        label=_("Worth"),
        choices=[("dear", _("one more seat is worth something")), ("idle", _("seats stay empty"))],
        method="by_worth",
    )

    class Meta:
        model = IntakePrice
        fields: list[str] = []

    def in_province(self, rows: QuerySet[IntakePrice], _name: str, value: Place) -> QuerySet[IntakePrice]:
        return rows.filter(intake__place__code__startswith=value.pk)

    def by_worth(self, rows: QuerySet[IntakePrice], _name: str, value: str) -> QuerySet[IntakePrice]:
        return rows.filter(price__gt=0.0005) if value == "dear" else rows.filter(empty__gt=0)


class OrderFilters(django_filters.FilterSet):
    q = SearchFilter(fields=["order__number", "order__title", "order__employer__name"])
    destination = django_filters.ModelChoiceFilter(
        label=_("Destination"), field_name="order__destination", queryset=destinations
    )
    occupation = django_filters.ModelChoiceFilter(
        label=_("Occupation"), field_name="order__occupation", queryset=occupations
    )
    filled = django_filters.ChoiceFilter(
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


class CompetencyFilters(django_filters.FilterSet):
    q = SearchFilter(fields=["competency__code", "competency__title_id", "competency__title_en"])
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), field_name="competency__kind", choices=CompetencyKind.choices
    )

    class Meta:
        model = CompetencyPrice
        fields: list[str] = []


class ItemFilters(django_filters.FilterSet):
    q = SearchFilter(fields=["proposal__candidate__number", "proposal__candidate__person__name"])
    outcome = django_filters.ChoiceFilter(label=_("Outcome"), choices=Outcome.choices)


def is_key(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
