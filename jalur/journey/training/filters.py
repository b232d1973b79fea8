import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.models import Kind
from jalur.foundation.geography.models import Level, Place
from jalur.journey.training import queries
from jalur.journey.training.models import (
    EnrolmentState,
    Intake,
    IntakeQuerySet,
    IntakeState,
    Programme,
    Reach,
)
from jalur.kit import dates
from jalur.kit.filters import ChoiceFilter, DayFilter, FilterSet, LeftFilter, ModelFilter
from jalur.kit.lists import SearchFilter, StandingFilter


def provinces(_request: HttpRequest | None) -> QuerySet[Place]:
    """The provinces, by name."""
    return Place.objects.filter(level=Level.PROVINCE, valid_to=None).order_by("name")


class ClassFilter(FilterSet):
    q = SearchFilter(
        fields=["number", "programme__title", "programme__code", "programme__provider__name", "place__name"],
        label=_("Class, institute or place"),
    )
    province = ModelFilter(queryset=provinces, method="lying_in", label=_("Province"))
    kind = ChoiceFilter(choices=Kind.choices, method="teaching", label=_("Teaches"))
    reach = ChoiceFilter(choices=Reach.choices, label=_("Who can come"))
    starts_from = DayFilter(field_name="starts", since=True, label=_("Starts from"))
    starts_to = DayFilter(field_name="starts", since=False, label=_("Starts by"))
    left = LeftFilter(of="seats", taken="taken", label=_("Seats"))

    def lying_in(self, rows: QuerySet[Intake], _name: str, value: Place) -> QuerySet[Intake]:
        return rows.filter(place__code__startswith=f"{value.pk}.")

    def teaching(self, rows: QuerySet[Intake], _name: str, value: str) -> QuerySet[Intake]:
        pairs = Programme.teaches.through.objects.filter(
            programme=OuterRef("programme"), competency__kind=value
        )
        return rows.filter(Exists(pairs))


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
    state = ChoiceFilter(choices=IntakeState.choices, label=_("State"))
    needs = ChoiceFilter(
        choices=[
            ("due", _("to be started")),
            ("ended", _("result to be recorded")),
            ("small", _("too few people")),
        ],
        method="needing",
        label=_("What needs you"),
    )

    def needing(self, rows: IntakeQuerySet, _name: str, value: str) -> QuerySet[Intake]:
        today = dates.today()
        if value == "small":
            return rows.small(queries.least_people(today))
        return rows.due(today) if value == "due" else rows.ended(today)


class ProgrammeFilter(FilterSet):
    q = SearchFilter(fields=["title", "code", "provider__name"], label=_("Programme or institute"))
    competency = django_filters.CharFilter(method="teaching", label=_("Teaches (code or word)"))

    def teaching(self, rows: QuerySet[Programme], _name: str, value: str) -> QuerySet[Programme]:
        word = Q(competency__title_id__icontains=value) | Q(competency__title_en__icontains=value)
        pairs = Programme.teaches.through.objects.filter(programme=OuterRef("pk"))
        return rows.filter(Exists(pairs.filter(word | Q(competency__code__icontains=value))))


class SeatFilter(FilterSet):
    q = SearchFilter(
        fields=["candidate__name", "candidate__number", "intake__programme__title", "intake__number"],
        label=_("Candidate or class"),
    )
    state = ChoiceFilter(choices=EnrolmentState.choices, label=_("State"))
    starts_from = DayFilter(field_name="intake__starts", since=True, label=_("Starts from"))
