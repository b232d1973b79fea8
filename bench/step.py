"""One step of the benchmark, run alone so that its time and memory are its own.

python -m bench.step make|verify|first_come|greedy|generate|linear …
"""

import argparse
import time
from pathlib import Path

from bench.measure import tell


def make(chosen: argparse.Namespace) -> None:
    from jalur.planner import make_plan
    from jalur.planner.contract.tables import read

    begun = time.perf_counter()
    tables = read(chosen.instance)
    reading = time.perf_counter() - begun
    # A first small plan loads the compiled code: what is measured is planning, not loading.
    if chosen.warm:
        make_plan(read(chosen.warm), seed=1, time_limit=5.0, gap=0.01, workers=None)
    begun = time.perf_counter()
    plan = make_plan(tables, seed=1, time_limit=chosen.limit, gap=chosen.gap, workers=None)
    seconds = time.perf_counter() - begun
    begun = time.perf_counter()
    plan.write(chosen.out)
    phases = {"reading": reading} | plan.summary.get("phases", {}) | {"files": time.perf_counter() - begun}
    told = {key: plan.summary[key] for key in ("value", "bound", "gap", "placed", "iterations")}
    tell(seconds=reading + seconds, phases=phases, **told)


def verify(chosen: argparse.Namespace) -> None:
    from jalur.planner.contract.plan import read as read_plan
    from jalur.planner.contract.tables import read
    from jalur.planner.verify import verify

    begun = time.perf_counter()
    tables, plan = read(chosen.instance), read_plan(chosen.plan)
    if chosen.warm:
        small = read(chosen.warm)
        verify(small, type(plan)(plan.assignments.clear(), plan.prices.clear(), {}))
        begun = time.perf_counter()
        tables, plan = read(chosen.instance), read_plan(chosen.plan)
    verdict = verify(tables, plan)
    faults = [str(fault) for fault in verdict.violations]
    tell(
        seconds=time.perf_counter() - begun, value=verdict.value, bound=verdict.bound, gap=verdict.gap,
        violations=len(faults), first=faults[:3],
    )  # fmt: skip


def baseline(chosen: argparse.Namespace) -> None:
    from jalur.planner import baselines
    from jalur.planner.contract.tables import read

    work = getattr(baselines, chosen.step)
    tables = read(chosen.instance)
    if chosen.warm:
        work(read(chosen.warm))
    begun = time.perf_counter()
    plan = work(tables)
    seconds = time.perf_counter() - begun
    value = float(plan.assignments["value"].sum())
    for floor in tables.policy.floors:
        people = tables.candidates.filter(
            tables.candidates["id"].is_in(plan.assignments["candidate"].implode())
        )
        (key, wanted), = floor.group.items()  # fmt: skip
        column = people["regency"].str.slice(0, 2) if key == "province" else people[key]
        value -= floor.penalty * max(0.0, floor.minimum - int((column == wanted).sum()))
    tell(seconds=seconds, value=value, placed=plan.assignments.height)


def generate(chosen: argparse.Namespace) -> None:
    from jalur.planner.contract.tables import write
    from jalur.planner.generate import Knobs, generate
    from jalur.planner.generate.instance import scaled

    size = chosen.size if not chosen.size.isdigit() else scaled(int(chosen.size))
    knobs = Knobs(scarcity=chosen.scarcity, tightness=chosen.tightness, kinds=chosen.kinds)
    begun = time.perf_counter()
    write(generate(size, chosen.seed, knobs), chosen.out)
    tell(seconds=time.perf_counter() - begun)


def linear(chosen: argparse.Namespace) -> None:
    from bench.linear import solve

    tell(**solve(chosen.instance, chosen.solver, chosen.limit))


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(description=__doc__)
    steps = top.add_subparsers(dest="step", required=True)
    for name in ("make", "verify", "first_come", "greedy", "linear"):
        step = steps.add_parser(name)
        step.add_argument("instance", type=Path)
        step.add_argument("--warm", type=Path)
        if name == "make":
            step.add_argument("out", type=Path)
            step.add_argument("--limit", type=float, default=600.0)
            step.add_argument("--gap", type=float, default=0.01)
        if name == "verify":
            step.add_argument("plan", type=Path)
        if name == "linear":
            step.add_argument("--solver", choices=("highs", "pdlp", "integer"), default="highs")
            step.add_argument("--limit", type=float, default=600.0)
        step.set_defaults(run={"make": make, "verify": verify, "linear": linear}.get(name, baseline))
    step = steps.add_parser("generate")
    step.add_argument("size")
    step.add_argument("out", type=Path)
    step.add_argument("--seed", type=int, default=1)
    step.add_argument("--scarcity", type=float, default=1.0)
    step.add_argument("--tightness", type=float, default=1.0)
    step.add_argument("--kinds", type=int, default=1)
    step.set_defaults(run=generate)
    return top


if __name__ == "__main__":
    chosen = parser().parse_args()
    chosen.run(chosen)
