"""Planning again when the world changed: accepted paths fixed, classes cancelled, orders changed; seconds beside a cold plan.

python -m bench.replanning INSTANCE PLAN --start warm|cold [--gap G]
"""

import argparse
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from bench.measure import GIB, Measured, measure, tell
from jalur.planner import Tables
from jalur.planner.contract.plan import Plan

ACCEPTED, CANCELLED, CHANGED = (
    2_000,
    20,
    50,
)  # people, classes, orders; a tenth of each at the size of a province
SOONER = 28  # days by which an employer wants people earlier


def change(tables: Tables, plan: Plan) -> tuple[Tables, pl.DataFrame]:
    """The tables after a bad week, and the paths accepted before it; the same every time.

    Classes somebody sits in are cancelled. Of the changed orders half want people sooner, half take half as many.
    """
    random = np.random.default_rng(3)

    def some(ids: pl.Series, count: int) -> list[str]:
        names = ids.unique().sort().to_list()
        picked = random.choice(len(names), min(len(names), count), replace=False)
        return [names[place] for place in picked]

    accepted = plan.assignments.filter(
        pl.col("candidate").is_in(some(plan.assignments["candidate"], ACCEPTED))
    )
    cancelled = some(plan.assignments["intakes"].explode().drop_nulls(), CANCELLED)
    changed = some(plan.assignments["job_order"], CHANGED)
    sooner, fewer = changed[::2], changed[1::2]
    orders = tables.job_orders.with_columns(
        ready_by=pl.when(pl.col("id").is_in(sooner))
        .then(pl.col("ready_by") - pl.duration(days=SOONER))
        .otherwise(pl.col("ready_by")),
        openings=pl.when(pl.col("id").is_in(fewer))
        .then(pl.col("openings") // 2)
        .otherwise(pl.col("openings")),
    )
    intakes = tables.intakes.filter(~pl.col("id").is_in(cancelled))
    return replace(tables, job_orders=orders, intakes=intakes), accepted.select(
        "candidate", "job_order", "intakes"
    )


def again(chosen: argparse.Namespace) -> None:
    """Plan the changed tables around the accepted paths, from the old prices (`warm`) or from none (`cold`)."""
    from jalur.planner import make_plan
    from jalur.planner.after.replan import replan
    from jalur.planner.contract.plan import read as read_plan
    from jalur.planner.contract.tables import read
    from jalur.planner.verify import verify

    if chosen.compiled:  # loads the compiled code of both ways
        small = make_plan(read(chosen.compiled), gap=0.01)
        old = {"start_prices": small.prices, "proposed": small.assignments}
        replan(read(chosen.compiled), small.assignments.head(5), **old, gap=0.01)
    plan = read_plan(chosen.plan)
    tables, accepted = change(read(chosen.instance), plan)
    begun = time.perf_counter()
    old = {"start_prices": plan.prices, "proposed": plan.assignments} if chosen.start == "warm" else {}
    made = replan(tables, accepted, **old, gap=chosen.gap, time_limit=600.0)
    seconds = time.perf_counter() - begun
    violations = 0
    if chosen.verify:
        violations = len(verify(tables, made).violations)
    told = {
        key: made.summary[key] for key in ("value", "bound", "gap", "placed", "kept", "broken", "released")
    }
    others = plan.assignments.join(accepted, on="candidate", how="anti")
    stayed = made.assignments.join(
        others, on=["candidate", "job_order", "intakes"], how="semi", nulls_equal=True
    )
    tell(
        seconds=seconds,
        phases=made.summary["phases"],
        accepted=accepted.height,
        violations=violations,
        proposed=others.height,
        stayed=stayed.height,
        **told,
    )


def compare_replanning(folder: Path, repeat: int, gap: float, size: str = "nation") -> None:
    """Print what planning again takes beside planning the changed tables from nothing."""
    instance, plan, compiled = folder / f"replan-{size}", folder / f"replan-{size}-plan", folder / "warm"
    measure("bench.step", "generate", size, str(instance), "--seed", "1")
    measure("bench.step", "generate", "regency", str(compiled), "--seed", "2")
    measure("bench.step", "make", str(instance), str(plan), "--gap", str(gap))
    words = ("bench.replanning", str(instance), str(plan), "--gap", str(gap))

    def runs(start: str, *more: str) -> list[Measured]:
        made = [measure(*words, "--start", start, "--compiled", str(compiled), *more) for _ in range(repeat)]
        if any(run.code for run in made):
            raise SystemExit(f"{size}: planning again failed")
        return sorted(made, key=lambda run: run.told["seconds"])

    warm, cold = runs("warm", "--verify"), runs("cold")
    middle, beside = warm[repeat // 2], cold[repeat // 2]
    told = middle.told
    print(f"\n{size}, planning again around {told['accepted']:,} accepted paths, medians of {repeat}")
    for name, run in (("from old prices", middle), ("from nothing", beside)):
        print(
            f"  {name:<16}{run.told['seconds']:8.2f} s   gap {run.told['gap']:.3%}   {run.peak_bytes / GIB:.2f} GiB"
        )
    disturbed = told["broken"] + told["released"]
    print(
        f"  ratio           {told['seconds'] / beside.told['seconds']:8.2f}     "
        f"{disturbed} of {told['accepted']:,} accepted paths disturbed ({disturbed / told['accepted']:.2%}), "
        f"all of them forbidden by the change: {told['released'] == 0}; {told['violations']} violations"
    )
    print(
        f"  of {told['proposed']:,} proposals not yet accepted {told['stayed'] / told['proposed']:.1%} stay the same"
    )
    parts = sorted(told["phases"].items(), key=lambda one: -one[1])
    print(
        "  time goes to     "
        + ", ".join(f"{key} {seconds:.1f} s" for key, seconds in parts if seconds >= 0.05)
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("instance", type=Path)
    parser.add_argument("plan", type=Path)
    parser.add_argument("--start", choices=("warm", "cold"), default="warm")
    parser.add_argument("--gap", type=float, default=0.01)
    parser.add_argument("--compiled", type=Path)
    parser.add_argument("--verify", action="store_true")
    again(parser.parse_args())
