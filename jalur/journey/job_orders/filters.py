from functools import partial
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.models import OCCUPATION_WORDS, Occupation
from jalur.foundation.competencies.words import languages_on_scales
from jalur.foundation.geography.models import Country
from jalur.journey.job_orders import queries
from jalur.journey.job_orders.models import (
    UNDER_LAW,
    HeldBecause,
    JobOrder,
    OrderRequirement,
    OrderVersion,
    State,
    left_of,
)
from jalur.kit import dates
from jalur.kit.filters import ChoiceFilter, DayFilter, FilterSet, LeftFilter, ModelFilter
from jalur.kit.lists import SearchFilter, StandingFilter


class OrderFilter(FilterSet):
    q = SearchFilter(
        fields=["title", "number", *(f"occupation__{name}" for name in OCCUPATION_WORDS)],
        label=_("Position, occupation or number"),
    )
    destination = ModelFilter(
        queryset=lambda _request: Country.objects.filter(job_orders__isnull=False).distinct().by_name(),
        label=_("Destination"),
    )
    occupation = ModelFilter(
        queryset=lambda _request: (
            Occupation.objects.filter(job_orders__isnull=False).distinct().order_by("code")
        ),
        label=_("Occupation"),
    )
    language = ChoiceFilter(choices=languages_on_scales, method="asking_for", label=_("Language required"))
    ready_from = DayFilter(field_name="ready_by", since=True, label=_("Ready by, from"))
    ready_to = DayFilter(field_name="ready_by", since=False, label=_("Ready by, until"))
    left = LeftFilter(of="openings", gone=F("openings") - left_of(), label=_("Openings"))

    def asking_for(self, rows: QuerySet[JobOrder], _name: str, value: str) -> QuerySet[JobOrder]:
        asked = OrderRequirement.objects.filter(order=OuterRef("pk"), competency__scale__language=value)
        return rows.filter(Exists(asked))


OPEN_BY_DEADLINE = {
    "running": (_("open, deadline not passed"), lambda rows: rows.running(dates.today())),
    "overdue": (_("open, deadline passed"), lambda rows: rows.overdue(dates.today())),
}


def _keeping(least: int, rows: QuerySet[JobOrder]) -> QuerySet[JobOrder]:
    return queries.keeping(rows, least, dates.today())


KEPT: dict[str, tuple[Any, Any]] = {
    str(million): (
        format_lazy(_("at least Rp {million} million"), million=million),
        partial(_keeping, million * 1_000_000),
    )
    for million in (5, 10, 15, 20, 30)
}


class PublicOrderFilter(OrderFilter):
    kept = ChoiceFilter(cases=KEPT, label=_("Left of the pay a month, after own costs"))
    state = StandingFilter(
        cases=OPEN_BY_DEADLINE,
        choices=[(state.value, state.label) for state in (State.HELD, State.CLOSED)],
        standing="running",
        label=_("State"),
    )


class DeskOrderFilter(OrderFilter):
    q = SearchFilter(
        fields=["title", "number", "reference", *(f"occupation__{name}" for name in OCCUPATION_WORDS)],
        label=_("Position, occupation or number"),
    )
    state = ChoiceFilter(
        cases={
            "published": (_("open or on hold"), lambda rows: rows.filter(state__in=UNDER_LAW)),
            "changing": (
                _("change waits for the attaché"),
                lambda rows: rows.filter(Exists(OrderVersion.objects.waiting().filter(order=OuterRef("pk")))),
            ),
            **OPEN_BY_DEADLINE,
        },
        choices=State.choices,
        label=_("State"),
    )
    held_because = ChoiceFilter(choices=HeldBecause.choices, label=_("On hold because"))
