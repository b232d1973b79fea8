"""What a finished plan says about classes, orders and competencies, and who goes where."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, IntegerField, Prefetch, QuerySet, Sum
from django.db.models.functions import Cast, Substr, TruncMonth

from jalur.foundation.accounts.access import Actor
from jalur.proposals.models import CompetencyPrice, IntakePrice, OrderPrice, Proposal, ProposalStep, Run
from jalur.proposals.runs.gather import holders
from jalur.proposals.shared.queries import COMPARED, OTHER_CLASSES


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


@dataclass(frozen=True)
class Move:
    """One person in two plans: her proposal in each, None where she has no path."""

    before: UUID | None
    after: UUID | None


@dataclass(frozen=True)
class Moves:
    """People who moved in one way: how many, and the first of them by candidate number."""

    people: int = 0
    first: tuple[Move, ...] = ()


@dataclass(frozen=True)
class Difference:
    """Two plans beside each other: people who are placed in one only, or on another path.

    held: the second plan left them out because an opening is held for them, offered or accepted; they lost nothing.
    """

    joined: Moves = Moves()
    left: Moves = Moves()
    other_order: Moves = Moves()
    other_classes: Moves = Moves()
    same: Moves = Moves()
    held: Moves = Moves()


DIFFERENCE = """
SELECT kind, count(*), (array_agg(before ORDER BY number))[:%s], (array_agg(after ORDER BY number))[:%s]
FROM (
    SELECT coalesce(a.number, b.number) AS number, b.id AS before, a.id AS after, CASE
        WHEN a.id IS NULL AND candidate_id IN ({held}) THEN 'held'
        WHEN a.id IS NULL THEN 'left'
        WHEN b.id IS NULL THEN 'joined'
        WHEN a.order_id <> b.order_id THEN 'other_order'
        WHEN {other_classes} THEN 'other_classes'
        ELSE 'same' END AS kind
    FROM ({before}) b FULL JOIN ({after}) a USING (candidate_id)
) moves GROUP BY kind"""


def difference(first: Run, second: Run, actor: Actor, *, most: int) -> Difference:
    """Who moved from the first plan to the second, as far as the actor may see; at most so many of each kind."""
    seen = Proposal.objects.with_drafts(actor)
    (before, of_before), (after, of_after) = (
        seen.filter(run=run).values_list(*COMPARED).query.sql_with_params() for run in (first, second)
    )
    held, of_held = holders().query.sql_with_params()
    # All parts are the ORM's own, their values are parameters.
    asked = DIFFERENCE.format(before=before, after=after, held=held, other_classes=OTHER_CLASSES)
    with connection.cursor() as cursor:
        cursor.execute(asked, [most, most, *of_held, *of_before, *of_after])
        return Difference(
            **{
                kind: Moves(people, tuple(map(Move, befores, afters)))
                for kind, people, befores, afters in cursor.fetchall()
            }
        )


def paths_of(keys: Iterable[UUID]) -> dict[UUID, Proposal]:
    """Proposals by key: whose, and the numbers of the order and of the classes that lead to it."""
    steps = (
        ProposalStep.objects.order_by("position").select_related("intake").only("proposal", "intake__number")
    )
    paths = Proposal.objects.select_related("order").only("name", "number", "order__number")
    return paths.prefetch_related(Prefetch("steps", steps)).in_bulk(keys)
