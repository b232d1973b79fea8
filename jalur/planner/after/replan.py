"""Plan again around what people have accepted. SPEC.md §11.

Accepted paths stay as they are; the rest of the openings, seats and money is planned around them. A path that the
changed tables no longer allow is released, and so is one whose holder would gain more than the stated price of a
disturbance.
"""

import math
import resource
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from jalur.planner.contract.plan import ASSIGNMENTS, VERSION, Plan, by_name, value_of
from jalur.planner.contract.policy import Floor
from jalur.planner.contract.tables import Tables
from jalur.planner.contract.workers import Workers, threads_of
from jalur.planner.model.arrays import Floats, arrays_of
from jalur.planner.model.instance import read_instance
from jalur.planner.search.labels import scratch
from jalur.planner.search.pricing import empty_pool, price_groups, price_lists
from jalur.planner.solve.run import Progress, State, gap_of
from jalur.planner.solve.solver import solve
from jalur.planner.verify.encode import encode
from jalur.planner.verify.verdict import check_assignments

# The summary when nobody is left to be planned.
NOTHING: dict[str, Any] = {"iterations": 0, "version": VERSION, "phases": {}}


@dataclass(frozen=True, slots=True)
class Standing:
    """Accepted paths checked against the tables: those that stand, and the candidates whose path does not."""

    frame: pl.DataFrame
    broken: list[str]


def standing(tables: Tables, accepted: pl.DataFrame) -> Standing:
    """Say which accepted paths (`candidate`, `job_order`, `intakes`) the tables still allow.

    Where an order, an intake or the budget holds fewer than have accepted, the most valuable paths stand.
    """
    frame = accepted.select("candidate", "job_order", pl.col("intakes").cast(pl.List(pl.String)))
    held = tables.intakes["id"].implode()
    missing = frame.explode("intakes").filter(
        pl.col("intakes").is_not_null() & ~pl.col("intakes").is_in(held)
    )
    frame = frame.filter(
        pl.col("candidate").is_in(tables.candidates["id"].implode())
        & pl.col("job_order").is_in(tables.job_orders["id"].implode())
        & ~pl.col("candidate").is_in(missing["candidate"].implode())
    ).unique("candidate", keep="first", maintain_order=True)
    frame = with_worth(tables, frame)
    theirs = tables.candidates.filter(pl.col("id").is_in(frame["candidate"].implode()))
    mine = replace(tables, candidates=theirs)
    _, _, faults = check_assignments(mine, encode(mine), frame.select(list(ASSIGNMENTS)))
    rows = [
        fault.row - 1
        for fault in faults
        if fault.table == "assignments" and fault.row is not None and fault.column != "value"
    ]
    stands = fitting(tables, frame.filter(~pl.int_range(pl.len()).is_in(rows))).select(list(ASSIGNMENTS))
    broken = accepted.filter(~pl.col("candidate").is_in(stands["candidate"].implode()))
    return Standing(stands, broken["candidate"].to_list())


def fitting(tables: Tables, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the paths for which there is room, the most valuable first where there is not."""
    frame = frame.sort("value", "candidate", descending=[True, False])
    rest = without(tables, frame)
    full_orders = rest.job_orders.filter(pl.col("openings") < 0)["id"].implode()
    full = rest.intakes.filter(pl.col("seats") < 0)["id"].implode()
    tight = pl.col("job_order").is_in(full_orders) | pl.col("intakes").list.eval(
        pl.element().is_in(full)
    ).list.any().fill_null(value=False)
    budget = tables.policy.budget
    if budget is not None and frame["cost"].sum() > budget:
        tight = pl.lit(True)
    contested = frame.filter(tight)
    left = without(tables, frame.filter(~tight))
    openings = dict(left.job_orders.select("id", "openings").iter_rows())
    seats = dict(left.intakes.select("id", "seats").iter_rows())
    money = left.policy.budget
    kept = []
    for order, intakes, cost in contested.select("job_order", "intakes", "cost").iter_rows():
        room = openings[order] > 0 and all(seats[name] > 0 for name in intakes)
        room = room and (money is None or cost <= money)
        kept.append(room)
        if room:
            openings[order] -= 1
            for name in intakes:
                seats[name] -= 1
            money = None if money is None else money - cost
    return pl.concat([frame.filter(~tight), contested.filter(pl.Series(kept, dtype=pl.Boolean))])


def with_worth(tables: Tables, frame: pl.DataFrame) -> pl.DataFrame:
    """Add each path's `cost` and `value`: weight · value · Π pass rates - cost_weight · Σ cost."""
    steps = frame.select("candidate", id="intakes").explode("id").drop_nulls("id")
    steps = steps.join(tables.intakes.select("id", "cost", "pass_rate"), on="id")
    sums = steps.group_by("candidate").agg(pl.col("cost").sum(), pl.col("pass_rate").product())
    told = (
        frame.join(sums, on="candidate", how="left", maintain_order="left")
        .join(
            tables.candidates.select(candidate="id", weight="weight"), on="candidate", maintain_order="left"
        )
        .join(tables.job_orders.select(job_order="id", worth="value"), on="job_order", maintain_order="left")
    )
    cost, passed = pl.col("cost").fill_null(0.0), pl.col("pass_rate").fill_null(1.0)
    return told.select(
        *frame.columns,
        cost=cost,
        value=pl.col("weight") * pl.col("worth") * passed - tables.policy.cost_weight * cost,
    )


def without(tables: Tables, accepted: pl.DataFrame) -> Tables:
    """Return the tables less the candidates of `accepted` and what their paths use."""
    orders = accepted["job_order"].value_counts()
    seats = accepted["intakes"].explode().drop_nulls().value_counts()
    cost = dict(tables.intakes.select("id", "cost").iter_rows())
    spent = sum(cost[name] * count for name, count in seats.iter_rows())
    people = tables.candidates.filter(pl.col("id").is_in(accepted["candidate"].implode()))
    floors = []
    for floor in tables.policy.floors:
        counted = people.filter(floor.counts()).height
        floors.append(Floor(floor.group, max(0.0, floor.minimum - counted), floor.penalty))
    budget = None if tables.policy.budget is None else max(0.0, tables.policy.budget - spent)
    return replace(
        tables,
        candidates=tables.candidates.filter(~pl.col("id").is_in(accepted["candidate"].implode())),
        job_orders=less(tables.job_orders, "openings", orders),
        intakes=less(tables.intakes, "seats", seats),
        policy=replace(tables.policy, budget=budget, floors=tuple(floors)),
    )


def less(frame: pl.DataFrame, column: str, used: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with `column` lowered by the counts of `used` (id, count)."""
    name = used.columns[0]
    joined = frame.join(used, left_on="id", right_on=name, how="left", maintain_order="left")
    return joined.with_columns(pl.col(column) - pl.col("count").fill_null(0).cast(pl.Int64)).select(
        frame.columns
    )


def bound_at(tables: Tables, prices: pl.DataFrame, *, workers: Workers = None) -> tuple[float, Floats]:
    """Return the bound that any prices prove for any tables, and each candidate's best reduced value (row order)."""
    instance = read_instance(tables)
    arrays = arrays_of(instance)
    said = by_name(prices)
    price = np.full(1 + instance.n_orders + instance.n_intakes, np.inf)
    price[0] = 0.0
    due = 0.0
    for table, kind, group_of, first, places in (
        (tables.job_orders, "order", instance.order_of, 1, "openings"),
        (tables.intakes, "intake", instance.intake_of, 1 + instance.n_orders, "seats"),
    ):
        own = np.array([said.get((kind, name), 0.0) for name in table["id"].to_list()], np.float64)
        np.minimum.at(price, first + group_of, own)  # of rows that are alike, everyone takes the cheapest
        due += float((own * table[places].to_numpy()).sum())
    beta = said.get(("budget", "budget"), 0.0)
    phi = np.array([said.get(("floor", str(index)), 0.0) for index in range(len(tables.policy.floors))])
    due += beta * tables.policy.budget if tables.policy.budget is not None else 0.0
    due -= float(phi @ instance.floor_minimum)
    pool = empty_pool(arrays, 1)
    best = np.zeros(instance.n_groups)
    priced = price_lists(instance, arrays, price, beta, phi)
    threads = threads_of(workers)
    cuts = np.linspace(0, instance.n_groups, threads + 1).astype(int)

    def one(shard: int) -> None:
        reach = (cuts[shard], cuts[shard + 1], 1, 0, 1)
        price_groups(arrays, priced, pool, scratch(arrays), 0.0, *reach, best)

    with ThreadPoolExecutor(threads) as together:
        list(together.map(one, range(threads)))
    people = np.empty(len(instance.member_row))
    people[instance.member_row] = best[instance.member_of]
    return due + math.fsum(people), people


def replan(
    tables: Tables,
    accepted: pl.DataFrame,
    *,
    disturbance: float = float("inf"),
    start_prices: pl.DataFrame | None = None,
    proposed: pl.DataFrame | None = None,
    gap: float = 0.001,
    **options: Any,
) -> Plan:
    """Plan around `accepted` paths (`candidate`, `job_order`, `intakes`).

    A holder whose best path under the new prices is worth more than `disturbance` (value units) above their own is
    released and planned again. `proposed` are paths that nobody has accepted yet, of the plan that `start_prices` are
    from: those the tables still allow stay as well, and only people without a path are planned, unless that misses the
    `gap`. The other `options` go to `solve`. The summary gains kept, broken, released and bound_with_accepted (a
    bound on plans that keep the same paths).

    Raises:
        Invalid: the tables break the contract.
    """
    began = time.perf_counter()
    tables = tables.checked()
    change = Change(tables, standing(tables, accepted), disturbance, options | {"gap": gap})
    plans = []
    if proposed is not None and start_prices is not None:
        plans.append(change.mend(proposed, known_prices(tables, start_prices)))
    if not plans or plans[0].summary["gap"] > gap:
        plans.append(change.plan_around(start_prices))
    plan = min(plans, key=lambda one: one.summary["gap"])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    spent = {"seconds": time.perf_counter() - began, "peak_bytes": peak}
    return Plan(plan.assignments, plan.prices, plan.summary | spent)


@dataclass(frozen=True, slots=True)
class Change:
    """The tables of today, the accepted paths in them, the gain that releases a holder, options of `solve`."""

    tables: Tables
    stands: Standing
    disturbance: float
    options: dict[str, Any]

    def mend(self, proposed: pl.DataFrame, prices: pl.DataFrame) -> Plan:
        """Leave everybody whose path stands where they are; plan those without one who would gain by one."""
        tables = self.tables
        bound, best = self.bound_at(prices)
        staying = self.release(best, prices)
        others = proposed.filter(~pl.col("candidate").is_in(staying["candidate"].implode()))
        kept = pl.concat([staying, standing(without(tables, staying), others).frame])
        rest = without(tables, kept)
        eager = tables.candidates["id"].filter(pl.Series(best > 0.0)).implode()
        people = rest.candidates.filter(pl.col("id").is_in(eager))
        plan = Plan(kept.clear(), prices, NOTHING)
        if people.height:
            progress = self.until_near(float(kept["value"].sum()), bound)
            plan = self.solve(replace(rest, candidates=people), prices, progress=progress)
        with_accepted = bound - float(regrets(tables, staying, best, prices).sum())
        frame = pl.concat([kept, plan.assignments])
        return self.finish(staying, frame, prices, plan.summary, bound, with_accepted)

    def plan_around(self, start_prices: pl.DataFrame | None) -> Plan:
        """Plan everybody whose path is not accepted."""
        tables, staying = self.tables, self.stands.frame
        plan = self.solve(without(tables, staying), start_prices)
        if np.isfinite(self.disturbance) and staying.height:
            staying = self.release(self.bound_at(plan.prices)[1], plan.prices)
            if staying.height < self.stands.frame.height:
                plan = self.solve(without(tables, staying), plan.prices)
        prices = open_prices(tables, staying, plan.prices, start_prices)
        with_accepted = plan.summary["bound"] + float(staying["value"].sum())
        frame = pl.concat([staying, plan.assignments])
        return self.finish(staying, frame, prices, plan.summary, self.bound_at(prices)[0], with_accepted)

    def solve(self, tables: Tables, start_prices: pl.DataFrame | None, **more: Any) -> Plan:
        """Plan `tables` from `start_prices`."""
        return solve(tables, start_prices=start_prices, **self.options | more)

    def until_near(self, kept: float, bound: float) -> Progress:
        """Return a `progress` that ends the planning of the rest when it and what is `kept` come near the `bound`."""
        told = self.options.get("progress")

        def progress(state: State) -> bool:
            value = None if state.value is None else kept + state.value
            gap = None if value is None else gap_of(value, bound)
            going = told is None or told(replace(state, bound=bound, value=value, gap=gap)) is not False
            return going and (gap is None or gap > self.options["gap"])

        return progress

    def bound_at(self, prices: pl.DataFrame) -> tuple[float, Floats]:
        """Return the bound at `prices` and each candidate's best reduced value."""
        return bound_at(self.tables, prices, workers=self.options.get("workers"))

    def release(self, best: Floats, prices: pl.DataFrame) -> pl.DataFrame:
        """Return the accepted paths without those whose holders would gain more than the price of a disturbance."""
        staying = self.stands.frame
        return staying.filter(regrets(self.tables, staying, best, prices) <= self.disturbance)

    def finish(
        self,
        staying: pl.DataFrame,
        frame: pl.DataFrame,
        prices: pl.DataFrame,
        summary: dict[str, Any],
        bound: float,
        with_accepted: float,
    ) -> Plan:
        """Return the plan of everybody: `staying` are the accepted paths in it, `bound` is proved by `prices`."""
        value = value_of(self.tables, frame)
        told = {
            "value": value,
            "bound": bound,
            "gap": gap_of(value, bound),
            "placed": frame.height,
            "seed": self.options.get("seed", 1),
            "kept": staying.height,
            "broken": len(self.stands.broken),
            "released": self.stands.frame.height - staying.height,
            "bound_with_accepted": with_accepted,
        }
        return Plan(frame.sort("candidate"), prices, summary | told)


def open_prices(
    tables: Tables, accepted: pl.DataFrame, prices: pl.DataFrame, start_prices: pl.DataFrame | None
) -> pl.DataFrame:
    """Give what `accepted` uses up the price it had before: a closed place has no price of its own."""
    rest = without(tables, accepted)
    closed = {("order", name) for name in rest.job_orders.filter(pl.col("openings") == 0)["id"]}
    closed |= {("intake", name) for name in rest.intakes.filter(pl.col("seats") == 0)["id"]}
    closed -= {("order", name) for name in tables.job_orders.filter(pl.col("openings") == 0)["id"]}
    closed -= {("intake", name) for name in tables.intakes.filter(pl.col("seats") == 0)["id"]}
    before = {} if start_prices is None else by_name(start_prices)
    rows = [
        (kind, name, before.get((kind, name), 0.0) if (kind, name) in closed else price)
        for kind, name, price in prices.iter_rows()
    ]
    return pl.DataFrame(rows, schema=prices.schema, orient="row").filter(pl.col("price") > 0)


def known_prices(tables: Tables, prices: pl.DataFrame) -> pl.DataFrame:
    """Return the prices of what the tables still hold."""
    names = {"order": tables.job_orders["id"], "intake": tables.intakes["id"]}
    gone = [(pl.col("kind") == kind) & ~pl.col("id").is_in(ids.implode()) for kind, ids in names.items()]
    return prices.filter(~pl.any_horizontal(gone))


def regrets(tables: Tables, frame: pl.DataFrame, best: Floats, prices: pl.DataFrame) -> pl.Series:
    """Return how far each path of `frame` stays below its holder's `best` (row order of the candidates) at `prices`."""
    said = {kind: rows.select("id", "price") for (kind,), rows in prices.group_by("kind")}
    none = pl.DataFrame(schema={"id": pl.String, "price": pl.Float64})
    beta = float(said.get("budget", none)["price"].sum())
    seats = tables.intakes.join(said.get("intake", none), on="id", how="left", maintain_order="left")
    seats = seats.select(intakes="id", charge=pl.col("price").fill_null(0.0) + beta * pl.col("cost"))
    charges = (
        frame.explode("intakes").join(seats, on="intakes").group_by("candidate").agg(pl.col("charge").sum())
    )
    bonus = pl.lit(0.0)
    floors = dict(said.get("floor", none).iter_rows())
    for place, floor in enumerate(tables.policy.floors):
        bonus += pl.when(floor.counts()).then(floors.get(str(place), 0.0)).otherwise(0.0)
    people = tables.candidates.select(candidate="id", bonus=bonus, best=best)
    told = (
        frame.join(people, on="candidate", how="left", maintain_order="left")
        .join(charges, on="candidate", how="left", maintain_order="left")
        .join(said.get("order", none), left_on="job_order", right_on="id", how="left", maintain_order="left")
    )
    net = pl.col("value") + pl.col("bonus") - pl.col("charge").fill_null(0.0) - pl.col("price").fill_null(0.0)
    return told.select(pl.col("best") - net).to_series()
