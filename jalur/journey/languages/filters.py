from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.models import Competency, LanguageScale
from jalur.foundation.geography.filters import RegencyFilter
from jalur.journey.languages import queries
from jalur.journey.languages.models import TestState
from jalur.kit import dates
from jalur.kit.filters import ChoiceFilter, DayFilter, FilterSet, ModelFilter
from jalur.kit.lists import SearchFilter, StandingFilter

BELOW = "below"


def scales(_request: HttpRequest | None) -> QuerySet[LanguageScale]:
    return LanguageScale.objects.order_by("language", "kind", "code")


def levels(request: HttpRequest | None) -> QuerySet[Competency]:
    """The levels of the scale chosen beside it, else of all."""
    chosen = request.GET.get("scale", "") if request is not None else ""
    rows = Competency.objects.filter(scale__isnull=False).order_by("scale__language", "scale", "rank")
    return rows.filter(scale=chosen) if chosen else rows


class TestFilter(FilterSet):
    q = SearchFilter(fields=["name", "number"], label=_("Candidate"))
    scale = ModelFilter(queryset=scales, label=_("Language and scale"))
    level = ModelFilter(queryset=levels, label=_("Level reached"))
    taken_from = DayFilter(field_name="taken_on", since=True, label=_("Tested from"))
    taken_to = DayFilter(field_name="taken_on", since=False, label=_("Tested by"))
    state = ChoiceFilter(choices=TestState.choices, label=_("State"))


class PlacedFilter(FilterSet):
    q = SearchFilter(fields=["name", "number"], label=_("Candidate"))
    scale = ModelFilter(queryset=scales, label=_("Language and scale"))
    level = ModelFilter(queryset=levels, label=_("Placed at"))
    rung = ChoiceFilter(
        cases={BELOW: (_("below the first level"), lambda rows: rows.filter(level=None))},
        label=_("Below the first level"),
    )
    regency = RegencyFilter(field_name="home", label=_("Regency or city"))
    on_way = StandingFilter(
        cases={
            "no": (_("no class yet"), lambda rows: rows.without_class()),
            "late": (
                _("no class for longer than the house allows"),
                lambda rows: rows.without_class().old(dates.today(), queries.patience(dates.today())),
            ),
            "yes": (_("has a class"), lambda rows: rows.with_class()),
        },
        standing="no",
        label=_("Class"),
    )
    age = ChoiceFilter(
        cases={
            "old": (
                _("too old: a new one is asked for"),
                lambda rows: rows.old(dates.today(), queries.counts_for(dates.today())),
            )
        },
        label=_("Test"),
    )
