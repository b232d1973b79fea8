from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.models import OCCUPATION_WORDS, Occupation
from jalur.foundation.geography.filters import ProvinceFilter, RegencyFilter
from jalur.journey.vacancies.models import State, Terms
from jalur.kit import dates
from jalur.kit.filters import ChoiceFilter, DayFilter, FilterSet, LeftFilter, ModelFilter
from jalur.kit.lists import SearchFilter, StandingFilter


class VacancyFilter(FilterSet):
    q = SearchFilter(
        fields=[
            "title",
            "number",
            "employer",
            "place__name",
            "place__parent__name",
            *(f"occupation__{name}" for name in OCCUPATION_WORDS),
        ],
        label=_("Position, employer, place or number"),
    )
    occupation = ModelFilter(
        queryset=lambda _request: (
            Occupation.objects.filter(vacancies__isnull=False).distinct().order_by("code")
        ),
        label=_("Occupation"),
    )
    terms = ChoiceFilter(choices=Terms.choices, label=_("Employment"))
    deadline_from = DayFilter(field_name="deadline", since=True, label=_("Last day to apply, from"))
    left = LeftFilter(of="openings", taken="filled", label=_("Openings"))


RUNNING = {"running": (_("open for applications"), lambda rows: rows.running(dates.today()))}


class PublicVacancyFilter(VacancyFilter):
    province = ProvinceFilter(field_name="place__code", label=_("Province"))
    state = StandingFilter(
        cases=RUNNING,
        choices=[(state.value, state.label) for state in (State.FILLED, State.CLOSED)],
        standing="running",
        label=_("State"),
    )


class DeskVacancyFilter(VacancyFilter):
    regency = RegencyFilter(field_name="place__code", label=_("Regency"))
    state = ChoiceFilter(cases=RUNNING, choices=State.choices, label=_("State"))
