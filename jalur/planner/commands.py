"""`jalur plan …`: the planner on files alone. Heavy parts are imported by the command that needs them."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jalur.planner.solve import State


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 with one line per violation, 2 for a wrong call."""
    chosen = parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = chosen.run
    from jalur.planner.tables import Invalid

    try:
        return run(chosen)
    except Invalid as invalid:
        sys.stdout.write("".join(f"{violation}\n" for violation in invalid.violations))
        return 1
    except BrokenPipeError:
        return 1


def parser() -> argparse.ArgumentParser:
    """Return the commands of the contract."""
    top = argparse.ArgumentParser(
        prog="jalur plan", description="One trip through training to one job order."
    )
    commands = top.add_subparsers(required=True, metavar="command")
    generate = commands.add_parser("generate", help="write a benchmark instance")
    generate.add_argument("size", choices=("regency", "province", "nation"))
    generate.add_argument("--seed", type=int, default=1)
    generate.add_argument("--out", type=Path, required=True, metavar="INSTANCE/")
    generate.set_defaults(run=run_generate)
    make = commands.add_parser("make", help="make a plan")
    make.add_argument("instance", type=Path)
    make.add_argument("--out", type=Path, required=True, metavar="PLAN/")
    add_options(make)
    make.add_argument("--quiet", action="store_true", help="no progress lines")
    make.set_defaults(run=run_make)
    verify = commands.add_parser("verify", help="check a plan and its bound with independent code")
    verify.add_argument("instance", type=Path)
    verify.add_argument("plan", type=Path)
    verify.set_defaults(run=run_verify)
    explain = commands.add_parser("explain", help="say why")
    explain.add_argument("instance", type=Path)
    explain.add_argument("plan", type=Path)
    explain.add_argument("--candidate", metavar="ID")
    explain.add_argument("--job-order", metavar="ID")
    explain.add_argument("--intake", metavar="ID")
    explain.set_defaults(run=run_explain)
    arrivals = commands.add_parser("arrivals", help="plan the year week by week")
    arrivals.add_argument("instance", type=Path)
    arrivals.add_argument("--out", type=Path, required=True, metavar="PLAN/")
    add_options(arrivals)
    arrivals.set_defaults(run=run_arrivals)
    return top


def add_options(command: argparse.ArgumentParser) -> None:
    """Add what `make` and `arrivals` share."""
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--time-limit", type=float, default=None, metavar="SECONDS")
    command.add_argument("--gap", type=float, default=0.001, metavar="SHARE", help="stop at this gap (0.001)")
    command.add_argument(
        "--workers", type=threads, default=None, metavar="N", help="threads (default: all cores)"
    )


def threads(text: str) -> int:
    """Read a number of threads."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of threads: give 1 or more")
    return int(text)


def run_generate(chosen: argparse.Namespace) -> int:
    """Write an instance."""
    from jalur.planner.generate import generate
    from jalur.planner.tables import write

    write(generate(chosen.size, chosen.seed), chosen.out)
    return 0


def run_make(chosen: argparse.Namespace) -> int:
    """Read, plan, write, say what was reached."""
    from jalur.planner.solve import make_plan
    from jalur.planner.tables import read

    plan = make_plan(
        read(chosen.instance),
        seed=chosen.seed,
        time_limit=chosen.time_limit,
        gap=chosen.gap,
        workers=chosen.workers,
        progress=None if chosen.quiet else say_progress,
    )
    plan.write(chosen.out)
    told = plan.summary
    print(
        f"placed {told['placed']}  value {told['value']:.2f}  bound {told['bound']:.2f}  "
        f"gap {told['gap']:.4%}  {told['seconds']:.2f} s"
    )
    return 0


def say_progress(state: "State") -> bool:
    """Print one progress line; never stops the run."""
    value = "-" if state.value is None else f"{state.value:.2f}"
    bound = "-" if state.bound is None else f"{state.bound:.2f}"
    gap = "-" if state.gap is None else f"{state.gap:.3%}"
    print(
        f"{state.elapsed:7.2f} s  {state.phase:<9} value {value}  bound {bound}  gap {gap}", file=sys.stderr
    )
    return True


def run_verify(chosen: argparse.Namespace) -> int:
    """Check a plan against its instance."""
    from jalur.planner.plan import read as read_plan
    from jalur.planner.tables import read
    from jalur.planner.verify import verify

    verdict = verify(read(chosen.instance), read_plan(chosen.plan))
    if verdict.violations:
        sys.stdout.write("".join(f"{violation}\n" for violation in verdict.violations))
        return 1
    print(f"{verdict.value:.6f} {verdict.bound:.6f} {verdict.gap:.6f}")
    return 0


def run_explain(chosen: argparse.Namespace) -> int:
    """Say why a candidate, a job order or an intake stands where it stands."""
    if not (chosen.candidate or chosen.job_order or chosen.intake):
        print("name a --candidate, a --job-order or an --intake", file=sys.stderr)
        return 2
    from jalur.planner import sentences
    from jalur.planner.explain import Explainer, UnknownId
    from jalur.planner.plan import read as read_plan
    from jalur.planner.tables import read

    explainer = Explainer(read(chosen.instance), read_plan(chosen.plan))
    try:
        if chosen.candidate:
            told = sentences.candidate(explainer.candidate(chosen.candidate, job_order=chosen.job_order))
        elif chosen.job_order:
            told = sentences.job_order(explainer.job_order(chosen.job_order))
        else:
            told = sentences.intake(explainer.intake(chosen.intake))
    except UnknownId as unknown:
        print(unknown)
        return 1
    print("\n".join(told))
    return 0


def run_arrivals(chosen: argparse.Namespace) -> int:
    """Plan the year week by week and print value, hindsight bound and ratio."""
    from jalur.planner.arrivals import plan_arrivals
    from jalur.planner.tables import read

    year = plan_arrivals(
        read(chosen.instance), seed=chosen.seed, workers=chosen.workers, time_limit=chosen.time_limit
    )
    year.plan.write(chosen.out)
    print(f"{year.value:.6f} {year.bound:.6f} {year.ratio:.6f}")
    return 0
