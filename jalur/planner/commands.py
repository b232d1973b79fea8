"""`jalur plan …`: the planner on files alone. Heavy parts are imported by the command that needs them."""

import argparse
import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jalur.planner.solve.run import State


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 with one line per violation, 2 for a wrong call."""
    chosen = parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = chosen.run
    from jalur.planner.contract.tables import Invalid
    from jalur.planner.contract.workers import WorkersLost

    try:
        return run(chosen)
    except WorkersLost as lost:
        print(lost, file=sys.stderr)
        return 1
    except Invalid as invalid:
        sys.stdout.write("".join(f"{violation}\n" for violation in invalid.violations))
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
    add_options(make, ray=True)
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
    explain.add_argument(
        "--newcomers",
        type=Path,
        metavar="FILE",
        help="people who are not in the instance, as candidates.parquet has them",
    )
    explain.add_argument("--policy", action="store_true", help="what the budget and the floors cost")
    explain.set_defaults(run=run_explain)
    arrivals = commands.add_parser("arrivals", help="plan the year week by week")
    arrivals.add_argument("instance", type=Path)
    arrivals.add_argument("--out", type=Path, required=True, metavar="PLAN/")
    arrivals.add_argument(
        "--forecast-off",
        type=float,
        default=0.0,
        metavar="SHARE",
        help="forecast wrong by so much, e.g. -0.3",
    )
    add_options(arrivals, ray=True)
    arrivals.set_defaults(run=run_arrivals)
    add_more(commands)
    return top


def add_more(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands that ask what more classes or more money would do."""
    openings = commands.add_parser("openings", help="say which class to open next")
    openings.add_argument("instance", type=Path)
    openings.add_argument("plan", type=Path)
    openings.add_argument("--out", type=Path, required=True, metavar="OPENINGS/")
    openings.add_argument("--within", metavar="REGION", help="only classes in this province or regency")
    openings.add_argument(
        "--programme", action="append", metavar="NAME", help="only this one (may be repeated)"
    )
    openings.add_argument("--from", dest="first", type=day, metavar="DAY", help="not before this day")
    openings.add_argument("--every", type=count, default=2, metavar="WEEKS", help="weeks between starts (2)")
    openings.add_argument("--seats", type=count, default=20, metavar="N", help="seats of a new class (20)")
    openings.add_argument("--top", type=count, default=10, metavar="K", help="classes planned again (10)")
    openings.add_argument(
        "--around", type=count, default=4000, metavar="N", help="people planned again around a class (4000)"
    )
    add_options(openings)
    openings.set_defaults(run=run_openings)
    budget = commands.add_parser("budget", help="say what more or less money would reach")
    budget.add_argument("instance", type=Path)
    budget.add_argument("plan", type=Path)
    budget.add_argument("--out", type=Path, required=True, metavar="BUDGET/")
    budget.add_argument(
        "--billions",
        type=billions,
        metavar="LIST",
        help="budgets in billion rupiah: 40,42.5 (50 to 150%% of spending)",
    )
    add_options(budget)
    budget.set_defaults(run=run_budget)


def day(text: str) -> dt.date:
    """Read a day."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day: write it like 2026-05-18") from None


def count(text: str) -> int:
    """Read a whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)


def billions(text: str) -> list[float]:
    """Read budgets in billion rupiah; returns IDR."""
    try:
        found = [float(part) * 1e9 for part in text.split(",")]
    except ValueError:
        found = []
    if not found or not all(0.0 <= budget < float("inf") for budget in found):
        raise argparse.ArgumentTypeError(f"{text!r} is not a list of budgets: write it like 40,42.5")
    return found


def add_options(command: argparse.ArgumentParser, *, ray: bool = False) -> None:
    """Add what all commands that plan share; `ray` where one plan is large enough for actors."""
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--time-limit", type=float, default=None, metavar="SECONDS")
    command.add_argument("--gap", type=float, default=0.001, metavar="SHARE", help="stop at this gap (0.001)")
    what = "threads (default: all cores)"
    if ray:
        what += "; or actors of Ray, here or at RAY_ADDRESS: ray for all its cores, ray:4 for four"
    command.add_argument("--workers", type=workers if ray else count, default=None, metavar="N", help=what)


def workers(text: str) -> int | str:
    """Read a number of threads, or how many of Ray's actors."""
    from jalur.planner.contract.workers import actors_of

    if not text.startswith("ray"):
        return count(text)
    try:
        actors_of(text)
    except ValueError as strange:
        raise argparse.ArgumentTypeError(str(strange)) from None
    return text


def run_generate(chosen: argparse.Namespace) -> int:
    """Write an instance."""
    from jalur.planner.contract.tables import write
    from jalur.planner.generate import generate

    write(generate(chosen.size, chosen.seed), chosen.out)
    return 0


def run_make(chosen: argparse.Namespace) -> int:
    """Read, plan, write, say what was reached."""
    from jalur.planner.contract.tables import read
    from jalur.planner.planning import make_plan

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
    from jalur.planner.contract.plan import read as read_plan
    from jalur.planner.contract.tables import read
    from jalur.planner.verify import verify

    verdict = verify(read(chosen.instance), read_plan(chosen.plan))
    if verdict.violations:
        sys.stdout.write("".join(f"{violation}\n" for violation in verdict.violations))
        return 1
    print(f"{verdict.value:.6f} {verdict.bound:.6f} {verdict.gap:.6f}")
    return 0


def run_explain(chosen: argparse.Namespace) -> int:
    """Say why a candidate, a job order or an intake stands where it stands, or what newcomers would be offered."""
    if not (chosen.candidate or chosen.job_order or chosen.intake or chosen.newcomers or chosen.policy):
        print(
            "name a --candidate, a --job-order, an --intake or --newcomers, or ask for the --policy",
            file=sys.stderr,
        )
        return 2
    from jalur.planner import sentences
    from jalur.planner.after.explain import Explainer, UnknownId
    from jalur.planner.contract.plan import read as read_plan
    from jalur.planner.contract.tables import read, read_frame

    tables, plan = read(chosen.instance), read_plan(chosen.plan)
    if chosen.policy:
        from jalur.planner.after.policy_cost import policy_answer

        print("\n".join(sentences.policy(policy_answer(tables, plan))))
        return 0
    explainer = Explainer(tables, plan)
    try:
        if chosen.candidate:
            told = sentences.candidate(explainer.candidate(chosen.candidate, job_order=chosen.job_order))
        elif chosen.job_order:
            told = sentences.job_order(explainer.job_order(chosen.job_order))
        elif chosen.newcomers:
            new = replace(tables, candidates=read_frame(chosen.newcomers, "candidates")).checked()
            told = []
            for person in new.candidates.iter_rows(named=True):
                told += sentences.candidate(explainer.newcomer(person))
        else:
            told = sentences.intake(explainer.intake(chosen.intake))
    except UnknownId as unknown:
        print(unknown)
        return 1
    print("\n".join(told))
    return 0


def run_arrivals(chosen: argparse.Namespace) -> int:
    """Plan the year week by week and print value, hindsight bound and ratio."""
    from jalur.planner.after.arrivals import plan_arrivals
    from jalur.planner.contract.tables import read

    year = plan_arrivals(
        read(chosen.instance), seed=chosen.seed, workers=chosen.workers, time_limit=chosen.time_limit,
        forecast_off=chosen.forecast_off,
    )  # fmt: skip
    year.plan.write(chosen.out)
    print(f"{year.value:.6f} {year.bound:.6f} {year.ratio:.6f}")
    print(
        f"beside it: greedy by value week by week {year.greedy:.6f}, first come first served {year.first_come:.6f}"
    )
    return 0


def run_openings(chosen: argparse.Namespace) -> int:
    """Say which class to open next; write every possible class, and those planned again as a table for people."""
    from jalur.planner import sentences
    from jalur.planner.after.openings import possible_classes, rank_openings
    from jalur.planner.contract.plan import read as read_plan
    from jalur.planner.contract.tables import read

    tables, plan = read(chosen.instance), read_plan(chosen.plan)
    ranking = rank_openings(
        tables,
        plan,
        classes=possible_classes(
            tables,
            within=chosen.within,
            programmes=chosen.programme,
            first=chosen.first,
            every=chosen.every,
            seats=chosen.seats,
        ),
        top=chosen.top,
        around=chosen.around,
        gap=chosen.gap,
        time_limit=chosen.time_limit,
        seed=chosen.seed,
        workers=chosen.workers,
        progress=Steps("classes planned again").say,
    )
    ranking.write(chosen.out)
    print("\n".join(sentences.openings(ranking)))
    return 0


def run_budget(chosen: argparse.Namespace) -> int:
    """Say what each budget reaches; write the curve and where the money goes."""
    from jalur.planner import sentences
    from jalur.planner.after.budget import budget_curve
    from jalur.planner.contract.plan import read as read_plan
    from jalur.planner.contract.tables import read

    curve = budget_curve(
        read(chosen.instance),
        read_plan(chosen.plan),
        budgets=chosen.billions,
        gap=chosen.gap,
        time_limit=chosen.time_limit,
        seed=chosen.seed,
        workers=chosen.workers,
        progress=Steps("budgets planned").say,
    )
    curve.write(chosen.out)
    print("\n".join(sentences.budget(curve)))
    return 0


class Steps:
    """Prints a line whenever one more of many plans is made."""

    def __init__(self, what: str) -> None:
        self.what, self.done = what, -1

    def say(self, _: object, done: int, wanted: int) -> bool:
        """Say how many are made; never stops the run."""
        if done != self.done:
            self.done = done
            print(f"{done} of {wanted} {self.what}", file=sys.stderr)
        return True
