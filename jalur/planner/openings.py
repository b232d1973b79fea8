"""Which class to open next: what each possible one could add, and what planning again with it really adds. SPEC.md §13.

At a plan's prices a new class can raise the bound by no more than the sum of its `seats` largest gains, a gain being
what a candidate's best path through it exceeds their best path now. That is the prediction; the first of the ranking
are planned again.
"""

import datetime as dt
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jalur.planner.fixed import Floats, Ints
from jalur.planner.instance import Instance, read_instance
from jalur.planner.plan import Plan
from jalur.planner.replan import bound_at, missed
from jalur.planner.schema import SCHEMA, Violation
from jalur.planner.screening import Classes, Ground, room, screen_groups
from jalur.planner.solve import make_plan
from jalur.planner.tables import Invalid, Tables

WITHOUT = "without"  # the phase in which the instance is planned again as it is
LOOKED_AT = 5  # possible classes priced exactly for each one that is planned again, at most
SAME = ["programme", "teaches", "prerequisites", "min_age", "max_age", "min_education"]
Progress = Callable[[str, int, int], bool | None]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Possible classes, best first.

    `classes` holds every class that could add something, by `at_most` (value units; the bound rises by no more): the
    columns of intakes and `catchment`, how many regencies may attend. `ranked` holds those planned again, by `gain`:
    also `predicted`, `takers` and `seat_price` at the plan's prices; `value` and `bound` with the class; `gain`, the
    value more than without; `gain_least` and `gain_most`, between which the best plan's gain is proved to lie;
    `placed`, people more than without, and `taken`, of its seats. `value`, `bound` and `placed` of this object are
    those without a new class.
    """

    classes: pl.DataFrame
    ranked: pl.DataFrame
    value: float
    bound: float
    placed: int

    def write(self, folder: Path | str) -> None:
        """Write classes.parquet and ranked.csv into `folder`; what a class teaches and asks for stays in Parquet."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self.classes.write_parquet(folder / "classes.parquet")
        self.ranked.drop("teaches", "prerequisites").write_csv(folder / "ranked.csv")


def catchments(tables: Tables) -> dict[tuple[str, str], frozenset[str]]:
    """Return the regencies of candidates that may attend a class, by (reach, regency of the class)."""
    homes = frozenset(tables.candidates["regency"].unique().to_list())
    places = homes | set(tables.intakes["regency"].unique().to_list())
    near: dict[str, set[str]] = {place: {place} & homes for place in places}
    for home, place in tables.reach.iter_rows():
        if home in homes and place in places:
            near[place].add(home)
    found = {}
    for place in sorted(places):
        province = {home for home in homes if home[:2] == place[:2]}
        found["regency", place] = frozenset(near[place])
        found["province", place] = frozenset(near[place] | province)
        found["national", place] = homes
    return found


def possible_classes(
    tables: Tables,
    *,
    within: str | None = None,
    programmes: list[str] | None = None,
    first: dt.date | None = None,
    every: int = 2,
    seats: int = 20,
) -> pl.DataFrame:
    """Return classes that could be opened, in the columns of intakes, with ids of their own.

    Each programme keeps what it teaches and asks; days, cost and pass rate are the medians of its intakes, its reach
    the commonest. Places are the regencies with candidates (`within` a province or regency); where a programme
    reaches the same people from several, it is listed once, in the most populous. Days are every `every`-th Monday
    from `first` (default: the first day of any intake) that leaves time before the last deadline.

    Raises:
        Invalid: nobody lives in `within`, or nobody teaches one of `programmes`.
    """
    check_choice(tables, within, programmes)
    kinds = typical(tables.intakes, programmes)
    people = tables.candidates["regency"].value_counts().sort(["count", "regency"], descending=[True, False])
    who = catchments(tables)
    places = []
    for reach in sorted(set(kinds["reach"].to_list())):
        seen: set[frozenset[str]] = set()
        for place in people["regency"].to_list():
            if (within is None or place.startswith(within)) and who[reach, place] not in seen:
                seen.add(who[reach, place])
                places.append((reach, place, len(who[reach, place])))
    start: dt.date = first or tables.intakes.select(pl.col("starts").min()).item()
    last: dt.date = tables.job_orders.select(pl.col("ready_by").max()).item()
    monday = start + dt.timedelta(days=-start.weekday() % 7)
    mondays = pl.date_range(monday, max(last, monday), f"{every}w", eager=True)
    there = pl.DataFrame(places, schema=["reach", "regency", "catchment"], orient="row")
    return (
        kinds.join(there, on="reach")
        .join(pl.DataFrame({"starts": mondays}), how="cross")
        .with_columns(
            pl.format("new:{}:{}:{}:{}", "programme", "kind", "regency", "starts").alias("id"),
            (pl.col("starts") + pl.duration(days="days")).alias("ends"),
            pl.lit("not chosen").alias("provider"),
            pl.lit(seats, pl.Int64).alias("seats"),
        )
        .filter(pl.col("ends") <= last)
        .select([column.name for column in SCHEMA["intakes"]] + ["catchment"])
        .sort("id")
    )


def typical(intakes: pl.DataFrame, programmes: list[str] | None) -> pl.DataFrame:
    """Return what each programme teaches and asks, its commonest reach and the medians of days, cost and pass rate."""
    kept = intakes if programmes is None else intakes.filter(pl.col("programme").is_in(programmes))
    return (
        kept.with_columns(pl.col("teaches", "prerequisites").list.sort())
        .group_by(SAME)
        .agg(
            pl.col("reach").mode().sort().first(),
            (pl.col("ends") - pl.col("starts")).dt.total_days().median().round().cast(pl.Int64).alias("days"),
            pl.col("cost").median(),
            pl.col("pass_rate").median(),
        )
        .sort(
            "programme", pl.col("teaches").list.join(" "), pl.col("prerequisites").list.join(" "), *SAME[3:]
        )
        .with_row_index("kind")
    )


def check_choice(tables: Tables, within: str | None, programmes: list[str] | None) -> None:
    """Raise `Invalid` where the choice leaves no class to open."""
    taught = set(tables.intakes["programme"].to_list())
    faults = [
        Violation("intakes", None, "programme", name, "no intake teaches it; it should be a programme of one")
        for name in programmes or []
        if name not in taught
    ]
    if within is not None and not tables.candidates["regency"].str.starts_with(within).any():
        wanted = "no candidate lives there; it should be a province or regency of one"
        faults.append(Violation("candidates", None, "regency", within, wanted))
    if faults:
        raise Invalid(faults)


def with_class(tables: Tables, new: pl.DataFrame) -> Tables:
    """Return the tables with the intakes of `new` added."""
    return replace(tables, intakes=pl.concat([tables.intakes, new.select(tables.intakes.columns)]))


def read_ground(tables: Tables, prices: pl.DataFrame, new: pl.DataFrame, people: Floats) -> Ground:
    """Lay out the tables, the prices and the possible classes for the walk; `people` as `bound_at` gives it."""
    instance = read_instance(with_class(tables, new))
    said = {(kind, name): price for kind, name, price in prices.select("kind", "id", "price").iter_rows()}
    phi = np.array([said.get(("floor", str(index)), 0.0) for index in range(len(tables.policy.floors))])
    open_rows = tables.intakes.height
    open_of, class_of = instance.intake_of[:open_rows], instance.intake_of[open_rows:]
    money = (instance.cost_weight + said.get(("budget", "budget"), 0.0)) * instance.intake_cost
    charge = money + lowest("intake", tables.intakes["id"], open_of, instance.n_intakes, said)
    first_member = np.searchsorted(instance.member_of, np.arange(instance.n_groups))
    shared = {name: getattr(instance, name) for name in Ground._fields if name in Instance.__slots__}
    return Ground(
        **shared | goals_of(tables, instance) | reach_of(instance, charge, class_of),
        bonus=(instance.floor_sets.astype(np.float64) @ phi)[instance.floor_set],
        best=people[instance.member_row[first_member]],
        people=instance.count,
        order_price=lowest("order", tables.job_orders["id"], instance.order_of, instance.n_orders, said),
        list_of=instance.recipes.list_of,
        list_first=instance.recipes.first,
        recipe_kinds=instance.recipes.kinds,
        recipe_length=instance.recipes.length,
        intake_charge=charge,
        classes=Classes(
            instance.intake_start[class_of],
            instance.intake_end[class_of],
            instance.intake_last[class_of],
            instance.intake_lo[class_of],
            instance.intake_hi[class_of],
            instance.intake_education[class_of],
            instance.intake_pass[class_of],
            money[class_of],
        ),
        dates=len(instance.starts),
    )


def goals_of(tables: Tables, instance: Instance) -> dict[str, Any]:
    """Return the goals, their orders, and what each wish leads to, as `Ground` names them."""
    orders = tables.job_orders
    _, row = np.unique(instance.order_of, return_index=True)  # one table row of each grouped order
    sex = orders["sex"].replace_strict({"F": 0, "M": 1}, default=-1, return_dtype=pl.Int32).to_numpy()
    destination = orders["destination"].rank("dense").to_numpy().astype(np.int64)[row]
    demands = int(instance.market_demand.max()) + 1
    pairs, goal = np.unique(
        destination * demands + instance.market_demand[instance.order_market], return_inverse=True
    )
    goal_of_market = np.zeros(len(instance.market_demand), np.int64)
    goal_of_market[instance.order_market] = goal
    wishes = [
        np.unique(goal_of_market[markets])
        for markets in np.split(instance.wish_markets, instance.wish_first[1:-1])
    ]
    latest_first = np.lexsort((-instance.order_ready.astype(np.int64), goal))
    return {
        "order_sex": sex[row],
        "order_education": orders["min_education"].fill_null(0).to_numpy().astype(np.int32)[row],
        "goal_first": np.searchsorted(goal[latest_first], np.arange(len(pairs) + 1)).astype(np.int32),
        "goal_order": latest_first.astype(np.int32),
        "goal_demand": (pairs % demands).astype(np.int32),
        "wish_first": np.r_[0, np.cumsum([len(found) for found in wishes])].astype(np.int32),
        "wish_goals": np.concatenate(wishes).astype(np.int32),
    }


def reach_of(instance: Instance, charge: Floats, class_of: Ints) -> dict[str, Any]:
    """Return, per regency × kind, the intakes there are (of finite charge) and the possible classes, as `Ground` names them."""
    cells = len(instance.reach_first) - 1
    cell, intake = np.repeat(np.arange(cells), np.diff(instance.reach_first)), instance.reach_intake
    there = np.isfinite(charge[intake])
    open_cell, open_intake = cell[there], intake[there]
    high, low, least = np.zeros(cells), np.ones(cells), np.full(cells, np.inf)
    np.maximum.at(high, open_cell, instance.intake_pass[open_intake])
    np.minimum.at(low, open_cell, instance.intake_pass[open_intake])
    np.minimum.at(least, open_cell, charge[open_intake])
    new_cell, new_class = spread(cell, intake, class_of)
    by_pass = np.lexsort((new_class, instance.intake_pass[class_of[new_class]], new_cell))
    return {
        "open_first": np.searchsorted(open_cell, np.arange(cells + 1)).astype(np.int64),
        "open_intake": open_intake,
        "open_high": high,
        "open_low": low,
        "open_least": least,
        "new_first": np.searchsorted(new_cell[by_pass], np.arange(cells + 1)).astype(np.int64),
        "new_class": new_class[by_pass].astype(np.int32),
    }


def lowest(
    kind: str, ids: pl.Series, group_of: Ints, groups: int, said: dict[tuple[str, str], float]
) -> Floats:
    """Return the lowest price among the rows of each group; infinite where there is no row."""
    found = np.full(groups, np.inf)
    np.minimum.at(found, group_of, np.array([said.get((kind, name), 0.0) for name in ids.to_list()]))
    return found


def spread(
    cell: NDArray[np.int64], intake: Ints, row_of: Ints
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (cell, class) for every class whose grouped intake is in reach in the cell."""
    by_intake = np.argsort(row_of, kind="stable")
    sorted_rows = row_of[by_intake]
    first, last = np.searchsorted(sorted_rows, intake), np.searchsorted(sorted_rows, intake, side="right")
    sizes = last - first
    steps = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.repeat(cell, sizes), by_intake[np.repeat(first, sizes) + steps]


def screen(
    tables: Tables, prices: pl.DataFrame, new: pl.DataFrame, people: Floats, *, workers: int | None = None
) -> Floats:
    """Return, per class of `new`, the most it could add to the bound at `prices`, in value units.

    Never below the exact prediction (`gains_through`). It is above only where pass rates within a kind differ.
    """
    if not new.height:
        return np.zeros(0)
    ground = read_ground(tables, prices, new, people)
    threads = workers or os.cpu_count() or 1
    seats = int(new.select(pl.col("seats").max()).item())
    tops = np.zeros((threads, new.height, seats))
    cuts = np.linspace(0, len(ground.weight), threads + 1).astype(int)

    def one(shard: int) -> None:
        work = room(ground)
        screen_groups(ground, work, cuts[shard], cuts[shard + 1], seats, tops[shard])

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(one, range(threads)))
    highest = -np.sort(-np.concatenate(list(tops), axis=1), axis=1)
    inside = np.arange(highest.shape[1]) < new["seats"].to_numpy()[:, None]
    return np.asarray(np.where(inside, highest, 0.0).sum(axis=1))


def check_belongs(tables: Tables, plan: Plan) -> None:
    """Raise `Invalid` when a plan names candidates, orders or intakes that the tables do not hold."""
    named = (
        ("candidate", plan.assignments["candidate"], tables.candidates["id"]),
        ("job_order", plan.assignments["job_order"], tables.job_orders["id"]),
        ("intakes", plan.assignments["intakes"].explode().drop_nulls(), tables.intakes["id"]),
    )
    wanted = "it is not in the instance; the plan should be one of this instance"
    for column, names, known in named:
        strange = names.filter(~names.is_in(known.implode()))
        if len(strange):
            raise Invalid([Violation("assignments", None, column, strange[0], wanted)])


def reached(tables: Tables, plan: Plan) -> tuple[float, float, Floats]:
    """Return a plan's value, the bound its prices prove, and each candidate's best reduced value, from the tables.

    Raises:
        Invalid: the plan is not one of these tables.
    """
    check_belongs(tables, plan)
    bound, people = bound_at(tables, plan.prices)
    return float(plan.assignments["value"].sum()) - missed(tables, plan.assignments), bound, people


def gains_through(tables: Tables, prices: pl.DataFrame, new: pl.DataFrame, people: Floats) -> Floats:
    """Return the gains above 0 of those who could take a seat of the one class in `new`, highest first, exactly."""
    row = new.row(0, named=True)
    homes = catchments(tables)[row["reach"], row["regency"]]
    near = pl.col("regency").is_in(list(homes)) & (pl.col("available_from") <= row["starts"])
    able = tables.candidates.select(near).to_series()
    if not able.any():
        return np.zeros(0)
    there = with_class(replace(tables, candidates=tables.candidates.filter(able)), new)
    _, best = bound_at(there, prices)
    gains = best - people[able.to_numpy()]
    return -np.sort(-gains[gains > 1e-9])


def shortlist(
    tables: Tables, prices: pl.DataFrame, classes: pl.DataFrame, people: Floats, top: int
) -> pl.DataFrame:
    """Return the `top` classes of highest exact prediction, one start for each programme and place.

    `classes` are sorted by `at_most`, above which no prediction lies, so the search ends once `top` predictions
    reach the next `at_most`, or after `LOOKED_AT` times as many classes.
    """
    chosen = classes.unique([*SAME, "regency"], keep="first", maintain_order=True).head(LOOKED_AT * top)
    found: list[tuple[float, int, int, float]] = []
    for row, most in enumerate(chosen["at_most"].to_list()):
        if len(found) >= top and sorted(found, reverse=True)[top - 1][0] >= most:
            break
        new = chosen[row]
        gains, seats = gains_through(tables, prices, new, people), int(new["seats"][0])
        price = float(gains[seats - 1]) if len(gains) >= seats else 0.0
        found.append((float(gains[:seats].sum()), -row, min(len(gains), seats), price))
    best = sorted(found, reverse=True)[:top]
    return chosen[[-row for _, row, _, _ in best]].with_columns(
        pl.Series("predicted", [predicted for predicted, _, _, _ in best], dtype=pl.Float64),
        pl.Series("takers", [takers for _, _, takers, _ in best], dtype=pl.Int64),
        pl.Series("seat_price", [price for _, _, _, price in best], dtype=pl.Float64),
    )


def rank_openings(
    tables: Tables,
    plan: Plan,
    *,
    classes: pl.DataFrame | None = None,
    top: int = 10,
    gap: float = 0.001,
    time_limit: float | None = None,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Ranking:
    """Say which class to open next: predict the gain of each of `classes` at the plan's prices, plan the best again.

    `classes` is a frame of `possible_classes` (default: all of them). Before the `top` best are planned again one at
    a time, so is the instance without any, so that what a second run finds anyway is not taken for a class's gain.
    `gap` and `time_limit` (seconds) hold for each of these plans. `progress` is called with a phase, the plans made
    and the plans to make; when it returns False, the ranking holds what was planned again so far.

    Raises:
        Invalid: the tables break the contract, or the plan is not one of theirs.
    """
    tables = tables.checked()
    value, bound, people = reached(tables, plan)
    new = possible_classes(tables) if classes is None else classes
    most = pl.Series("at_most", screen(tables, plan.prices, new, people, workers=workers), dtype=pl.Float64)
    new = new.with_columns(most.round(9)).filter(pl.col("at_most") > 0.0)
    new = new.sort(["at_most", "starts", "id"], descending=[True, False, False])
    chosen = shortlist(tables, plan.prices, new, people, top)
    at_prices = bound + chosen["predicted"]  # bounds with each class, proved by the plan's own prices
    running, rows = True, list[dict[str, object]]()

    def again(these: Tables, prices: pl.DataFrame, phase: str) -> list[Plan]:
        def going() -> bool:
            nonlocal running
            done = len(rows) + (phase != WITHOUT)
            running = running and (progress is None or progress(phase, done, 1 + chosen.height) is not False)
            return running

        return plans_from(these, prices, going, gap=gap, time_limit=time_limit, seed=seed, workers=workers)

    prices, placed = plan.prices, plan.assignments.height
    for made in again(tables, prices, WITHOUT) if chosen.height else []:
        if made.summary["value"] > value:
            value, placed = made.summary["value"], made.assignments.height
        if made.summary["bound"] < bound:
            bound, prices = made.summary["bound"], made.prices
    for number, row in enumerate(chosen.iter_rows(named=True)):
        seat = pl.DataFrame([("intake", row["id"], row["seat_price"])], schema=prices.schema, orient="row")
        plans = again(with_class(tables, chosen[number]), pl.concat([prices, seat]), row["id"])
        if not running:
            break
        rows.append(added(row["id"], plans, float(at_prices[number]), value, bound, placed))
    ranked = chosen.join(pl.DataFrame(rows, schema=MADE), on="id")
    ranked = ranked.sort(["gain", "predicted", "id"], descending=[True, True, False])
    return Ranking(new, ranked, value, bound, placed)


def plans_from(
    tables: Tables, prices: pl.DataFrame, going: Callable[[], bool], *, gap: float, **options: Any
) -> list[Plan]:
    """Plan from `prices`, and from nothing where that misses `gap`, while `going`."""
    plans: list[Plan] = []
    for start in (prices, None):
        if plans and plans[0].summary["gap"] <= gap:
            break
        if going():
            plans.append(
                make_plan(tables, start_prices=start, gap=gap, progress=lambda _: going(), **options)
            )
    return plans


def added(
    name: str, plans: list[Plan], at_prices: float, value: float, bound: float, placed: int
) -> dict[str, object]:
    """Return what the best of `plans`, made with class `name`, adds to `value`, `bound` and `placed` without it."""
    best = max(plans, key=lambda plan: plan.summary["value"])
    highest = min(at_prices, *(plan.summary["bound"] for plan in plans))
    return {
        "id": name,
        "value": best.summary["value"],
        "bound": highest,
        "gain": best.summary["value"] - value,
        "gain_least": max(0.0, best.summary["value"] - bound),
        "gain_most": max(0.0, highest - value),
        "placed": best.assignments.height - placed,
        "taken": int(best.assignments["intakes"].explode().eq(name).sum()),
    }


MADE: dict[str, pl.DataType] = {
    "id": pl.String(),
    "value": pl.Float64(),
    "bound": pl.Float64(),
    "gain": pl.Float64(),
    "gain_least": pl.Float64(),
    "gain_most": pl.Float64(),
    "placed": pl.Int64(),
    "taken": pl.Int64(),
}
