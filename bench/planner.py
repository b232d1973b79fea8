"""The planner's figures on this machine: medians, gaps and memory, beside simpler ways and the path linear program.

    python -m bench [regency] [province] [nation] [linear] [gap] [replan] [sweep] [budget] [workers] [--repeat 3] [--gap 0.01]

`linear` is the path linear program by HiGHS and PDLP, `gap` what a plan's gap consists of, `replan` planning the nation
again after a bad week, `sweep` the severity sweep, `budget` the budget curve, `workers` threads beside Ray's actors. Every
step runs in a process of its own; `loaded` seconds exclude loading compiled code, which a first small plan does.
"""

import argparse
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.budget import sweep_budget
from bench.linear_sizes import compare_linear, split_gap
from bench.measure import GIB, Measured, measure
from bench.replanning import compare_replanning
from bench.severity import sweep
from bench.workers import compare_workers
from jalur.planner.contract.workers import cores

SIZES = ("regency", "province", "nation")
EXTRAS: dict[str, Callable[[Path, argparse.Namespace], None]] = {
    "linear": lambda folder, chosen: compare_linear(folder, chosen.limit),
    "gap": lambda folder, chosen: split_gap(folder, chosen.limit, chosen.gap),
    "replan": lambda folder, chosen: compare_replanning(folder, chosen.repeat, chosen.gap),
    "sweep": lambda folder, chosen: sweep(folder, chosen.largest, chosen.gap, afresh=chosen.afresh),
    "budget": lambda folder, _chosen: sweep_budget(folder),
    "workers": lambda folder, chosen: compare_workers(folder, chosen.gap),
}


def median(runs: list[Measured], key: str) -> float:
    return statistics.median(run.told[key] for run in runs)


def bench_size(name: str, folder: Path, repeat: int, gap: float) -> bool:
    """Print one instance's figures; False when a plan failed its check."""
    instance, plan, warm = folder / name, folder / f"{name}-plan", folder / "warm"
    measure("bench.step", "generate", name, str(instance), "--seed", "1")
    if not warm.exists():
        measure("bench.step", "generate", "regency", str(warm), "--seed", "2")
    shared = ("--warm", str(warm))
    made = [
        measure("bench.step", "make", str(instance), str(plan), "--gap", str(gap), *shared)
        for _ in range(repeat)
    ]
    if any(run.code for run in made):
        print(f"{name}: making a plan failed")
        return False
    checked = [measure("bench.step", "verify", str(instance), str(plan), *shared) for _ in range(repeat)]
    first = measure("bench.step", "first_come", str(instance), *shared)
    greedy = measure("bench.step", "greedy", str(instance), *shared)
    value = median(made, "value")
    told = checked[0].told
    print(f"\n{name}, seed 1, medians of {repeat} on {cores()} cores")
    print(
        f"  plan             {median(made, 'seconds'):8.2f} s   {median(made, 'peak_bytes') / GIB:5.2f} GiB"
    )
    print(
        f"  gap              {median(made, 'gap'):8.3%}     value {value:,.2f}, {median(made, 'placed'):,.0f} placed"
    )
    agreed = "agrees" if told["violations"] == 0 else f"{told['violations']} violations, {told['first']}"
    print(
        f"  verify           {median(checked, 'seconds'):8.2f} s   "
        f"{median(checked, 'peak_bytes') / GIB:5.2f} GiB, {agreed}"
    )
    for said, run in (("first come", first), ("greedy", greedy)):
        print(f"  {said:<12} {run.told['value'] / value:12.3f} of the plan's value, "
              f"{run.told['placed']:,} placed, {run.told['seconds']:.2f} s")  # fmt: skip
    phases = {
        key: statistics.median(run.told["phases"].get(key, 0.0) for run in made)
        for key in made[0].told["phases"]
    }
    total = sum(phases.values())
    parts = sorted(phases.items(), key=lambda part: -part[1])
    print(
        "  time goes to     "
        + ", ".join(f"{key} {share / total:.0%}" for key, share in parts if share / total > 0.005)
    )
    return told["violations"] == 0


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("words", nargs="*", metavar="WORD", help=", ".join((*SIZES, *EXTRAS)))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--gap", type=float, default=0.01)
    parser.add_argument("--limit", type=float, default=600.0, metavar="SECONDS", help="per linear program")
    parser.add_argument("--largest", type=int, default=1_000_000, help="most candidates in the sweep")
    parser.add_argument("--afresh", action="store_true", help="forget what a cut-off sweep has measured")
    chosen = parser.parse_args()
    for word in chosen.words:
        if word not in {*SIZES, *EXTRAS}:
            parser.error(f"{word!r} is none of {', '.join((*SIZES, *EXTRAS))}")
    sizes = [word for word in chosen.words if word in SIZES]
    extras = [word for word in chosen.words if word in EXTRAS]
    # Naming a size adds it to the two small ones; naming only an extra leaves the sizes out.
    if sizes or not extras:
        sizes = list(dict.fromkeys(["regency", "province", *sizes]))
    with tempfile.TemporaryDirectory(prefix="jalur-bench-") as name:
        folder = Path(name)
        sound = True
        for size in sizes:
            sound &= bench_size(size, folder, chosen.repeat, chosen.gap)
        for extra in extras:
            EXTRAS[extra](folder, chosen)
    return 0 if sound else 1


if __name__ == "__main__":
    raise SystemExit(main())
