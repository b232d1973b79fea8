"""The path linear program at growing sizes, until HiGHS and PDLP no longer manage in the time given."""

import importlib.util
from pathlib import Path

from bench.measure import GIB, measure

CANDIDATES = (1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000)


def compare_linear(folder: Path, limit: float) -> None:
    """Print seconds, memory and value of each solver at each size, beside the plan's own value and bound."""
    print(f"\npath linear program, {limit:.0f} s each")
    going = {"highs": True, "pdlp": importlib.util.find_spec("ortools") is not None}
    if not going["pdlp"]:
        print("  PDLP is left out: ortools is not installed (requirements/bench.txt)")
    for candidates in CANDIDATES:
        if not any(going.values()):
            return
        instance = folder / f"linear-{candidates}"
        measure("bench.step", "generate", str(candidates), str(instance))
        plan = measure("bench.step", "make", str(instance), str(folder / "linear-plan"), "--gap", "0.001")
        if plan.code:
            print(f"  {candidates:>7,} candidates: making a plan failed")
            return
        told = plan.told
        print(f"  {candidates:>7,} candidates: plan {told['seconds']:.2f} s, value {told['value']:,.2f}, "
              f"bound {told['bound']:,.2f}")  # fmt: skip
        for solver in [name for name, on in going.items() if on]:
            run = measure("bench.step", "linear", str(instance), "--solver", solver, limit=limit)
            if run.code == 0 and "value" in run.told:
                print(f"          {solver:<6} {run.told['seconds']:8.2f} s  {run.peak_bytes / GIB:5.2f} GiB  "
                      f"value {run.told['value']:,.2f}  {run.told['status']}")  # fmt: skip
            else:
                why = f"{run.told['paths']:,} paths" if "paths" in run.told else f"not in {limit:.0f} s"
                print(f"          {solver:<6} does not manage: {why}")
                going[solver] = False
