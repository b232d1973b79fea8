"""Which class to open next: what each possible one could add, and what planning again with it really adds. SPEC.md §13.

At a plan's prices a new class can raise the bound by no more than the sum of its `seats` largest gains, a gain being
what a candidate's best path through it exceeds their best path now. That is the prediction; the first of the ranking
are planned again.
"""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from jalur.planner.after.replan import bound_at, without
from jalur.planner.after.screening import room, screen_groups
from jalur.planner.after.screening_arrays import screening_arrays, with_class
from jalur.planner.contract.plan import Plan, value_of
from jalur.planner.contract.schema import SCHEMA, Violation
from jalur.planner.contract.tables import Invalid, Tables
from jalur.planner.contract.workers import threads_of
from jalur.planner.model.arrays import Floats
from jalur.planner.model.instance import catchments
from jalur.planner.solve.solver import solve

WITHOUT = "without"  # the phase in which the instance is planned again as it is
AROUND = 4_000  # people planned again around a class: few enough for the planner to come close to the optimum
LOOKED_AT = 5  # possible classes priced exactly for each one that is planned again, at most
SAME = ["programme", "teaches", "prerequisites", "min_age", "max_age", "min_education"]
Progress = Callable[[str, int, int], bool | None]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Possible classes, best first.

    `classes` holds every class that could add something, by `at_most` (value units; the bound rises by no more): the
    columns of intakes and `catchment`, how many regencies may attend. `ranked` holds those planned again, by `gain`:
    also `predicted`, `takers`, `seat_price` and `homes` at the plan's prices; `people`, how many were planned again;
    what they reach `without` the class and their `value` with it; `gain`, the difference; `gain_least` and `gain_most`,
    between which it is proved to lie for the best plans of these people; `placed`, people more than without, and
    `taken`, of its seats. `value`, `bound` and `placed` of this object are those of the plan, `people` all
    its candidates.
    """

    classes: pl.DataFrame
    ranked: pl.DataFrame
    value: float
    bound: float
    placed: int
    people: int

    def write(self, folder: Path | str) -> None:
        """Write classes.parquet and ranked.csv into `folder`; what a class teaches and asks for stays in Parquet."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self.classes.write_parquet(folder / "classes.parquet")
        self.ranked.drop("teaches", "prerequisites", "homes").write_csv(folder / "ranked.csv")


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


def screen(
    tables: Tables, prices: pl.DataFrame, new: pl.DataFrame, people: Floats, *, workers: int | None = None
) -> Floats:
    """Return, per class of `new`, the most it could add to the bound at `prices`, in value units.

    Never below the exact prediction (`gains_through`). It is above only where pass rates within a kind differ.
    """
    if not new.height:
        return np.zeros(0)
    who = catchments(tables)
    homes = frozenset[str]().union(*(who[place] for place in set(new.select("reach", "regency").iter_rows())))
    near = tables.candidates["regency"].is_in(list(homes))
    if not near.any():
        return np.zeros(new.height)
    tables = replace(tables, candidates=tables.candidates.filter(near))
    arrays = screening_arrays(tables, prices, new, people[near.to_numpy()])
    threads = threads_of(workers)
    seats = int(new.select(pl.col("seats").max()).item())
    tops = np.zeros((threads, new.height, seats))
    cuts = np.linspace(0, len(arrays.weight), threads + 1).astype(int)

    def one(shard: int) -> None:
        work = room(arrays)
        screen_groups(arrays, work, cuts[shard], cuts[shard + 1], seats, tops[shard])

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
    return value_of(tables, plan.assignments), bound, people


def gains_through(tables: Tables, prices: pl.DataFrame, new: pl.DataFrame, people: Floats) -> Floats:
    """Return what each candidate (row order) would gain by a seat of the one class in `new`, exactly; 0: nothing."""
    row = new.row(0, named=True)
    homes = catchments(tables)[row["reach"], row["regency"]]
    near = pl.col("regency").is_in(list(homes)) & (pl.col("available_from") <= row["starts"])
    able = tables.candidates.select(near).to_series()
    gains = np.zeros(tables.candidates.height)
    if able.any():
        there = with_class(replace(tables, candidates=tables.candidates.filter(able)), new)
        _, best = bound_at(there, prices)
        gains[able.to_numpy()] = best - people[able.to_numpy()]
    return np.where(gains > 1e-9, gains, 0.0)


def shortlist(
    tables: Tables, prices: pl.DataFrame, classes: pl.DataFrame, people: Floats, top: int
) -> pl.DataFrame:
    """Return the `top` classes of highest exact prediction, one start for each programme and place.

    `classes` are sorted by `at_most`, above which no prediction lies, so the search ends once `top` predictions
    reach the next `at_most`, or after `LOOKED_AT` times as many classes. `homes` are the regencies of those who would
    gain, by what they would gain together.
    """
    chosen = classes.unique([*SAME, "regency"], keep="first", maintain_order=True).head(LOOKED_AT * top)
    rows: list[dict[str, object]] = []
    sums: list[float] = []
    for row in range(chosen.height):
        if len(sums) >= top and sorted(sums)[-top] >= chosen["at_most"][row]:
            break
        gains, seats = gains_through(tables, prices, chosen[row], people), int(chosen["seats"][row])
        highest = np.sort(gains)[::-1]
        homes = pl.DataFrame({"home": tables.candidates["regency"], "gain": gains}).filter(
            pl.col("gain") > 0.0
        )
        homes = (
            homes.group_by("home").agg(pl.col("gain").sum()).sort(["gain", "home"], descending=[True, False])
        )
        sums.append(float(highest[:seats].sum()))
        rows.append(
            {
                "row": row,
                "predicted": sums[-1],
                "takers": int((highest[:seats] > 0.0).sum()),
                "seat_price": float(highest[seats - 1]) if len(highest) >= seats else 0.0,
                "homes": homes["home"].to_list(),
            }
        )
    told = pl.DataFrame(rows, schema=PREDICTED).sort(["predicted", "row"], descending=[True, False]).head(top)
    return pl.concat([chosen[told["row"].to_list()], told.drop("row")], how="horizontal")


PREDICTED: dict[str, pl.DataType] = {
    "row": pl.Int64(),
    "predicted": pl.Float64(),
    "takers": pl.Int64(),
    "seat_price": pl.Float64(),
    "homes": pl.List(pl.String()),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Those planned again, everyone else keeping what the plan gave them: their tables, and what they reach without."""

    tables: Tables
    prices: pl.DataFrame
    value: float
    bound: float
    placed: int

    def with_plans(self, plans: list[Plan]) -> "Part":
        """Return the part with the best value and bound of `plans`, made for it as it is."""
        part = self
        for plan in plans:
            if plan.summary["value"] > part.value:
                part = replace(part, value=plan.summary["value"], placed=plan.assignments.height)
            if plan.summary["bound"] < part.bound:
                part = replace(part, bound=plan.summary["bound"], prices=plan.prices)
        return part


def homes_around(tables: Tables, homes: list[str], around: int) -> frozenset[str]:
    """Return whose regencies to plan again: those of `homes`, then their neighbours by code, up to `around` people."""
    people = dict(tables.candidates["regency"].value_counts().iter_rows())
    first = homes[0] if homes else ""
    others = sorted(set(people) - set(homes), key=lambda home: (home[:2] != first[:2], home))
    chosen: list[str] = []
    count = 0
    for home in [*homes, *others]:
        if not chosen or count + people[home] <= around:
            chosen.append(home)
            count += people[home]
    return frozenset(chosen)


def part_of(tables: Tables, plan: Plan, homes: frozenset[str], bound: float) -> Part:
    """Return the part of the instance whose people live in `homes`; `bound` is the whole one's."""
    inside = tables.candidates["regency"].is_in(list(homes))
    people = tables.candidates.filter(inside)
    own = plan.assignments["candidate"].is_in(people["id"].implode())
    mine, whole = plan.assignments.filter(own), bool(inside.all())
    these = tables if whole else replace(without(tables, plan.assignments.filter(~own)), candidates=people)
    value = value_of(these, mine)
    return Part(these, plan.prices, value, bound if whole else inf, mine.height)


def rank_openings(
    tables: Tables,
    plan: Plan,
    *,
    classes: pl.DataFrame | None = None,
    top: int = 10,
    around: int = AROUND,
    gap: float = 0.001,
    time_limit: float | None = None,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Ranking:
    """Say which class to open next: predict the gain of each of `classes` at the plan's prices, plan the best again.

    `classes` is a frame of `possible_classes` (default: all of them). The `top` best are planned again one at a time, for
    the about `around` people nearest to those who would gain; the others keep what the plan gave them. So are these
    people without the class, so that what a second run finds anyway is not taken for a class's gain. `gap` and
    `time_limit` (seconds) hold for each of these plans. `progress` is called with a phase, the plans made and the plans
    to make; when it returns False, the ranking holds what was planned again so far.

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
    homes = [homes_around(tables, found, around) for found in chosen["homes"].to_list()]
    parts: dict[frozenset[str], Part] = {}
    running, rows = True, list[dict[str, object]]()

    def again(these: Tables, prices: pl.DataFrame, phase: str) -> list[Plan]:
        def going() -> bool:
            nonlocal running
            done, wanted = len(parts) + len(rows), len(set(homes)) + chosen.height
            running = running and (progress is None or progress(phase, done, wanted) is not False)
            return running

        return plans_from(these, prices, going, gap=gap, time_limit=time_limit, seed=seed, workers=workers)

    for number, row in enumerate(chosen.iter_rows(named=True)):
        if homes[number] not in parts:
            part = part_of(tables, plan, homes[number], bound)
            part = part.with_plans(again(part.tables, part.prices, WITHOUT))
            parts[homes[number]] = part
        part = parts[homes[number]]
        named = [("intake", row["id"], row["seat_price"])]
        seat = pl.DataFrame(named, schema=part.prices.schema, orient="row")
        wider = with_class(part.tables, chosen[number])
        plans = again(wider, pl.concat([part.prices, seat]), row["id"]) if running else []
        if not running:
            break
        rows.append(added(row["id"], plans, part, bound + row["predicted"] if part.tables is tables else inf))
    ranked = chosen.join(pl.DataFrame(rows, schema=MADE), on="id")
    ranked = ranked.sort(["gain", "predicted", "id"], descending=[True, True, False])
    return Ranking(new, ranked, value, bound, plan.assignments.height, tables.candidates.height)


def plans_from(
    tables: Tables, prices: pl.DataFrame, going: Callable[[], bool], *, gap: float, **options: Any
) -> list[Plan]:
    """Plan from `prices`, and from nothing where that misses `gap`, while `going`."""
    plans: list[Plan] = []
    for start in (prices, None):
        if plans and plans[0].summary["gap"] <= gap:
            break
        if going():
            plans.append(solve(tables, start_prices=start, gap=gap, progress=lambda _: going(), **options))
    return plans


def added(name: str, plans: list[Plan], part: Part, most: float) -> dict[str, object]:
    """Return what the best of `plans`, made with class `name`, adds to `part`; `most` is another bound with it."""
    best = max(plans, key=lambda plan: plan.summary["value"])
    value = best.summary["value"]
    return {
        "id": name,
        "people": part.tables.candidates.height,
        "without": part.value,
        "value": value,
        "gain": value - part.value,
        "gain_least": max(0.0, value - part.bound),
        "gain_most": max(0.0, min(most, *(plan.summary["bound"] for plan in plans)) - part.value),
        "placed": best.assignments.height - part.placed,
        "taken": int(best.assignments["intakes"].explode().eq(name).sum()),
    }


MADE: dict[str, pl.DataType] = {
    "id": pl.String(),
    "people": pl.Int64(),
    "without": pl.Float64(),
    "value": pl.Float64(),
    "gain": pl.Float64(),
    "gain_least": pl.Float64(),
    "gain_most": pl.Float64(),
    "placed": pl.Int64(),
    "taken": pl.Int64(),
}
