from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.models import Kind
from jalur.foundation.geography.filters import ProvinceFilter
from jalur.journey.training import queries
from jalur.journey.training.models import HIDDEN, EnrolmentState, Intake, IntakeState, Programme, Reach
from jalur.kit import dates
from jalur.kit.filters import ChoiceFilter, DayFilter, FilterSet, LeftFilter, TextFilter
from jalur.kit.lists import SearchFilter, StandingFilter
from jalur.kit.search import narrow


class ClassFilter(FilterSet):
    q = SearchFilter(
        fields=["number", "programme__title", "programme__code", "programme__provider__name", "place__name"],
        label=_("Class, institute or place"),
    )
    province = ProvinceFilter(field_name="place__code", label=_("Province"))
    kind = ChoiceFilter(choices=Kind.choices, method="teaching", label=_("Teaches"))
    reach = ChoiceFilter(choices=Reach.choices, label=_("Who can come"))
    starts_from = DayFilter(field_name="starts", since=True, label=_("Starts from"))
    starts_to = DayFilter(field_name="starts", since=False, label=_("Starts by"))
    left = LeftFilter(of="seats", taken="taken", label=_("Seats"))

    def teaching(self, rows: QuerySet[Intake], _name: str, value: str) -> QuerySet[Intake]:
        pairs = Programme.teaches.through.objects.filter(
            programme=OuterRef("programme"), competency__kind=value
        )
        return rows.filter(Exists(pairs))


class PublicClassFilter(ClassFilter):
    state = StandingFilter(
        cases={"open": (_("open for enrolment"), lambda rows: rows.open(dates.today()))},
        choices=[choice for choice in IntakeState.choices if choice[0] not in {"planned", *HIDDEN}],
        standing="open",
        label=_("State"),
    )


class DeskClassFilter(ClassFilter):
    state = ChoiceFilter(
        cases={
            "open": (_("open for enrolment"), lambda rows: rows.open(dates.today())),
            "current": (_("not ended"), lambda rows: rows.current()),
            "held": (_("on hold"), lambda rows: rows.on_hold()),
        },
        choices=IntakeState.choices,
        label=_("State"),
    )
    needs = ChoiceFilter(
        cases={
            "due": (_("to be started"), lambda rows: rows.due(dates.today())),
            "ended": (_("result to be recorded"), lambda rows: rows.ended(dates.today())),
            "small": (_("too few people"), lambda rows: rows.small(queries.least_people(dates.today()))),
        },
        label=_("What needs you"),
    )


class ProgrammeFilter(FilterSet):
    q = SearchFilter(fields=["title", "code", "provider__name"], label=_("Programme or institute"))
    competency = TextFilter(method="teaching", label=_("Teaches (code or word)"))

    def teaching(self, rows: QuerySet[Programme], _name: str, value: str) -> QuerySet[Programme]:
        fields = [f"competency__{name}" for name in ("title_id", "title_en", "code")]
        pairs = Programme.teaches.through.objects.filter(programme=OuterRef("pk"))
        return rows.filter(Exists(narrow(pairs, fields, value)))


class SeatFilter(FilterSet):
    q = SearchFilter(
        fields=["name", "number", "intake__programme__title", "intake__number"],
        label=_("Candidate or class"),
    )
    state = ChoiceFilter(choices=EnrolmentState.choices, label=_("State"))
    starts_from = DayFilter(field_name="intake__starts", since=True, label=_("Starts from"))
