from django.db.models import F, QuerySet
from django.db.models.functions import Left
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.models import OCCUPATION_WORDS, Occupation
from jalur.foundation.geography.filters import ProvinceFilter, RegencyFilter, RegionFilter
from jalur.foundation.geography.models import Level, Place
from jalur.journey.vacancies.models import PUBLISHED, State, Terms, Vacancy
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
    left = LeftFilter(of="openings", gone=F("filled"), label=_("Openings"))


RUNNING = {"running": (_("open for applications"), lambda rows: rows.running(dates.today()))}


def regencies_with_work(request: HttpRequest | None) -> QuerySet[Place]:
    """Regencies where an employer wants or wanted people; of the province chosen beside it, if one is."""
    province = request.GET.get("province", "") if request is not None else ""
    published = Vacancy.objects.filter(state__in=PUBLISHED, place__code__startswith=province)
    rows = Place.objects.filter(level=Level.REGENCY, pk__in=published.values(regency=Left("place_id", 5)))
    return rows.order_by("name", "pk")


class PublicVacancyFilter(VacancyFilter):
    province = ProvinceFilter(field_name="place__code", label=_("Province"))
    regency = RegionFilter(field_name="place__code", queryset=regencies_with_work, label=_("Regency"))
    state = StandingFilter(
        cases=RUNNING,
        choices=[(state.value, state.label) for state in (State.FILLED, State.CLOSED)],
        standing="running",
        label=_("State"),
    )


class DeskVacancyFilter(VacancyFilter):
    regency = RegencyFilter(field_name="place__code", label=_("Regency"))
    state = ChoiceFilter(cases=RUNNING, choices=State.choices, label=_("State"))
