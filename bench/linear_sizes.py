"""The path linear program beside the planner: how large one can be solved whole, and what a plan's gap consists of."""

import csv
import importlib.util
from pathlib import Path
from typing import Any

from bench.drawing import DOCS
from bench.measure import GIB, Measured, measure

SMALLEST = 1_000  # candidates; doubled until no solver manages
PROVED = (250, 500, 1_000, 2_000, 4_000, 8_000, 16_000)  # candidates of the instances whose gap is split
WHOLE = 2_000  # up to here the integer optimum is looked for as well
GROUNDED = 0.001  # gap the plan beside them is asked for
Row = dict[str, Any]


def planned(folder: Path, candidates: int, gap: float) -> tuple[Path, Measured]:
    """An instance of so many candidates and the planner's own plan for it, its compiled code loaded before."""
    instance, warm = folder / f"linear-{candidates}", folder / "warm"
    measure("bench.step", "generate", str(candidates), str(instance))
    if not warm.exists():
        measure("bench.step", "generate", "regency", str(warm), "--seed", "2")
    words = (str(instance), str(folder / "linear-plan"), "--gap", str(gap), "--warm", str(warm))
    return instance, measure("bench.step", "make", *words)


def compare_linear(folder: Path, limit: float) -> None:
    """Double the size until neither solver manages in the time given; the planner's own figures beside, as ratios."""
    print(f"\npath linear program whole, {limit:.0f} s each, the plan at gap {GROUNDED:.1%} beside")
    going = {"highs": True, "pdlp": importlib.util.find_spec("ortools") is not None}
    if not going["pdlp"]:
        print("  PDLP is left out: ortools is not installed (requirements/bench.txt)")
    candidates, rows = SMALLEST, []
    while any(going.values()):
        instance, plan = planned(folder, candidates, GROUNDED)
        if plan.code:
            print(f"  {candidates:>7,} candidates: making a plan failed")
            break
        told = plan.told
        print(f"  {candidates:>7,} candidates: plan {told['seconds']:.2f} s, {plan.peak_bytes / GIB:.2f} GiB, "
              f"value {told['value']:,.2f}, bound {told['bound']:,.2f}, gap {told['gap']:.3%}")  # fmt: skip
        for solver in [name for name, on in going.items() if on]:
            # Reading, enumerating and writing the model come on top of the solver's own time.
            words = (str(instance), "--solver", solver, "--limit", str(limit))
            run = measure("bench.step", "linear", *words, limit=2 * limit)
            going[solver] = run.code == 0 and run.told.get("status", "").upper() == "OPTIMAL"
            if going[solver]:
                rows.append(row_of(candidates, solver, run, plan))
                print("          {solver:<6} {seconds:8.1f} s ({times:.1f} times the plan's), {gib:.2f} GiB, "
                      "{paths:,} paths, value {value:,.2f}".format(**rows[-1]))  # fmt: skip
            else:
                paths = f", {run.told['paths']:,} paths" if "paths" in run.told else ""
                print(f"          {solver:<6} does not manage: {run.told.get('status', 'ended')}{paths}")
        candidates *= 2
    write("planner-linear", rows)


def row_of(candidates: int, solver: str, run: Measured, plan: Measured) -> Row:
    told = run.told
    return {
        "candidates": candidates,
        "solver": solver,
        "paths": told["paths"],
        "building": round(told["building"], 2),
        "seconds": round(told["seconds"], 2),
        "gib": round(run.peak_bytes / GIB, 2),
        "value": round(told["value"], 3),
        "plan_seconds": round(plan.told["seconds"], 2),
        "plan_gib": round(plan.peak_bytes / GIB, 2),
        "plan_gap": round(plan.told["gap"], 6),
        "times": round(told["seconds"] / plan.told["seconds"], 1),
    }


def split_gap(folder: Path, limit: float, gap: float) -> None:
    """Bound − linear optimum is what prices still have to converge; linear optimum − value is rounding and integrality."""
    print(f"\nwhat the gap of a plan asked for {gap:.1%} consists of, in per cent of the bound")
    rows: list[Row] = []
    for candidates in PROVED:
        instance, plan = planned(folder, candidates, gap)
        run = measure("bench.step", "linear", str(instance), "--limit", str(limit), limit=2 * limit)
        if plan.code or run.code or run.told.get("status") != "Optimal":
            print(f"  {candidates:>6,} candidates: the linear program is not solved in {limit:.0f} s")
            break
        bound, value, relaxed = plan.told["bound"], plan.told["value"], run.told["value"]
        row: Row = {
            "candidates": candidates,
            "gap": plan.told["gap"],
            "convergence": (bound - relaxed) / bound,
            "rounding_and_integrality": (relaxed - value) / bound,
            "integrality": None,
            "rounding": None,
        }
        if candidates <= WHOLE:
            words = (str(instance), "--solver", "integer", "--limit", str(limit))
            whole = measure("bench.step", "linear", *words, limit=2 * limit)
            if whole.told.get("status") == "Optimal":
                row["integrality"] = (relaxed - whole.told["value"]) / bound
                row["rounding"] = (whole.told["value"] - value) / bound
        rows.append({name: abs(round(x, 7)) if isinstance(x, float) else x for name, x in row.items()})
        print("  " + "  ".join(
            f"{name} {x:.4%}" if isinstance(x, float) else f"{name} {x or '?'}" for name, x in rows[-1].items()
        ))  # fmt: skip
    write("planner-gap", rows)


def write(name: str, rows: list[Row]) -> None:
    """Write docs/explanation/NAME.csv."""
    if rows:
        with (DOCS / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
