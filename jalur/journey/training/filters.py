import django_filters
from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.models import Kind
from jalur.foundation.geography.models import Level, Place
from jalur.journey.training import queries
from jalur.journey.training.models import (
    Enrolment,
    EnrolmentState,
    Intake,
    IntakeQuerySet,
    IntakeState,
    Programme,
    Reach,
)
from jalur.kit import dates
from jalur.kit.lists import SearchFilter, StandingFilter


def provinces(_request: HttpRequest | None) -> QuerySet[Place]:
    """The provinces, by name."""
    return Place.objects.filter(level=Level.PROVINCE, valid_to=None).order_by("name")


class ClassFilter(django_filters.FilterSet):
    q = SearchFilter(
        fields=["number", "programme__title", "programme__code", "programme__provider__name", "place__name"],
        label=_("Class, institute or place"),
    )
    province = django_filters.ModelChoiceFilter(
        queryset=provinces, method="lying_in", label=_("Province"), empty_label=_("all")
    )
    kind = django_filters.ChoiceFilter(
        choices=Kind.choices, method="teaching", label=_("Teaches"), empty_label=_("all")
    )
    reach = django_filters.ChoiceFilter(choices=Reach.choices, label=_("Who can come"), empty_label=_("all"))
    starts_from = django_filters.DateFilter(
        field_name="starts",
        lookup_expr="gte",
        label=_("Starts from"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    starts_to = django_filters.DateFilter(
        field_name="starts",
        lookup_expr="lte",
        label=_("Starts until"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    left = django_filters.ChoiceFilter(
        choices=[("yes", _("with seats left")), ("no", _("full"))],
        method="with_seats",
        label=_("Seats"),
        empty_label=_("all"),
    )

    class Meta:
        model = Intake
        fields: list[str] = []

    def lying_in(self, rows: QuerySet[Intake], _name: str, value: Place) -> QuerySet[Intake]:
        return rows.filter(place__code__startswith=f"{value.pk}.")

    def teaching(self, rows: QuerySet[Intake], _name: str, value: str) -> QuerySet[Intake]:
        pairs = Programme.teaches.through.objects.filter(
            programme=OuterRef("programme"), competency__kind=value
        )
        return rows.filter(Exists(pairs))

    def with_seats(self, rows: QuerySet[Intake], _name: str, value: str) -> QuerySet[Intake]:
        return rows.filter(seats__gt=F("taken")) if value == "yes" else rows.filter(seats=F("taken"))


class PublicClassFilter(ClassFilter):
    state = StandingFilter(
        choices=[
            ("open", _("open for enrolment")),
            (IntakeState.RUNNING.value, IntakeState.RUNNING.label),
            (IntakeState.FINISHED.value, IntakeState.FINISHED.label),
            (IntakeState.CANCELLED.value, IntakeState.CANCELLED.label),
        ],
        standing="open",
        method="in_state",
        label=_("State"),
    )

    def in_state(self, rows: IntakeQuerySet, _name: str, value: str) -> QuerySet[Intake]:
        return rows.open(dates.today()) if value == "open" else rows.filter(state=value)


class DeskClassFilter(ClassFilter):
    state = django_filters.ChoiceFilter(choices=IntakeState.choices, label=_("State"), empty_label=_("all"))
    needs = django_filters.ChoiceFilter(
        choices=[
            ("due", _("to be started")),
            ("ended", _("result to be recorded")),
            ("small", _("too few people")),
        ],
        method="needing",
        label=_("What needs you"),
        empty_label=_("all"),
    )

    def needing(self, rows: IntakeQuerySet, _name: str, value: str) -> QuerySet[Intake]:
        today = dates.today()
        if value == "small":
            return rows.small(queries.least_people(today))
        return rows.due(today) if value == "due" else rows.ended(today)


class ProgrammeFilter(django_filters.FilterSet):
    q = SearchFilter(fields=["title", "code", "provider__name"], label=_("Programme or institute"))
    competency = django_filters.CharFilter(method="teaching", label=_("Teaches (code or word)"))

    class Meta:
        model = Programme
        fields: list[str] = []

    def teaching(self, rows: QuerySet[Programme], _name: str, value: str) -> QuerySet[Programme]:
        word = Q(competency__title_id__icontains=value) | Q(competency__title_en__icontains=value)
        pairs = Programme.teaches.through.objects.filter(programme=OuterRef("pk"))
        return rows.filter(Exists(pairs.filter(word | Q(competency__code__icontains=value))))


class SeatFilter(django_filters.FilterSet):
    q = SearchFilter(
        fields=["candidate__person__name", "candidate__number", "intake__programme__title", "intake__number"],
        label=_("Candidate or class"),
    )
    state = django_filters.ChoiceFilter(
        choices=EnrolmentState.choices, label=_("State"), empty_label=_("all")
    )
    starts_from = django_filters.DateFilter(
        field_name="intake__starts",
        lookup_expr="gte",
        label=_("Starts from"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    class Meta:
        model = Enrolment
        fields: list[str] = []
