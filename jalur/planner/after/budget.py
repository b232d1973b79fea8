"""What more or less training money would reach, and where it would go. SPEC.md §14."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import polars as pl

from jalur.planner.after.openings import plans_from, reached
from jalur.planner.contract.plan import Plan
from jalur.planner.contract.tables import Tables

BILLION = 1e9
NEAR = 0.01  # a share of what is spent that lies this close to the base is left out
SHARES = (0.5, 0.625, 0.75, 0.875, 1.0, 1.125, 1.25, 1.375, 1.5)
POINTS: dict[str, pl.DataType] = {
    "budget": pl.Float64(),
    "value": pl.Float64(),
    "bound": pl.Float64(),
    "placed": pl.Int64(),
    "spent": pl.Float64(),
    "beta": pl.Float64(),
}
WHERE: dict[str, pl.DataType] = {
    "budget": pl.Float64(),
    "regency": pl.String(),
    "programme": pl.String(),
    "seats": pl.Int64(),
    "cost": pl.Float64(),
}
Progress = Callable[[float, int, int], bool | None]


@dataclass(frozen=True, slots=True)
class Curve:
    """What each budget reaches.

    `points`, by rising `budget` (IDR): `value` of the best plan made that the budget pays for; `bound` above every plan
    (value units); `placed`; `spent` (IDR); `beta`, the slope of the bound there (value units per IDR); `per_billion`,
    value gained per billion IDR since the point before. `where` says, by `budget`, `regency` of the class and
    `programme`, the `seats` taken and their `cost` (IDR) more than at the `base` budget, where they differ.
    """

    points: pl.DataFrame
    where: pl.DataFrame
    base: float

    def write(self, folder: Path | str) -> None:
        """Write curve.csv and where.csv into `folder`."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self.points.write_csv(folder / "curve.csv")
        self.where.write_csv(folder / "where.csv")


@dataclass(frozen=True, slots=True)
class Made:
    """A plan made for one budget. Its prices prove `bound + beta · (other - budget)` for any other budget."""

    budget: float
    value: float
    bound: float
    beta: float
    spent: float
    plan: Plan

    def bound_for(self, budget: float) -> float:
        """Return the bound that these prices prove for `budget`."""
        return self.bound + self.beta * (budget - self.budget)


def spent_by(tables: Tables, plan: Plan) -> pl.DataFrame:
    """Return `regency`, `programme`, `seats` and `cost` (IDR) of the training in a plan."""
    taken = plan.assignments["intakes"].explode().drop_nulls().value_counts(name="seats")
    return (
        taken.join(tables.intakes, left_on="intakes", right_on="id")
        .group_by("regency", "programme")
        .agg(pl.col("seats").sum().cast(pl.Int64), (pl.col("seats") * pl.col("cost")).sum().alias("cost"))
        .sort("regency", "programme")
    )


def beta_of(prices: pl.DataFrame) -> float:
    """Return the price of money: value units per IDR."""
    said = prices.filter(pl.col("kind") == "budget")["price"]
    return float(said[0]) if len(said) else 0.0


def budget_curve(
    tables: Tables,
    plan: Plan,
    *,
    budgets: list[float] | None = None,
    gap: float = 0.001,
    time_limit: float | None = None,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Curve:
    """Say what each of `budgets` (IDR; default: `SHARES` of what the plan spends) reaches, beside the base.

    The base is the policy's budget, or what the plan spends where there is none. A budget for which the plans made so
    far already meet `gap` needs no plan of its own; the others are planned one at a time, nearest to the base first,
    from the prices of the nearest one. `time_limit` is in seconds for each. `progress` is called with a budget, the
    budgets done and the budgets to do; when it returns False, the curve holds those done.

    Raises:
        Invalid: the tables break the contract, a budget is negative, or the plan is not one of theirs.
    """
    tables = tables.checked()
    value, bound, _ = reached(tables, plan)
    spent = float(spent_by(tables, plan)["cost"].sum())
    base = spent if tables.policy.budget is None else float(tables.policy.budget)
    shares = [share * spent for share in SHARES if abs(share * spent - base) > NEAR * base]
    asked = {base, *(shares if budgets is None else budgets)}
    made = [Made(base, value, bound, beta_of(plan.prices), spent, plan)]
    done: list[float] = []
    running = True

    def going(budget: float) -> bool:
        nonlocal running
        running = running and (progress is None or progress(budget, len(done), len(asked)) is not False)
        return running

    for budget in sorted(asked, key=lambda other: (abs(other - base), other)):
        if not going(budget):
            break
        payable = best_for(budget, made)
        bound = line_for(budget, made).bound_for(budget)
        if payable is None or bound - payable.value > gap * abs(bound):
            nearest = min(made, key=lambda one: abs(one.budget - budget))
            plans = plans_from(
                replace(tables, policy=replace(tables.policy, budget=budget)), nearest.plan.prices,
                partial(going, budget), gap=gap, time_limit=time_limit, seed=seed, workers=workers,
            )  # fmt: skip
            if not running:
                break
            made += [made_for(tables, budget, again) for again in plans]
        done.append(budget)
    return curve_through(tables, made, sorted(done), base)


def made_for(tables: Tables, budget: float, plan: Plan) -> Made:
    """Return what a plan made for `budget` reaches."""
    spent = float(spent_by(tables, plan)["cost"].sum())
    return Made(budget, plan.summary["value"], plan.summary["bound"], beta_of(plan.prices), spent, plan)


def best_for(budget: float, made: list[Made]) -> Made | None:
    """Return the best plan that `budget` pays for."""
    payable = [one for one in made if one.spent <= budget * (1 + 1e-12)]
    return max(payable, key=lambda one: one.value, default=None)


def line_for(budget: float, made: list[Made]) -> Made:
    """Return the plan whose prices prove the lowest bound for `budget`."""
    return min(made, key=lambda one: one.bound_for(budget))


def curve_through(tables: Tables, made: list[Made], budgets: list[float], base: float) -> Curve:
    """Return the curve: every plan counts where its budget pays for it, every bound everywhere."""
    rows, frames = [], [pl.DataFrame(schema=WHERE)]
    at_base = best_for(base, made) or made[0]
    for budget in budgets:
        chosen, line = best_for(budget, made), line_for(budget, made)
        if chosen is None:
            continue
        rows.append(
            (
                budget, chosen.value, line.bound_for(budget), chosen.plan.assignments.height, chosen.spent,
                line.beta,
            )
        )  # fmt: skip
        difference = moved(tables, at_base.plan, chosen.plan)
        frames.append(difference.select(pl.lit(budget).alias("budget"), *list(WHERE)[1:]))
    points = pl.DataFrame(rows, schema=POINTS, orient="row")
    rise = pl.col("value").diff() / pl.col("budget").diff() * BILLION
    return Curve(points.with_columns(rise.alias("per_billion")), pl.concat(frames), base)


def moved(tables: Tables, before: Plan, after: Plan) -> pl.DataFrame:
    """Return, by regency and programme, the seats and cost of `after` more than those of `before`, where they differ."""
    both = pl.concat(
        [
            spent_by(tables, after),
            spent_by(tables, before).with_columns(-pl.col("seats"), -pl.col("cost")),
        ]
    )
    sums = both.group_by("regency", "programme").agg(pl.col("seats", "cost").sum())
    return sums.filter((pl.col("seats") != 0) | (pl.col("cost") != 0)).sort("cost", "regency", "programme")
