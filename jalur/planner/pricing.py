"""Exact pricing: each group's best path under given prices, found by a bounded search. SPEC.md §5.

A path's reduced value is `weight · value · Π pass - λ - Σ (μ + (cost_weight + β) · cost) + Σ φ`. The search goes
through the markets a group wishes for, their orders by falling promise, the recipes from what the group holds to
what the market requires, and the intakes in reach by rising price; every loop stops as soon as no better path can
follow. What it returns is exact for any instance, in float64.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from jalur.planner.instance import Instance

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


class Fixed(NamedTuple):
    """The arrays of an instance that pricing reads; see `Instance`."""

    regency: Ints
    state: Ints
    sex: Ints
    education: Ints
    birth: Ints
    available: Ints
    wish: Ints
    weight: Floats
    count: Ints
    floor_set: Ints
    order_value: Floats
    order_ready: Ints
    order_lo: Ints
    order_hi: Ints
    order_sex: Ints
    order_education: Ints
    intake_start: Ints
    intake_end: Ints
    intake_last: Ints
    intake_lo: Ints
    intake_hi: Ints
    intake_education: Ints
    intake_cost: Floats
    intake_pass: Floats
    market_first: Ints
    market_demand: Ints
    market_least: Floats  # smallest value of an order in the market
    wish_first: Ints
    wish_markets: Ints
    reach_first: NDArray[np.int64]
    reach_pass: Floats  # per regency × kind: highest and lowest pass rate, last start, first last day
    reach_fail: Floats
    reach_late: Ints
    reach_soon: Ints
    list_of: Ints
    list_first: NDArray[np.int64]
    recipe_kinds: Ints
    recipe_length: Ints
    kinds: int
    cost_weight: float
    plain: float  # a typical value of a placement
    heaviest: float  # the largest weight


class Priced(NamedTuple):
    """What follows from prices: lists in the order the search wants."""

    price: Floats  # of each resource: 0 none, then orders, then intakes
    charge: Floats  # per intake: price and cost
    key: Floats  # per intake: charge - plain · pass
    reach_intake: Ints  # intakes in reach, each list by rising key
    reach_charge: Floats  # per regency × kind: lowest charge
    market_order: Ints  # orders of each market by falling promise
    bonus: Floats  # per floor set
    list_charge: Floats  # per regency × list: lowest sum of charges, highest product of pass rates
    list_pass: Floats


class Pool(NamedTuple):
    """Paths kept per group: resources (order, then intakes, 0 padded), value, cost in IDR."""

    size: Ints
    resources: NDArray[np.int32]  # groups × slots × (1 + max_intakes)
    value: Floats  # groups × slots
    cost: Floats


def fix(instance: Instance) -> Fixed:
    """Return the arrays of `instance` that never change with prices."""
    first, kinds = instance.reach_first, instance.kinds
    cells = len(first) - 1
    least = np.full(len(instance.market_demand), np.inf)
    np.minimum.at(least, instance.order_market, instance.order_value)
    reach_pass, reach_fail = np.zeros(cells), np.ones(cells)
    late, soon = np.full(cells, -1, np.int32), np.full(cells, np.iinfo(np.int32).max, np.int32)
    summarise_reach(first, instance.reach_intake, instance.intake_pass, instance.intake_start,
                    instance.intake_last, reach_pass, reach_fail, late, soon)
    worth = instance.order_value
    return Fixed(
        regency=instance.regency, state=instance.state, sex=instance.sex, education=instance.education,
        birth=instance.birth, available=instance.available, wish=instance.wish, weight=instance.weight,
        count=instance.count, floor_set=instance.floor_set, order_value=worth,
        order_ready=instance.order_ready, order_lo=instance.order_lo, order_hi=instance.order_hi,
        order_sex=instance.order_sex, order_education=instance.order_education,
        intake_start=instance.intake_start, intake_end=instance.intake_end, intake_last=instance.intake_last,
        intake_lo=instance.intake_lo, intake_hi=instance.intake_hi,
        intake_education=instance.intake_education, intake_cost=instance.intake_cost,
        intake_pass=instance.intake_pass, market_first=instance.market_first,
        market_demand=instance.market_demand, market_least=least, wish_first=instance.wish_first,
        wish_markets=instance.wish_markets, reach_first=first, reach_pass=reach_pass, reach_fail=reach_fail,
        reach_late=late, reach_soon=soon, list_of=instance.recipes.list_of,
        list_first=instance.recipes.first, recipe_kinds=instance.recipes.kinds,
        recipe_length=instance.recipes.length, kinds=kinds, cost_weight=instance.cost_weight,
        plain=float(np.median(worth) * np.median(instance.weight)) if len(worth) else 1.0,
        heaviest=float(instance.weight.max(initial=0.0)),
    )


@njit(cache=True, nogil=True)
def summarise_reach(first, intakes, passes, starts, lasts, high, low, late, soon):
    """Fill, per regency and kind, the best and worst pass rate, the last start and the first last day."""
    for cell in range(len(first) - 1):
        for place in range(first[cell], first[cell + 1]):
            intake = intakes[place]
            high[cell] = max(high[cell], passes[intake])
            low[cell] = min(low[cell], passes[intake])
            late[cell] = max(late[cell], starts[intake])
            soon[cell] = min(soon[cell], lasts[intake])


def price_lists(instance: Instance, fixed: Fixed, price: Floats, beta: float, phi: Floats) -> Priced:
    """Return the lists for prices λ, μ (`price`), β per IDR and φ per floor."""
    orders = instance.n_orders
    charge = price[1 + orders :] + (fixed.cost_weight + beta) * fixed.intake_cost
    key = charge - fixed.plain * fixed.intake_pass
    sequence = np.argsort(key, kind="stable").astype(np.int32)
    cells = len(fixed.reach_first) - 1
    reach_intake = np.empty_like(instance.reach_intake)
    reach_charge = np.full(cells, np.inf)
    spread(sequence, charge, instance.reached_first, instance.reached_cell, fixed.reach_first,
           reach_intake, reach_charge)
    promise = fixed.heaviest * fixed.order_value - price[1 : 1 + orders]
    market_order = np.lexsort((-promise, instance.order_market)).astype(np.int32)
    bonus = instance.floor_sets.astype(np.float64) @ phi
    lists = len(fixed.list_first) - 1
    regencies = cells // fixed.kinds
    list_charge, list_pass = np.full((regencies, lists), np.inf), np.zeros((regencies, lists))
    summarise_lists(fixed.list_first, fixed.recipe_kinds, fixed.recipe_length, fixed.kinds, reach_charge,
                    fixed.reach_pass, list_charge, list_pass)
    return Priced(price, charge, key, reach_intake, reach_charge, market_order, bonus, list_charge, list_pass)


@njit(cache=True, nogil=True)
def spread(sequence, charge, reached_first, reached_cell, first, reach_intake, reach_charge):
    """Deal intakes, cheapest first, into the list of every regency and kind they serve."""
    fill = first[:-1].copy()
    for intake in sequence:
        for place in range(reached_first[intake], reached_first[intake + 1]):
            cell = reached_cell[place]
            reach_intake[fill[cell]] = intake
            fill[cell] += 1
            reach_charge[cell] = min(reach_charge[cell], charge[intake])


@njit(cache=True, nogil=True)
def summarise_lists(first, recipe_kinds, length, kinds, reach_charge, reach_pass, list_charge, list_pass):
    """Fill the lowest charge and highest pass rate of each list of recipes in each regency, dates aside."""
    for regency in range(len(list_charge)):
        for q in range(len(first) - 1):
            for recipe in range(first[q], first[q + 1]):
                charge, passed = 0.0, 1.0
                for step in range(length[recipe]):
                    cell = regency * kinds + recipe_kinds[recipe, step]
                    charge += reach_charge[cell]
                    passed *= reach_pass[cell]
                if charge < np.inf:
                    list_charge[regency, q] = min(list_charge[regency, q], charge)
                    list_pass[regency, q] = max(list_pass[regency, q], passed)


@njit(cache=True, nogil=True)
def best_trip(fixed, priced, group, order, recipes_from, recipes_to, threshold, bonus, trip, best):
    """Find the best path of `group` to `order` above `threshold`.

    `trip` has two rows of scratch; `best` receives the intakes (-1 padded). Returns the reduced value,
    or `threshold` when nothing is better.
    """
    regency, birth = fixed.regency[group], fixed.birth[group]
    education = fixed.education[group]
    weight = fixed.weight[group]
    worth = weight * fixed.order_value[order]
    base = bonus - priced.price[1 + order]
    ready = fixed.order_ready[order]
    cells = regency * fixed.kinds
    most = fixed.recipe_kinds.shape[1]
    place = trip[0]
    chosen = trip[1]
    passes = np.empty(most + 1)
    charges = np.empty(most + 1)
    rest_pass = np.empty(most + 1)
    rest_charge = np.empty(most + 1)
    costs = np.empty(most + 1)
    for recipe in range(recipes_from, recipes_to):
        length = fixed.recipe_length[recipe]
        if length == 0:
            if base + worth > threshold and worth > 0.0:
                threshold = base + worth
                best[:] = -1
            continue
        rest_pass[length] = 1.0
        rest_charge[length] = 0.0
        for step in range(length - 1, -1, -1):
            cell = cells + fixed.recipe_kinds[recipe, step]
            rest_pass[step] = rest_pass[step + 1] * fixed.reach_pass[cell]
            rest_charge[step] = rest_charge[step + 1] + priced.reach_charge[cell]
        if not base + worth * rest_pass[0] - rest_charge[0] > threshold:
            continue
        first_cell = cells + fixed.recipe_kinds[recipe, 0]
        if fixed.reach_late[first_cell] < fixed.available[group]:
            continue
        if fixed.reach_soon[cells + fixed.recipe_kinds[recipe, length - 1]] > ready:
            continue
        passes[0], charges[0], costs[0] = 1.0, 0.0, 0.0
        step = 0
        place[0] = fixed.reach_first[first_cell]
        while step >= 0:
            cell = cells + fixed.recipe_kinds[recipe, step]
            if place[step] == fixed.reach_first[cell + 1]:
                step -= 1
                continue
            intake = priced.reach_intake[place[step]]
            place[step] += 1
            factor = worth * passes[step] * rest_pass[step + 1]
            open_value = base - charges[step] - rest_charge[step + 1]
            tilt = factor - fixed.plain
            edge = tilt * (fixed.reach_pass[cell] if tilt > 0 else fixed.reach_fail[cell])
            if not open_value + edge - priced.key[intake] > threshold:
                step -= 1
                continue
            if not open_value + factor * fixed.intake_pass[intake] - priced.charge[intake] > threshold:
                continue
            since = fixed.available[group] if step == 0 else fixed.intake_end[chosen[step - 1]]
            if fixed.intake_start[intake] < since or fixed.intake_last[intake] > ready:
                continue
            if birth > fixed.intake_hi[intake] or birth <= fixed.intake_lo[intake]:
                continue
            if education < fixed.intake_education[intake]:
                continue
            if step + 1 < length:
                cell = cells + fixed.recipe_kinds[recipe, step + 1]
                if fixed.reach_late[cell] < fixed.intake_end[intake]:
                    continue
                chosen[step] = intake
                passes[step + 1] = passes[step] * fixed.intake_pass[intake]
                charges[step + 1] = charges[step] + priced.charge[intake]
                costs[step + 1] = costs[step] + fixed.intake_cost[intake]
                step += 1
                place[step] = fixed.reach_first[cell]
                continue
            value = worth * (passes[step] * fixed.intake_pass[intake])
            if not value > fixed.cost_weight * (costs[step] + fixed.intake_cost[intake]):
                continue
            threshold = base + value - charges[step] - priced.charge[intake]
            chosen[step] = intake
            best[:] = -1
            for taken in range(length):
                best[taken] = chosen[taken]
    return threshold


@njit(cache=True, nogil=True)
def fits(fixed, group, order):
    """Say whether a group is in the order's ages, sex and schooling."""
    return (
        fixed.order_lo[order] < fixed.birth[group] <= fixed.order_hi[order]
        and fixed.education[group] >= fixed.order_education[order]
        and (fixed.order_sex[order] < 0 or fixed.order_sex[order] == fixed.sex[group])
    )


@njit(cache=True, nogil=True)
def best_in_market(fixed, priced, group, market, threshold, trip, best, trial, seen):
    """Find the best path of `group` in `market` above `threshold`; `best` gets the order and the intakes.

    `seen` is scratch: order and the best any path to it can reach, of orders searched already. An order that is
    due no later than one of those, and worth no more, can't do better.
    """
    q = fixed.list_of[fixed.state[group], fixed.market_demand[market]]
    if q < 0:
        return threshold
    regency = fixed.regency[group]
    charge = priced.list_charge[regency, q]
    if charge == np.inf:
        return threshold
    weight = fixed.weight[group]
    reach = weight * priced.list_pass[regency, q]
    bonus = priced.bonus[fixed.floor_set[group]]
    slope = (reach - fixed.heaviest) * fixed.market_least[market]
    searched = 0
    for place in range(fixed.market_first[market], fixed.market_first[market + 1]):
        order = priced.market_order[place]
        worth, price = fixed.order_value[order], priced.price[1 + order]
        if not slope + fixed.heaviest * worth - price + bonus - charge > threshold:
            break
        if not reach * worth - price + bonus - charge > threshold or not fits(fixed, group, order):
            continue
        hopeless = False
        for earlier in range(searched):
            other = int(seen[earlier, 0])
            if fixed.order_ready[other] >= fixed.order_ready[order] and (
                bonus == 0.0 or fixed.order_value[other] >= worth
            ):
                more = max(0.0, reach * (worth - fixed.order_value[other]))
                if not seen[earlier, 1] + more + priced.price[1 + other] - price > threshold:
                    hopeless = True
                    break
        if hopeless:
            continue
        found = best_trip(fixed, priced, group, order, fixed.list_first[q], fixed.list_first[q + 1], threshold,
                          bonus, trip, trial)
        if searched < len(seen):
            seen[searched, 0], seen[searched, 1] = order, found
            searched += 1
        if found > threshold:
            threshold = found
            best[0] = order
            best[1:] = trial[: len(best) - 1]
    return threshold


@njit(cache=True, nogil=True)
def add_path(fixed, priced, pool, group, path, beta):
    """Put a path (order, intakes, -1 padded) into the pool unless it is there; return its slot.

    A full pool gives up the path that is worst under the present prices.
    """
    orders = len(fixed.order_value)
    width = pool.resources.shape[2]
    size = pool.size[group]
    for slot in range(size):
        same = pool.resources[group, slot, 0] == path[0] + 1
        for step in range(1, width):
            same = same and pool.resources[group, slot, step] == (path[step] + 1 + orders if path[step] >= 0 else 0)
        if same:
            return slot
    slot = size
    if size == pool.resources.shape[1]:
        worst = np.inf
        for other in range(size):
            left = pool.value[group, other] - beta * pool.cost[group, other]
            for step in range(width):
                left -= priced.price[pool.resources[group, other, step]]
            if left < worst:
                worst, slot = left, other
    else:
        pool.size[group] = size + 1
    passed, cost = 1.0, 0.0
    pool.resources[group, slot, 0] = path[0] + 1
    for step in range(1, width):
        intake = path[step]
        if intake >= 0:
            passed *= fixed.intake_pass[intake]
            cost += fixed.intake_cost[intake]
            pool.resources[group, slot, step] = intake + 1 + orders
        else:
            pool.resources[group, slot, step] = 0
    pool.value[group, slot] = fixed.weight[group] * fixed.order_value[path[0]] * passed - fixed.cost_weight * cost
    pool.cost[group, slot] = cost
    return slot


@njit(cache=True, nogil=True)
def price_groups(fixed, priced, pool, beta, slack, start, stop, stride, best, load):
    """Price every `stride`-th group from `start`: exact best reduced value (at least 0) into `best`.

    Paths within `slack` of the best, one per market, join the pool; the best path's resources are counted into
    `load` (last entry: cost). Returns the sum over groups of count · best value.
    """
    width = pool.resources.shape[2]
    trip = np.empty((2, width), np.int64)
    trial = np.empty(width, np.int64)
    path = np.empty(width, np.int64)
    chosen = np.empty(width, np.int64)
    seen = np.empty((12, 2))
    total = 0.0
    for group in range(start, stop, stride):
        best[group] = 0.0
        if fixed.weight[group] <= 0.0:
            continue
        bonus = priced.bonus[fixed.floor_set[group]]
        top, top_slot = 0.0, -1
        for slot in range(pool.size[group]):
            left = pool.value[group, slot] - beta * pool.cost[group, slot] + bonus
            for step in range(width):
                left -= priced.price[pool.resources[group, slot, step]]
            if left > top:
                top, top_slot = left, slot
        found_better = False
        wish = fixed.wish[group]
        for place in range(fixed.wish_first[wish], fixed.wish_first[wish + 1]):
            market = fixed.wish_markets[place]
            least = top - slack
            found = best_in_market(fixed, priced, group, market, least, trip, path, trial, seen)
            if found > least:
                if found > top:
                    top = found
                    chosen[:] = path
                    found_better = True
                else:
                    add_path(fixed, priced, pool, group, path, beta)
        if found_better:
            top_slot = add_path(fixed, priced, pool, group, chosen, beta)
        best[group] = top
        total += fixed.count[group] * top
        if top_slot >= 0:
            for step in range(width):
                load[pool.resources[group, top_slot, step]] += fixed.count[group]
            load[-1] += fixed.count[group] * pool.cost[group, top_slot]
    return total
