"""Why each person got this path and what keeps openings empty: codes and numbers, no words, from tables and plan alone.

Screens put them into words in the reader's language.
"""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from jalur.planner.after.eligibility import closed, covers_of
from jalur.planner.contract.plan import Plan
from jalur.planner.contract.tables import Tables

SCARCE = 0.0005
# Between codes, between classes, between the parts of a kind of path.
CODES, CLASSES, PARTS = "\x1f", "\x1e", "\x1d"
NO_REASONS = pl.DataFrame(schema={"candidate": pl.String, "reasons": pl.String})


@dataclass(frozen=True)
class Explanations:
    """`causes`: see `causes.Causes.orders`. `reasons`: candidate, and as JSON what `reasons_of_people` returns.

    `unplaced`: [code, people, detail], what came nearest to a path for everybody without one. `scarce`: [competency,
    people, value], see `causes.Causes`.
    """

    causes: dict[str, dict[str, Any]] = field(default_factory=dict)
    reasons: pl.DataFrame = field(default_factory=lambda: NO_REASONS)
    unplaced: list[list[Any]] = field(default_factory=list)
    scarce: list[list[Any]] = field(default_factory=list)


def explain_plan(tables: Tables, plan: Plan) -> Explanations:
    """Return what there is to say about every person and every order of a plan."""
    from jalur.planner.after.causes import count_causes  # compiles its kernels: only a worker waits for that

    covers = covers_of(tables)
    causes = count_causes(tables, plan, covers)
    return Explanations(
        causes.orders, reasons_of_people(tables, plan, covers), causes.unplaced, causes.scarce
    )


def reasons_of_people(tables: Tables, plan: Plan, covers: dict[str, frozenset[str]]) -> pl.DataFrame:
    """Candidate → JSON: what is held already, what each class brings, chance, cost, worth net of prices."""
    price = {
        kind: plan.prices.filter(pl.col("kind") == kind).select("id", price="price")
        for kind in ("order", "intake", "budget")
    }
    beta = float(price["budget"]["price"].sum())
    paths = plan.assignments.with_row_index("row")
    steps = paths.select("row", id="intakes").explode("id").drop_nulls("id")
    steps = steps.join(
        tables.intakes.select("id", "cost", "pass_rate", "teaches"),
        on="id",
        how="left",
        maintain_order="left",
    ).join(price["intake"], on="id", how="left", maintain_order="left")
    along = steps.group_by("row", maintain_order=True).agg(
        chance=pl.col("pass_rate").product(),
        cost=pl.col("cost").sum(),
        seat_prices=pl.col("price").fill_null(0.0),
        taught=pl.col("teaches").list.join(CODES),
    )
    orders = tables.job_orders.select(job_order="id", requires="requires").join(
        price["order"].rename({"id": "job_order", "price": "order_price"}), on="job_order", how="left"
    )
    holds = tables.candidates.select(candidate="id", holds="holds")
    frame = (
        paths.join(along, on="row", how="left", maintain_order="left")
        .join(orders, on="job_order", how="left", maintain_order="left")
        .join(holds, on="candidate", how="left", maintain_order="left")
        .with_columns(
            chance=pl.col("chance").fill_null(1.0),
            cost=pl.col("cost").fill_null(0.0),
            seat_prices=pl.col("seat_prices").fill_null([]),
            order_price=pl.col("order_price").fill_null(0.0),
            kind=pl.concat_str(
                pl.col("holds").fill_null([]).list.join(CODES),
                pl.col("requires").fill_null([]).list.join(CODES),
                pl.col("taught").fill_null([]).list.join(CLASSES),
                separator=PARTS,
            ),
        )
    )
    said = frame.join(brought(frame["kind"].unique(), covers), on="kind", how="left", maintain_order="left")
    net = pl.col("value") - pl.col("order_price") - pl.col("seat_prices").list.sum() - beta * pl.col("cost")
    return said.select(
        "candidate",
        reasons=pl.struct(
            "held",
            "steps",
            pl.col("chance").round(4),
            pl.col("cost").round(0).cast(pl.Int64),
            net.round(6).alias("net"),
            pl.col("order_price").round(6),
            pl.col("seat_prices").list.eval(pl.element().round(6)),
            (pl.col("seat_prices").list.max().fill_null(0.0) > SCARCE).alias("scarce"),
        ).struct.json_encode(),
    )


def brought(kinds: pl.Series, covers: dict[str, frozenset[str]]) -> pl.DataFrame:
    """Kind of path (holds, requires, what each class teaches) → what of the requirements is held, what each class adds."""
    rows = []
    for kind in kinds.to_list():
        holds, requires, taught = kind.split(PARTS)
        wanted, held = set(listed(requires)), closed(listed(holds), covers)
        steps, reached = [], set(held)
        for teaches in taught.split(CLASSES) if taught else ():
            gained = closed(listed(teaches), covers)
            steps.append(sorted((gained & wanted) - reached) or sorted(set(listed(teaches)) - reached))
            reached |= gained
        rows.append((kind, sorted(held & wanted), steps))
    schema = {"kind": pl.String(), "held": pl.List(pl.String), "steps": pl.List(pl.List(pl.String))}
    return pl.DataFrame(rows, schema=schema, orient="row")


def listed(codes: str) -> list[str]:
    return codes.split(CODES) if codes else []
