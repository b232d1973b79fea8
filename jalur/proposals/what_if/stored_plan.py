"""A plan read back from its rows."""

import polars as pl

from jalur.planner import Plan
from jalur.planner.contract.plan import ASSIGNMENTS, PRICES
from jalur.proposals.models import IntakePrice, OrderPrice, Proposal, ProposalStep, Run
from jalur.proposals.shared.services.bulk_copy import read_rows


def plan_of(run: Run) -> Plan:
    """The plan as it was stored."""
    paths = read_rows(
        Proposal.objects.filter(run=run).values_list("pk", "candidate__number", "order__number", "value"),
        pk=pl.String, candidate=pl.String, job_order=pl.String, value=pl.Float64,
    )  # fmt: skip
    steps = read_rows(
        ProposalStep.objects.filter(proposal__run=run).values_list("proposal_id", "position", "intake__number"),
        pk=pl.String, position=pl.Int64, intakes=pl.String,
    )  # fmt: skip
    along = steps.sort("pk", "position").group_by("pk", maintain_order=True).agg("intakes")
    paths = paths.join(along, on="pk", how="left").with_columns(pl.col("intakes").fill_null([]))
    rows = [
        ("budget", "budget", run.summary.get("budget_price", 0.0)),
        *(("floor", str(place), floor["price"]) for place, floor in enumerate(run.summary.get("floors", []))),
    ]
    prices = [pl.DataFrame(rows, schema=PRICES, orient="row")]
    for kind, table, number in (
        ("order", OrderPrice, "order__number"),
        ("intake", IntakePrice, "intake__number"),
    ):
        known = read_rows(
            table.objects.filter(run=run, price__gt=0).values_list(number, "price"),
            id=pl.String,
            price=pl.Float64,
        )
        prices.append(known.select(pl.lit(kind).alias("kind"), "id", "price"))
    summary = {"value": run.value, "bound": run.bound, "gap": run.gap, "placed": paths.height}
    return Plan(paths.select(list(ASSIGNMENTS)).sort("candidate"), pl.concat(prices), summary)
