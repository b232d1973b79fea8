"""How long one newcomer waits for an answer with reasons, at a plan's prices, warm.

    python -m bench newcomer [regency|province|nation] [--people 2000] [--plan FOLDER]

Newcomers are drawn by the generator with another seed than the instance's; the plan is made first unless one is given.
"""

import argparse
import time
from pathlib import Path

import numpy as np

from jalur.planner import make_plan
from jalur.planner.after.explain import Explainer
from jalur.planner.contract.plan import Plan, read
from jalur.planner.generate import generate

WARM = 200


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("size", nargs="?", default="regency", choices=("regency", "province", "nation"))
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--plan", type=Path, help="a plan of the generated instance (seed 1)")
    chosen = parser.parse_args()
    tables = generate(chosen.size, 1)
    plan: Plan = read(chosen.plan) if chosen.plan else make_plan(tables, seed=1, gap=0.02)
    begun = time.perf_counter()
    explainer = Explainer(tables, plan)
    people = generate(chosen.size, 2).candidates
    homes = set(tables.candidates["regency"].unique())
    drawn = people.sample(min(people.height, chosen.people + WARM), seed=3)
    rows = [row for row in drawn.iter_rows(named=True) if row["regency"] in homes]
    for row in rows[:WARM]:
        explainer.newcomer(row)
    ready = time.perf_counter() - begun
    waits, answered = [], 0
    for row in rows[WARM:]:
        begun, used = time.perf_counter(), time.thread_time()
        answered += explainer.newcomer(row).path is not None
        waits.append((time.perf_counter() - begun, time.thread_time() - used))
    print(
        f"{chosen.size}: {len(waits):,} newcomers, {answered:,} with a path; {ready:.1f} s to get ready, then"
    )
    for said, seconds in zip(("waited", "of CPU"), np.array(waits).T, strict=True):
        middle, most, worst = 1000.0 * np.percentile(seconds, (50, 95, 99))
        longest = 1000.0 * seconds.max()
        print(
            f"  {said}: p50 {middle:.2f} ms, p95 {most:.2f} ms, p99 {worst:.2f} ms, longest {longest:.2f} ms"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
