"""A verified plan becomes rows: prices, causes, one proposal a placed person. By COPY, never row by row."""

import json
from collections import Counter
from typing import Any

import polars as pl
from django.db import models
from django.utils import timezone

from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders.models import JobOrder, Reservation
from jalur.journey.job_orders.models import State as OrderState
from jalur.journey.training.models import Intake
from jalur.kit.database import learn_sizes
from jalur.planner import Plan, Tables
from jalur.planner.after.reasons import Explanations
from jalur.proposals.models import (
    CompetencyPrice,
    IntakePrice,
    OrderPrice,
    Proposal,
    ProposalState,
    ProposalStep,
    Run,
)
from jalur.proposals.shared import rules
from jalur.proposals.shared.services.bulk_copy import copy_rows, new_keys, read_rows

SCARCE = {"competency_id": pl.String, "people": pl.Int64, "value": pl.Float64}


def keys_of(numbered: models.QuerySet[Any]) -> pl.DataFrame:
    """Public number → primary key."""
    return read_rows(numbered.values_list("number", "pk"), number=pl.String, key=pl.String)


def store(
    run: Run, tables: Tables, plan: Plan, *, baseline: dict[str, Any], explanations: Explanations
) -> None:
    """Write the plan of a locked run. Who left planning or holds an opening by now gets no proposal; neither does anybody
    for an order that takes nobody any more."""
    orders, intakes = keys_of(JobOrder.objects.all()), keys_of(Intake.objects.all())
    store_order_prices(run, tables, plan, orders, explanations)
    store_intake_prices(run, tables, plan, intakes)
    copy_rows(
        CompetencyPrice,
        pl.DataFrame(explanations.scarce, schema=SCARCE, orient="row").with_columns(
            id=new_keys(len(explanations.scarce))
        ),
        run_id=run.pk,
        created_at=timezone.now(),
    )
    dropped = store_proposals(run, plan, intakes, explanations)
    learn_sizes(OrderPrice, IntakePrice, CompetencyPrice, Proposal, ProposalStep)
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
        "unplaced": explanations.unplaced,
        "empty": empty_openings(tables, plan, explanations),
        **prices_of_rules(tables, plan),
        **groups(tables, plan),
    }


def prices_of(plan: Plan, kind: str) -> pl.DataFrame:
    """Number and price of one kind; what costs nothing is not in it."""
    return plan.prices.filter(pl.col("kind") == kind).select(number="id", price="price")


def filled(plan: Plan) -> pl.DataFrame:
    """Number of each order that anybody is sent to, and how many are."""
    return plan.assignments["job_order"].value_counts(name="assigned").rename({"job_order": "number"})


def prices_of_rules(tables: Tables, plan: Plan) -> dict[str, Any]:
    """What a rupiah of budget is worth; what each floor asks, reaches and costs."""
    from jalur.planner.after.policy_cost import (
        policy_answer,  # compiles kernels: only a worker waits for that
    )

    answer = policy_answer(tables, plan)
    return {
        "budget_price": answer.beta,
        "spent_on_training": answer.spent,
        "floors": [
            {
                "group": dict(floor.group),
                "minimum": floor.minimum,
                "placed": floor.placed,
                "price": floor.price,
                "penalty": floor.penalty,
            }
            for floor in answer.floors
        ],
    }


def store_order_prices(
    run: Run, tables: Tables, plan: Plan, keys: pl.DataFrame, explanations: Explanations
) -> None:
    causes = pl.DataFrame(
        [
            (number, json.dumps(stops), stopped_by_deadline(stops))
            for number, stops in explanations.causes.items()
        ],
        schema={"number": pl.String, "causes": pl.String, "stopped": pl.Int64},
        orient="row",
    )
    rows = (
        tables.job_orders.select("openings", number="id")
        .join(keys, on="number")
        .join(prices_of(plan, "order"), on="number", how="left")
        .join(filled(plan), on="number", how="left")
        .join(causes, on="number", how="left")
    )
    copy_rows(
        OrderPrice,
        rows.select(
            "openings",
            pl.col("price").fill_null(0.0),
            pl.col("assigned").fill_null(0),
            pl.col("causes").fill_null("{}"),
            late=pl.min_horizontal(
                pl.col("openings") - pl.col("assigned").fill_null(0), pl.col("stopped").fill_null(0)
            ),
            order_id="key",
            id=new_keys(rows.height),
        ),
        run_id=run.pk,
        created_at=timezone.now(),
    )


def stopped_by_deadline(causes: dict[str, Any]) -> int:
    """How many people only the deadline stops."""
    return sum(people for code, people, _detail in causes["stops"] if code == "deadline")


def empty_openings(tables: Tables, plan: Plan, explanations: Explanations) -> list[tuple[str, int]]:
    """Openings that the plan leaves, under the cause that stops most people of their order; the most first."""
    assigned = dict(filled(plan).iter_rows())
    empty: Counter[str] = Counter()
    for number, openings in tables.job_orders.select("id", "openings").iter_rows():
        left = openings - assigned.get(number, 0)
        stop = rules.main_stop(explanations.causes.get(number, {}).get("stops", []))
        if left and stop is not None:
            empty[stop[0]] += left
    return empty.most_common()


def store_intake_prices(run: Run, tables: Tables, plan: Plan, keys: pl.DataFrame) -> None:
    taken = plan.assignments["intakes"].explode().drop_nulls().value_counts(name="assigned")
    rows = (
        tables.intakes.select("seats", number="id")
        .join(keys, on="number")
        .join(prices_of(plan, "intake"), on="number", how="left")
        .join(taken.rename({"intakes": "number"}), on="number", how="left")
    )
    copy_rows(
        IntakePrice,
        rows.select(
            "seats",
            pl.col("price").fill_null(0.0),
            pl.col("assigned").fill_null(0),
            intake_id="key",
            id=new_keys(rows.height),
        ),
        run_id=run.pk,
        created_at=timezone.now(),
    )


def store_proposals(run: Run, plan: Plan, intakes: pl.DataFrame, explanations: Explanations) -> int:
    """One draft a placed person, with its steps. Returns how many were left out."""
    holding = Reservation.objects.filter(released_at__isnull=True).values("candidate_id")
    people = keys_of(Candidate.objects.plannable().exclude(pk__in=holding))
    # Of orders that closed or were held meanwhile nobody gets a proposal.
    orders = keys_of(JobOrder.objects.filter(state=OrderState.OPEN))
    paths = (
        plan.assignments.join(people.rename({"number": "candidate", "key": "candidate_id"}), on="candidate")
        .join(orders.rename({"number": "job_order", "key": "order_id"}), on="job_order")
        .join(explanations.reasons, on="candidate", how="left")
        .with_columns(first=pl.col("intakes").list.first())
        .join(intakes.rename({"number": "first", "key": "first_intake_id"}), on="first", how="left")
        .sort("candidate")
    )
    paths = paths.with_columns(
        id=new_keys(paths.height),
        reasons=pl.col("reasons").fill_null("{}"),
        classes=pl.col("intakes").list.len().fill_null(0),
    )
    now = timezone.now()
    copy_rows(
        Proposal,
        paths.select("id", "candidate_id", "order_id", "first_intake_id", "classes", "value", "reasons"),
        run_id=run.pk,
        created_at=now,
        state=ProposalState.DRAFT.value,
        refusal_reason="",
        refusal_note="",
        answered_how="",
        wrong_guesses=0,
    )
    steps = (
        paths.select(proposal_id="id", number="intakes")
        .explode("number")
        .drop_nulls("number")
        .with_columns(position=pl.int_range(1, pl.len() + 1).over("proposal_id"))
        .join(intakes.rename({"key": "intake_id"}), on="number", maintain_order="left")
    )
    copy_rows(
        ProposalStep,
        steps.select("proposal_id", "intake_id", "position", id=new_keys(steps.height)),
        created_at=now,
    )
    return plan.assignments.height - paths.height


def groups(tables: Tables, plan: Plan) -> dict[str, dict[str, list[int]]]:
    """Counts that name nobody: by regency [people, placed], by destination and occupation [openings, placed]."""
    people = tables.candidates.with_columns(
        placed=pl.col("id").is_in(plan.assignments["candidate"].implode())
    )
    placed = filled(plan).rename({"number": "id", "assigned": "placed"})
    orders = tables.job_orders.join(placed, on="id", how="left").with_columns(pl.col("placed").fill_null(0))

    def counted(frame: pl.DataFrame, key: str, size: pl.Expr) -> dict[str, list[int]]:
        sums = frame.group_by(key).agg(size=size, placed=pl.col("placed").sum()).sort(key)
        return {name: [size, placed] for name, size, placed in sums.iter_rows()}

    return {
        "by_regency": counted(people, "regency", pl.len()),
        "by_destination": counted(orders, "destination", pl.col("openings").sum()),
        "by_occupation": counted(orders, "occupation", pl.col("openings").sum()),
    }
