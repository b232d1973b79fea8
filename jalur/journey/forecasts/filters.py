from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.models import OCCUPATION_WORDS, Occupation
from jalur.foundation.geography.models import Country
from jalur.journey.forecasts.models import State, Sureness
from jalur.kit.filters import ChoiceFilter, DayFilter, FilterSet, ModelFilter
from jalur.kit.lists import SearchFilter


class ForecastFilter(FilterSet):
    q = SearchFilter(
        fields=["number", "organisation__name", *(f"occupation__{name}" for name in OCCUPATION_WORDS)],
        label=_("Occupation, organisation or number"),
    )
    destination = ModelFilter(
        queryset=lambda _request: Country.objects.filter(forecasts__isnull=False).distinct().by_name(),
        label=_("Destination"),
    )
    occupation = ModelFilter(
        queryset=lambda _request: (
            Occupation.objects.filter(forecasts__isnull=False).distinct().order_by("code")
        ),
        label=_("Occupation"),
    )
    sureness = ChoiceFilter(choices=Sureness.choices, label=_("How sure"))
    begins = DayFilter(field_name="ends", since=True, label=_("Still expected on"))
    state = ChoiceFilter(choices=State.choices, label=_("State"))
