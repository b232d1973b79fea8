from collections.abc import Container
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography.filters import RegencyFilter
from jalur.kit.database import is_key
from jalur.kit.filters import ChoiceFilter, FilterSet, ModelFilter, TextFilter
from jalur.kit.lists import SearchFilter, StandingFilter
from jalur.proposals.models import (
    HOLDING,
    WAITING_FOR_THE_OFFICE,
    Outcome,
    Proposal,
    ProposalState,
    stands_still,
)
from jalur.proposals.runs import queries as run_queries
from jalur.proposals.shared import links
from jalur.proposals.shared.filters import destinations, occupations


def name_of_run(request: HttpRequest, key: str) -> str:
    run = run_queries.runs(request.actor).filter(pk=key).first() if is_key(key) else None  # type: ignore[attr-defined]  # set by portal's middleware
    return links.name_of(run) if run else "–"


class ProposalFilters(FilterSet):
    q = SearchFilter(fields=["number", "name", "order__number"])
    state = ChoiceFilter(label=_("State"), choices=ProposalState.choices)
    job = ChoiceFilter(
        cases={
            "on_hold": (
                _("on hold; opening and seats are kept"),
                lambda rows: rows.filter(stands_still(), state__in=HOLDING),
            ),
            "running": (_("not on hold"), lambda rows: rows.filter(~stands_still())),
        },
        label=_("Job order and classes"),
    )
    destination = ModelFilter(label=_("Destination"), field_name="order__destination", queryset=destinations)
    occupation = ModelFilter(label=_("Occupation"), field_name="order__occupation", queryset=occupations)
    regency = RegencyFilter(field_name="home", label=_("Lives in"))
    run = TextFilter(label=_("Plan"), method="of_run", words=name_of_run)

    class Meta:
        model = Proposal
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["run"].widget = self.form.fields["run"].hidden_widget()

    def of_run(self, rows: QuerySet[Proposal], _name: str, value: str) -> QuerySet[Proposal]:
        return rows.filter(run_id=value) if is_key(value) else rows.none()


STANDING = "waiting"


class WaitingFilters(ProposalFilters):
    """Of all plans: what waits for the office, until another state is chosen."""

    state = StandingFilter(
        cases={
            STANDING: (
                _("waiting for the office"),
                lambda rows: rows.filter(state__in=WAITING_FOR_THE_OFFICE),
            )
        },
        choices=ProposalState.choices,
        standing=STANDING,
        label=_("State"),
    )


def filters_of(query: QueryDict) -> type[ProposalFilters]:
    """A plan's own list shows what became of all it proposed; the list of everything opens with what waits."""
    return ProposalFilters if query.get("run") else WaitingFilters


def states_listed(query: QueryDict) -> Container[str]:
    """The states that a list with this query shows."""
    state = query.get("state") or ("" if query.get("run") else STANDING)
    if state == STANDING:
        return WAITING_FOR_THE_OFFICE
    return [state] if state in ProposalState.values else ProposalState.values


class ItemFilters(FilterSet):
    q = SearchFilter(fields=["proposal__number", "proposal__name"])
    outcome = ChoiceFilter(label=_("Outcome"), choices=Outcome.choices)
