"""What each training budget reaches on a generated instance: a table and a plot for the docs."""

from pathlib import Path
from typing import Any

import polars as pl

from bench.drawing import CLAY, DOCS, SEA, draw
from bench.measure import measure

SIZE = "province"
GAP = "0.006"
SECONDS = "20"  # for each plan
BILLION = 1e9


def sweep_budget(folder: Path) -> None:
    """Write planner-budget.csv and, where matplotlib is installed, planner-budget.svg."""
    instance, plan, out = folder / "budget-instance", folder / "budget-plan", folder / "budget"
    print(f"\nbudget curve, {SIZE}, seed 1")
    measure("bench.step", "generate", SIZE, str(instance), "--seed", "1")
    measure("bench.step", "make", str(instance), str(plan), "--gap", GAP)
    words = (str(instance), str(plan), "--out", str(out), "--gap", GAP, "--time-limit", SECONDS)
    run = measure("jalur.planner", "budget", *words)
    if run.code:
        print("  failed")
        return
    points = pl.read_csv(out / "curve.csv")
    points.with_columns(
        pl.col("value", "bound", "per_billion").round(3),
        pl.col("budget", "spent").round(0),
        pl.col("beta").round(12),
    ).write_csv(DOCS / "planner-budget.csv")
    for row in points.iter_rows(named=True):
        print(f"  {row['budget'] / BILLION:8.3f} billion  value {row['value']:10.2f}  at most {row['bound']:10.2f}  "
              f"{row['placed']:,} placed")  # fmt: skip
    plot(points)


def plot(points: pl.DataFrame) -> None:
    """Value below the lowest tangent on the left, people placed on the right."""
    along = (points["budget"] / BILLION).to_list()
    lines = list(zip(along, points["bound"], points["beta"] * BILLION, strict=True))
    fine = [along[0] + (along[-1] - along[0]) * step / 200 for step in range(201)]
    least = [min(bound + slope * (at - budget) for budget, bound, slope in lines) for at in fine]

    def fill(cells: Any) -> None:
        left, right = cells[0]
        said = "value of the plan made"
        left.plot(along, points["value"], color=SEA, marker="o", markersize=4, label=said)
        left.plot(fine, least, color=CLAY, linestyle="--", label="no plan exceeds: lowest tangent")
        left.set_ylabel("value")
        left.legend(loc="lower right")
        right.plot(along, points["placed"], color=SEA, marker="o", markersize=3)
        right.set_ylabel("people placed")
        for cell in (left, right):
            cell.set_xlabel("training budget, billion rupiah")

    draw("planner-budget", 1, 2, (9, 3.4), fill)
