"""Reads of plans and proposals that screens and other rooms share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, FloatField, IntegerField, Min, Q, QuerySet, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Substr, TruncMonth

from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.models import Event
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.training.models import Intake
from jalur.proposals import rules
from jalur.proposals.alternatives import Prices
from jalur.proposals.models import (
    BulkDecision,
    BulkItem,
    CompetencyPrice,
    IntakePrice,
    OrderPrice,
    Proposal,
    ProposalState,
    Run,
    Study,
)


def runs(actor: Actor) -> QuerySet[Run]:
    return Run.objects.visible_to(actor).select_related("place")


def proposals(actor: Actor) -> QuerySet[Proposal]:
    """What the actor may see, with all a list row needs; two queries for any number of rows."""
    return (
        Proposal.objects.visible_to(actor)
        .select_related("candidate__person", "order__destination", "order__occupation", "run")
        .annotate(
            classes=Count("steps"),
            first_start=Min("steps__intake__starts"),
            chance=Cast(KT("reasons__chance"), FloatField()),
        )
    )


def proposal_in_full(actor: Actor, pk: UUID) -> Proposal | None:
    """One proposal with its path, or None when there is none in the actor's reach."""
    return (
        Proposal.objects.visible_to(actor)
        .select_related(
            "run__place",
            "candidate__person__residence",
            "order__destination",
            "order__occupation",
            "order__employer",
            "decided_by",
        )
        .prefetch_related("steps__intake__programme__provider", "steps__intake__place")
        .filter(pk=pk)
        .first()
    )


def open_proposals(actor: Actor) -> int:
    """How many proposals wait for a decision of the actor."""
    return (
        Proposal.objects.visible_to(actor, "proposals:proposal:decide")
        .filter(state=ProposalState.PROPOSED)
        .count()
    )


def own_proposal(actor: Actor) -> UUID | None:
    """The candidate's own proposal that matters now: the accepted one, else the one that waits, else the newest."""
    if actor.person_id is None:
        return None
    mine = Proposal.objects.visible_to(actor).filter(candidate__person_id=actor.person_id)
    for state in (ProposalState.ACCEPTED, ProposalState.PROPOSED):
        found = mine.filter(state=state).order_by("-created_at", "pk").values_list("pk", flat=True).first()
        if found:
            return found
    return mine.order_by("-created_at", "pk").values_list("pk", flat=True).first()


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


def latest_study(run: Run, kind: str) -> Study | None:
    """The newest study of a kind; whoever may see the plan may see it."""
    return run.studies.select_related("run").filter(kind=kind).order_by("-created_at", "pk").first()


def prices_of(run: Run) -> Prices:
    """The plan's prices by public number; those of zero are left out."""
    orders = run.order_prices.filter(price__gt=0).values_list("order__number", "price")
    intakes = run.intake_prices.filter(price__gt=0).values_list("intake__number", "price")
    return Prices(dict(orders), dict(intakes), run.summary.get("budget_price", 0.0))


def orders_by_number(numbers: list[str]) -> dict[str, JobOrder]:
    found = JobOrder.objects.filter(number__in=numbers).select_related("destination", "employer")
    return {order.number: order for order in found.order_by("number")}


@dataclass(frozen=True)
class ToPlan:
    """What a run would look at if it started now."""

    candidates: int
    opted_out: int
    holding: int
    orders: int
    openings: int
    intakes: int
    seats: int


def to_plan(place_code: str, on: date) -> ToPlan:
    """Counts only, so that a person sees what a run will look at before it starts. Five queries."""
    people = Candidate.objects.all()
    if place_code:
        here = Q(person__residence_id=place_code) | Q(person__residence__code__startswith=f"{place_code}.")
        people = people.filter(here)
    holding = people.filter(reservations__released_at__isnull=True, reservations__isnull=False)
    free = people.plannable().exclude(pk__in=holding.values("pk"))
    orders = JobOrder.objects.plannable().filter(ready_by__gte=on)
    intakes = Intake.objects.plannable().filter(starts__gte=on)
    asked = orders.aggregate(count=Count("pk"), left=Sum(F("openings") - F("reserved")))
    offered = intakes.aggregate(count=Count("pk"), left=Sum(F("seats") - F("taken")))
    return ToPlan(
        candidates=free.count(),
        opted_out=people.filter(opted_out_of_planning_at__isnull=False).count(),
        holding=holding.count(),
        orders=asked["count"],
        openings=asked["left"] or 0,
        intakes=offered["count"],
        seats=offered["left"] or 0,
    )


def paths_of(run: Run, actor: Actor) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Candidate number → (order number, class numbers) of one run, as far as the actor may see."""
    found: dict[str, tuple[str, list[str]]] = {}
    rows = (
        Proposal.objects.visible_to(actor)
        .filter(run=run)
        .order_by("candidate__number", "steps__position")
        .values_list("candidate__number", "order__number", "steps__intake__number")
    )
    for candidate, order, intake in rows:
        path = found.setdefault(candidate, (order, []))
        if intake is not None:
            path[1].append(intake)
    return {candidate: (order, tuple(intakes)) for candidate, (order, intakes) in found.items()}


def difference(first: Run, second: Run, actor: Actor) -> rules.Difference:
    return rules.compare(paths_of(first, actor), paths_of(second, actor))


def events_of(proposal: Proposal, actor: Actor) -> QuerySet[Event]:
    """What happened to a proposal, newest first."""
    return (
        Event.objects.visible_to(actor)
        .filter(subject_table="proposals.proposal", subject_key=str(proposal.pk))
        .select_related("user")
        .order_by("-at", "pk")
    )


def names_of(run: Run, numbers: list[str], actor: Actor) -> Mapping[str, tuple[str, UUID]]:
    """Candidate number → (name, proposal) among the proposals of a run that the actor may see."""
    rows = (
        Proposal.objects.visible_to(actor)
        .filter(run=run, candidate__number__in=numbers)
        .values_list("candidate__number", "candidate__person__name", "pk")
    )
    return {number: (name, pk) for number, name, pk in rows}


def outcomes(decision: BulkDecision) -> dict[str, int]:
    """Outcome → how many items of the decision have it."""
    return dict(decision.items.order_by("outcome").values_list("outcome").annotate(count=Count("pk")))


def bulk_items(decision: BulkDecision) -> QuerySet[BulkItem]:
    """The items of a decision; whoever may see the decision made it for proposals in reach."""
    return decision.items.select_related("proposal__candidate__person", "proposal__order")
