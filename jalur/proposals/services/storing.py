"""A verified plan becomes rows: prices, causes, one proposal a placed person. Set by set, never row by row."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders.models import JobOrder, Reservation
from jalur.journey.training.models import Intake
from jalur.planner import Plan, Tables
from jalur.proposals import rules
from jalur.proposals.explaining import Told
from jalur.proposals.models import IntakePrice, OrderPrice, Proposal, ProposalState, ProposalStep, Run

CHUNK = 5000
T = TypeVar("T")
M = TypeVar("M", bound=Model)


def chunks(items: Sequence[T]) -> Iterable[Sequence[T]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))


def keys_of(queryset: QuerySet[M], numbers: Sequence[str]) -> dict[str, UUID]:
    """Public number → primary key, for those that exist."""
    found: dict[str, UUID] = {}
    for some in chunks(numbers):
        found.update(queryset.filter(number__in=some).order_by().values_list("number", "pk"))
    return found


def store(run: Run, tables: Tables, plan: Plan, *, baseline: dict[str, Any], told: Told) -> None:
    """Write the plan of a locked run. People who left planning or hold an opening by now get no proposal."""
    prices = {(kind, key): price for kind, key, price in plan.prices.iter_rows()}
    store_prices(run, tables, plan, prices, told)
    overtake(run)
    dropped = store_proposals(run, plan, told)
    summary = plan.summary
    run.value, run.bound, run.gap = summary["value"], summary["bound"], summary["gap"]
    run.placed = summary["placed"]
    run.planner_version = str(summary.get("version", ""))
    run.baseline = baseline
    run.summary = {
        "seconds": summary.get("seconds"),
        "iterations": summary.get("iterations"),
        "phases": summary.get("phases", {}),
        "dropped": dropped,
        "unplaced": told.unplaced,
        "budget_price": prices.get(("budget", "budget"), 0.0),
        "floor_prices": [
            prices.get(("floor", str(position)), 0.0) for position in range(len(tables.policy.floors))
        ],
        **groups(tables, plan),
    }


def store_prices(
    run: Run, tables: Tables, plan: Plan, prices: dict[tuple[str, str], float], told: Told
) -> None:
    by_order = Counter(plan.assignments["job_order"].to_list())
    by_intake = Counter(plan.assignments["intakes"].explode().drop_nulls().to_list())
    orders = tables.job_orders.select("id", "openings").rows()
    intakes = tables.intakes.select("id", "seats").rows()
    order_keys = keys_of(JobOrder.objects.all(), [number for number, _ in orders])
    intake_keys = keys_of(Intake.objects.all(), [number for number, _ in intakes])
    OrderPrice.objects.bulk_create(
        [
            OrderPrice(
                run=run,
                order_id=order_keys[number],
                price=prices.get(("order", number), 0.0),
                assigned=by_order[number],
                openings=openings,
                causes=told.causes.get(number, {}),
            )
            for number, openings in orders
        ],
        batch_size=CHUNK,
    )
    IntakePrice.objects.bulk_create(
        [
            IntakePrice(
                run=run,
                intake_id=intake_keys[number],
                price=prices.get(("intake", number), 0.0),
                assigned=by_intake[number],
                seats=seats,
            )
            for number, seats in intakes
        ],
        batch_size=CHUNK,
    )


def overtake(run: Run) -> int:
    """Open proposals of the people who were planned make room for the new ones."""
    open_ones = Proposal.objects.filter(state=ProposalState.PROPOSED).exclude(run=run)
    if run.place_id:
        open_ones = open_ones.filter(candidate__person__residence__code__startswith=run.place_id)
    return open_ones.update(state=ProposalState.OVERTAKEN)


def store_proposals(run: Run, plan: Plan, told: Told) -> int:
    """One proposal a placed person, with its steps. Returns how many were left out."""
    rows = plan.assignments.sort("candidate").rows()
    holding = Reservation.objects.filter(released_at__isnull=True).values("candidate_id")
    willing = Candidate.objects.plannable().exclude(pk__in=holding)
    people = keys_of(willing, [row[0] for row in rows])
    orders = keys_of(JobOrder.objects.all(), sorted({row[1] for row in rows}))
    intakes = keys_of(Intake.objects.all(), sorted({number for row in rows for number in row[2]}))
    for some in chunks([row for row in rows if row[0] in people]):
        made = [
            Proposal(
                run=run,
                candidate_id=people[candidate],
                order_id=orders[order],
                value=value,
                reasons=told.reasons.get(candidate, {}),
            )
            for candidate, order, _, value in some
        ]
        Proposal.objects.bulk_create(made)
        ProposalStep.objects.bulk_create(
            [
                ProposalStep(proposal=proposal, intake_id=intakes[number], position=position)
                for proposal, row in zip(made, some, strict=True)
                for position, number in enumerate(row[2], start=1)
            ]
        )
    return len(rows) - len(people)


def groups(tables: Tables, plan: Plan) -> dict[str, dict[str, list[int]]]:
    """Counts that name nobody: by regency [people, placed], by destination and occupation [openings, placed]."""
    placed = set(plan.assignments["candidate"].to_list())
    people = tables.candidates.select("id", "regency").rows()
    by_regency = rules.tally((home for _, home in people), (number in placed for number, _ in people))
    filled = Counter(plan.assignments["job_order"].to_list())
    by_destination: dict[str, list[int]] = {}
    by_occupation: dict[str, list[int]] = {}
    for number, destination, occupation, openings in tables.job_orders.select(
        "id", "destination", "occupation", "openings"
    ).iter_rows():
        for table, group in ((by_destination, destination), (by_occupation, occupation)):
            row = table.setdefault(group, [0, 0])
            row[0] += openings
            row[1] += filled[number]
    return {
        "by_regency": by_regency,
        "by_destination": dict(sorted(by_destination.items())),
        "by_occupation": dict(sorted(by_occupation.items())),
    }
