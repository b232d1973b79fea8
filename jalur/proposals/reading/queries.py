"""What a finished plan says about classes, orders and competencies, and who goes where."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import F, IntegerField, QuerySet, Sum
from django.db.models.functions import Cast, Substr, TruncMonth

from jalur.foundation.accounts.access import Actor
from jalur.proposals.models import CompetencyPrice, IntakePrice, OrderPrice, Proposal, Run
from jalur.proposals.reading import rules


def seat_prices(run: Run) -> QuerySet[IntakePrice]:
    """Every class of the run with its price; `empty`: seats that the plan leaves."""
    empty = Cast(F("seats") - F("assigned"), IntegerField())
    rows = IntakePrice.objects.filter(run=run).annotate(empty=empty)
    return rows.select_related("intake__programme__provider", "intake__place")


def dearest_by_regency(run: Run) -> QuerySet[IntakePrice]:
    """The dearest class of each regency."""
    rows = seat_prices(run).annotate(regency=Substr("intake__place_id", 1, 5))
    return rows.order_by("regency", "-price", "intake__number").distinct("regency")


def order_prices(run: Run) -> QuerySet[OrderPrice]:
    """Every order of the run with its price; `empty`: openings that the plan leaves."""
    empty = Cast(F("openings") - F("assigned"), IntegerField())
    rows = OrderPrice.objects.filter(run=run).annotate(empty=empty)
    return rows.select_related("order__destination", "order__occupation", "order__employer")


def competency_prices(run: Run) -> QuerySet[CompetencyPrice]:
    """The competencies that people of the run find no seat for."""
    return CompetencyPrice.objects.filter(run=run).select_related("competency")


def deadlines(run: Run) -> list[dict[str, Any]]:
    """By month of `ready_by` (its first day as `month`): openings left `empty`, and those lost to the deadline, `late`."""
    months = OrderPrice.objects.filter(run=run).annotate(month=TruncMonth("order__ready_by"))
    empty = Sum(F("openings") - F("assigned"))
    return list(months.values("month").annotate(empty=empty, late=Sum("late")).order_by("month"))


def paths_of(run: Run, actor: Actor) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Candidate number → (order number, class numbers) of one run, as far as the actor may see."""
    paths: dict[str, tuple[str, list[str]]] = {}
    rows = (
        Proposal.objects.visible_to(actor)
        .filter(run=run)
        .order_by("candidate__number", "steps__position")
        .values_list("candidate__number", "order__number", "steps__intake__number")
    )
    for candidate, order, intake in rows:
        path = paths.setdefault(candidate, (order, []))
        if intake is not None:
            path[1].append(intake)
    return {candidate: (order, tuple(intakes)) for candidate, (order, intakes) in paths.items()}


def difference(first: Run, second: Run, actor: Actor) -> rules.Difference:
    return rules.compare(paths_of(first, actor), paths_of(second, actor))


def names_of(run: Run, numbers: list[str], actor: Actor) -> Mapping[str, tuple[str, UUID]]:
    """Candidate number → (name, proposal) among the proposals of a run that the actor may see."""
    rows = (
        Proposal.objects.visible_to(actor)
        .filter(run=run, candidate__number__in=numbers)
        .values_list("candidate__number", "candidate__person__name", "pk")
    )
    return {number: (name, pk) for number, name, pk in rows}
