"""Plan again around what people have accepted. SPEC.md §11.

Accepted paths stay as they are; the rest of the openings, seats and money is planned around them. A path that the
changed tables no longer allow is released, and so is one whose holder would gain more than the stated price of a
disturbance.
"""

import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from jalur.planner.fixed import Floats, fix
from jalur.planner.instance import read_instance
from jalur.planner.plan import ASSIGNMENTS, Plan, by_name
from jalur.planner.pricing import empty_pool, price_groups, price_lists
from jalur.planner.tables import Floor, Tables
from jalur.planner.trips import scratch


@dataclass(frozen=True, slots=True)
class Standing:
    """Accepted paths checked against the tables: those that stand, and the candidates whose path does not."""

    frame: pl.DataFrame
    broken: list[str]


def standing(tables: Tables, accepted: pl.DataFrame) -> Standing:
    """Say which accepted paths (`candidate`, `job_order`, `intakes`) the tables still allow.

    Where an order, an intake or the budget holds fewer than have accepted, the most valuable paths stand.
    """
    from jalur.planner.verify import verify

    frame = accepted.select("candidate", "job_order", pl.col("intakes").cast(pl.List(pl.String)))
    known = set(tables.candidates["id"].to_list())
    openings = dict(tables.job_orders.select("id", "openings").iter_rows())
    seats = dict(tables.intakes.select("id", "seats").iter_rows())
    frame = frame.filter(
        pl.col("candidate").is_in(list(known))
        & pl.col("job_order").is_in(list(openings))
        & pl.col("intakes").list.eval(pl.element().is_in(list(seats))).list.all()
    ).unique("candidate", keep="first", maintain_order=True)
    frame = frame.with_columns(value=pl.Series(path_values(tables, frame), dtype=pl.Float64))
    claim = Plan(
        frame.select(list(ASSIGNMENTS)),
        pl.DataFrame(schema={"kind": pl.String, "id": pl.String, "price": pl.Float64}),
        {},
    )
    rows = {
        fault.row - 1
        for fault in verify(tables, claim).violations
        if fault.table == "assignments" and fault.row is not None and fault.column != "value"
    }
    frame = frame.filter(~pl.int_range(pl.len()).is_in(list(rows))) if rows else frame
    kept, budget = [], tables.policy.budget
    cost = dict(tables.intakes.select("id", "cost").iter_rows())
    for row in frame.sort("value", "candidate", descending=[True, False]).iter_rows(named=True):
        spent = sum(cost[name] for name in row["intakes"])
        if openings[row["job_order"]] < 1 or any(seats[name] < 1 for name in row["intakes"]):
            continue
        if budget is not None:
            if spent > budget:
                continue
            budget -= spent
        openings[row["job_order"]] -= 1
        for name in row["intakes"]:
            seats[name] -= 1
        kept.append(row)
    stands = pl.DataFrame(kept, schema=ASSIGNMENTS)
    held = set(stands["candidate"].to_list())
    return Standing(stands, [name for name in accepted["candidate"].to_list() if name not in held])


def path_values(tables: Tables, frame: pl.DataFrame) -> Floats:
    """Return each path's value: weight · value · Π pass rates - cost_weight · Σ cost."""
    weight = dict(tables.candidates.select("id", "weight").iter_rows())
    worth = dict(tables.job_orders.select("id", "value").iter_rows())
    cost = dict(tables.intakes.select("id", "cost").iter_rows())
    passed = dict(tables.intakes.select("id", "pass_rate").iter_rows())
    values = np.empty(frame.height)
    for row, (candidate, order, intakes) in enumerate(
        frame.select("candidate", "job_order", "intakes").iter_rows()
    ):
        values[row] = weight[candidate] * worth[order] * float(np.prod([passed[name] for name in intakes]))
        values[row] -= tables.policy.cost_weight * sum(cost[name] for name in intakes)
    return values


def without(tables: Tables, fixed: pl.DataFrame) -> Tables:
    """Return the tables less the candidates of `fixed` and what their paths use."""
    orders = fixed["job_order"].value_counts()
    seats = fixed["intakes"].explode().drop_nulls().value_counts()
    cost = dict(tables.intakes.select("id", "cost").iter_rows())
    spent = sum(cost[name] * count for name, count in seats.iter_rows())
    people = tables.candidates.filter(pl.col("id").is_in(fixed["candidate"].to_list()))
    floors = []
    for floor in tables.policy.floors:
        counted = people.filter(floor.counts()).height
        floors.append(Floor(floor.group, max(0.0, floor.minimum - counted), floor.penalty))
    budget = None if tables.policy.budget is None else max(0.0, tables.policy.budget - spent)
    return replace(
        tables,
        candidates=tables.candidates.filter(~pl.col("id").is_in(fixed["candidate"].to_list())),
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


def bound_at(tables: Tables, prices: pl.DataFrame) -> tuple[float, Floats]:
    """Return the bound that any prices prove for any tables, and each candidate's best reduced value (row order)."""
    instance = read_instance(tables)
    fixed = fix(instance)
    said = by_name(prices)
    price = np.zeros(1 + instance.n_orders + instance.n_intakes)
    due = 0.0
    for table, kind, group_of, first, places in (
        (tables.job_orders, "order", instance.order_of, 1, "openings"),
        (tables.intakes, "intake", instance.intake_of, 1 + instance.n_orders, "seats"),
    ):
        for row, (name, size) in enumerate(table.select("id", places).iter_rows()):
            price[first + group_of[row]] = said.get((kind, name), 0.0)
            due += price[first + group_of[row]] * size
    beta = said.get(("budget", "budget"), 0.0)
    phi = np.array([said.get(("floor", str(index)), 0.0) for index in range(len(tables.policy.floors))])
    due += beta * tables.policy.budget if tables.policy.budget is not None else 0.0
    due -= float(phi @ instance.floor_minimum)
    groups = instance.n_groups
    pool = empty_pool(fixed, 1)
    best, load = np.zeros(groups), np.zeros(len(price) + 1)
    priced = price_lists(instance, fixed, price, beta, phi)
    total = price_groups(fixed, priced, pool, scratch(fixed), 0.0, 0, groups, 1, 0, 1, best, load)
    people = np.empty(len(instance.member_row))
    people[instance.member_row] = best[instance.member_of]
    return due + total, people


def replan(
    tables: Tables,
    accepted: pl.DataFrame,
    *,
    disturbance: float = float("inf"),
    start_prices: pl.DataFrame | None = None,
    **options: Any,
) -> Plan:
    """Plan around `accepted` paths (`candidate`, `job_order`, `intakes`).

    A holder whose best path under the new prices is worth more than `disturbance` (value units) above their own is
    released and planned again. `options` go to `make_plan`. The summary gains kept, broken, released and
    bound_with_accepted (a bound on plans that keep the same paths).
    """
    from jalur.planner.run import gap_of

    began = time.perf_counter()
    tables = tables.checked()
    stands = standing(tables, accepted)
    plan = plan_rest(tables, stands.frame, start_prices, options)
    released: list[str] = []
    if np.isfinite(disturbance) and stands.frame.height:
        _, best = bound_at(tables, plan.prices)
        gain = stands.frame.join(
            pl.DataFrame({"candidate": tables.candidates["id"], "best": best}),
            on="candidate",
            maintain_order="left",
        )
        net = net_values(tables, gain, plan.prices)
        free = gain.filter(pl.col("best") - pl.Series(net) > disturbance)
        released = free["candidate"].to_list()
        if released:
            staying = stands.frame.filter(~pl.col("candidate").is_in(released))
            stands = Standing(staying, stands.broken)
            plan = plan_rest(tables, staying, plan.prices, options)
    prices = open_prices(tables, stands.frame, plan.prices, start_prices)
    bound, _ = bound_at(tables, prices)
    frame = pl.concat([plan.assignments, stands.frame.select(list(ASSIGNMENTS))]).sort("candidate")
    value = float(frame["value"].sum()) - missed(tables, frame)
    summary = plan.summary | {
        "value": value,
        "bound": bound,
        "gap": gap_of(value, bound),
        "placed": frame.height,
        "seconds": time.perf_counter() - began,
        "kept": stands.frame.height,
        "broken": len(stands.broken),
        "released": len(released),
        "bound_with_accepted": plan.summary["bound"] + float(stands.frame["value"].sum()),
    }
    return Plan(frame, prices, summary)


def open_prices(
    tables: Tables, fixed: pl.DataFrame, prices: pl.DataFrame, start_prices: pl.DataFrame | None
) -> pl.DataFrame:
    """Give what `fixed` uses up the price it had before: a closed place has no price of its own."""
    rest = without(tables, fixed)
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


def plan_rest(
    tables: Tables, fixed: pl.DataFrame, start_prices: pl.DataFrame | None, options: dict[str, Any]
) -> Plan:
    """Plan everyone whose path is not fixed."""
    from jalur.planner.solve import make_plan

    return make_plan(without(tables, fixed), start_prices=start_prices, **options)


def net_values(tables: Tables, frame: pl.DataFrame, prices: pl.DataFrame) -> list[float]:
    """Return each path's value less the prices of what it uses, plus those of the floors that count its holder."""
    said = by_name(prices)
    cost = dict(tables.intakes.select("id", "cost").iter_rows())
    beta = said.get(("budget", "budget"), 0.0)
    home = {
        name: (place, sex)
        for name, place, sex in tables.candidates.select("id", "regency", "sex").iter_rows()
    }
    values = []
    for candidate, order, intakes, value in frame.select(
        "candidate", "job_order", "intakes", "value"
    ).iter_rows():
        net = value - said.get(("order", order), 0.0)
        net -= sum(said.get(("intake", name), 0.0) + beta * cost[name] for name in intakes)
        place, sex = home[candidate]
        for index, floor in enumerate(tables.policy.floors):
            ((_, code),) = floor.group.items()
            if code in (place, place[:2], sex):
                net += said.get(("floor", str(index)), 0.0)
        values.append(net)
    return values


def missed(tables: Tables, frame: pl.DataFrame) -> float:
    """Return the penalties of the floors that `frame` misses."""
    people = tables.candidates.filter(pl.col("id").is_in(frame["candidate"].to_list()))
    total = 0.0
    for floor in tables.policy.floors:
        total += floor.penalty * max(0.0, floor.minimum - people.filter(floor.counts()).height)
    return total
