"""An instance, prices on it and possible classes, laid out for the walk of screening. SPEC.md §13."""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jalur.planner.contract.plan import by_name
from jalur.planner.contract.tables import Tables
from jalur.planner.model.arrays import Floats, Ints
from jalur.planner.model.instance import Instance, read_instance


class Classes(NamedTuple):
    """The possible classes: the columns of `Instance` for each, and what a seat costs at the plan's prices."""

    start: Ints
    end: Ints
    last: Ints
    lo: Ints
    hi: Ints
    education: Ints
    passes: Floats
    charge: Floats


class ScreeningArrays(NamedTuple):
    """What the walk reads: groups, orders and intakes of `Instance`, prices on them, classes in reach."""

    regency: Ints
    state: Ints
    sex: Ints
    education: Ints
    birth: Ints
    available: Ints
    wish: Ints
    weight: Floats
    people: Ints  # members of each group
    bonus: Floats  # per group: Σ φ of the floors that count it
    best: Floats  # per group: best reduced value without any new class, at least 0
    order_value: Floats
    order_price: Floats
    order_ready: Ints
    order_lo: Ints
    order_hi: Ints
    order_sex: Ints
    order_education: Ints
    goal_first: Ints  # goals: destination × requirement set
    goal_order: Ints  # orders of each goal, latest deadline first
    goal_demand: Ints  # requirement set of each goal
    wish_first: Ints
    wish_goals: Ints
    list_of: Ints
    list_first: NDArray[np.int64]
    recipe_kinds: Ints
    recipe_length: Ints
    intake_start: Ints
    intake_end: Ints
    intake_last: Ints
    intake_lo: Ints
    intake_hi: Ints
    intake_education: Ints
    intake_pass: Floats
    intake_charge: Floats  # μ + (cost_weight + β) · cost
    open_first: NDArray[np.int64]  # per regency × kind: the intakes there are
    open_intake: Ints
    open_high: Floats  # highest and lowest pass rate, lowest charge
    open_low: Floats
    open_least: Floats
    new_first: NDArray[np.int64]  # per regency × kind: the possible classes, by pass rate
    new_class: Ints
    classes: Classes
    kinds: int
    dates: int


def with_class(tables: Tables, new: pl.DataFrame) -> Tables:
    """Return the tables with the intakes of `new` added."""
    return replace(tables, intakes=pl.concat([tables.intakes, new.select(tables.intakes.columns)]))


def screening_arrays(
    tables: Tables, prices: pl.DataFrame, new: pl.DataFrame, people: Floats
) -> ScreeningArrays:
    """Lay out the tables, the prices and the possible classes for the walk; `people` as `bound_at` gives it."""
    instance = read_instance(with_class(tables, new))
    said = by_name(prices)
    phi = np.array([said.get(("floor", str(index)), 0.0) for index in range(len(tables.policy.floors))])
    open_rows = tables.intakes.height
    open_of, class_of = instance.intake_of[:open_rows], instance.intake_of[open_rows:]
    money = (instance.cost_weight + said.get(("budget", "budget"), 0.0)) * instance.intake_cost
    charge = money + lowest("intake", tables.intakes["id"], open_of, instance.n_intakes, said)
    first_member = np.searchsorted(instance.member_of, np.arange(instance.n_groups))
    shared = {name: getattr(instance, name) for name in ScreeningArrays._fields if name in Instance.__slots__}
    return ScreeningArrays(
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
    """Return the goals, their orders, and what each wish leads to, as `ScreeningArrays` names them."""
    orders = tables.job_orders
    _, row = np.unique(instance.order_of, return_index=True)  # one table row of each grouped order
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
        "order_sex": instance.market_sex[instance.order_market],
        "order_education": instance.market_education[instance.order_market],
        "goal_first": np.searchsorted(goal[latest_first], np.arange(len(pairs) + 1)).astype(np.int32),
        "goal_order": latest_first.astype(np.int32),
        "goal_demand": (pairs % demands).astype(np.int32),
        "wish_first": np.r_[0, np.cumsum([len(found) for found in wishes])].astype(np.int32),
        "wish_goals": np.concatenate(wishes).astype(np.int32),
    }


def reach_of(instance: Instance, charge: Floats, class_of: Ints) -> dict[str, Any]:
    """Return, per regency × kind, the intakes there are (of finite charge) and the possible classes, as `ScreeningArrays` names them."""
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
