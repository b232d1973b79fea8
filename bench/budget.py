"""What each training budget reaches on a generated instance: a table and a plot for the docs."""

from pathlib import Path

import polars as pl

from bench.measure import measure

DOCS = Path(__file__).parent.parent / "docs" / "explanation"
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
    try:
        import matplotlib as mpl
    except ImportError:
        print("  no plot: matplotlib is not installed (requirements/bench.txt)")
        return
    mpl.use("svg")
    # Text stays text and ids stay the same from run to run, so that the picture changes only with its figures.
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "jalur", "font.size": 8})
    import matplotlib.pyplot as plt

    along = (points["budget"] / BILLION).to_list()
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4))
    lines = list(zip(along, points["bound"], points["beta"] * BILLION, strict=True))
    fine = [along[0] + (along[-1] - along[0]) * step / 200 for step in range(201)]
    least = [min(bound + slope * (at - budget) for budget, bound, slope in lines) for at in fine]
    left.plot(
        along, points["value"], color="#0b5d7a", marker="o", markersize=4, label="value of the plan made"
    )
    left.plot(fine, least, color="#b35900", linestyle="--", label="no plan exceeds: lowest tangent")
    left.set_ylabel("value")
    left.legend(loc="lower right")
    right.plot(along, points["placed"], color="#0b5d7a", marker="o", markersize=3)
    right.set_ylabel("people placed")
    for cell in (left, right):
        cell.set_xlabel("training budget, billion rupiah")
        cell.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(DOCS / "planner-budget.svg", metadata={"Date": None})
    plt.close(figure)
