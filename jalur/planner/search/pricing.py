"""Exact pricing: each group's best path under given prices, found by a bounded search. SPEC.md §5.

A path's reduced value is `weight · value · Π pass - λ - Σ (μ + (cost_weight + β) · cost) + Σ φ`. Labels shared by
everyone of a regency bound what each recipe to a market can bring; the promising ones are searched exactly by `labels`.
What comes back is exact for any instance, in float64.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jalur.planner.model.arrays import Arrays, Floats, Ints, kernel
from jalur.planner.model.instance import Instance
from jalur.planner.search.labels import (
    SURE,
    Priced,
    best_by_recipe,
    charge_of,
    collect_due,
    fits_age,
    fits_market,
    line,
    noise_of,
    read,
    share_labels,
    visit,
)


class Pool(NamedTuple):
    """Paths kept per group: resources (order, then intakes, 0 padded), value, cost in IDR."""

    size: Ints
    resources: NDArray[np.int32]  # groups × slots × (1 + max_intakes)
    value: Floats  # groups × slots
    cost: Floats


def empty_pool(arrays: Arrays, slots: int) -> Pool:
    """Return a pool without paths."""
    groups, width = len(arrays.regency), 1 + max(1, arrays.recipe_kinds.shape[1])
    return Pool(
        np.zeros(groups, np.int32),
        np.zeros((groups, slots, width), np.int32),
        np.zeros((groups, slots)),
        np.zeros((groups, slots)),
    )


NO_NOISE = np.zeros(1)
WANTED = -2  # the stamp of labels to be laid


def price_lists(
    instance: Instance, arrays: Arrays, price: Floats, beta: float, phi: Floats, noise: Floats = NO_NOISE
) -> Priced:
    """Return what follows from prices λ, μ (`price`), β per IDR and φ per floor."""
    charge = price.copy()
    charge[1 + instance.n_orders :] += (arrays.cost_weight + beta) * arrays.intake_cost
    bonus = instance.floor_sets.astype(np.float64) @ phi
    most = arrays.heaviest * float(arrays.market_value.max(initial=0.0)) + float(bonus.max(initial=0.0))
    return Priced(price, charge, bonus, beta, noise, most)


@kernel()
def own_due(arrays, priced, work, group, market):
    """Fill `work.own` with the lowest charge by deadline over the orders of a market whose ages the group is in."""
    if arrays.market_lo[market] < arrays.birth[group] <= arrays.market_hi[market]:
        for column in range(arrays.columns):
            work.own[column] = work.due[market, column]
    else:
        collect_due(arrays, priced, arrays.regency[group], market, arrays.birth[group], work.own)


@kernel(inline="always")
def promise_of(arrays, work, group, market, recipe, worth):
    """Bound what a recipe can bring a group in a market, floors aside."""
    row = arrays.market_tail[market] + arrays.recipe_tail[recipe]
    return read(work.shared, row, arrays.available[group], worth)


@kernel()
def share_promises(arrays, priced, work, regency, market, q, pair):
    """Fill what a list offers in a market, by first possible start and weight."""
    if work.open[market] != regency:
        work.open[market] = regency
        collect_due(arrays, priced, regency, market, -1, work.due[market])
    first, last, shift = arrays.list_first[q], arrays.list_first[q + 1], arrays.market_tail[market]
    for recipe in range(first, last):
        tail = arrays.recipe_tail[recipe]
        while tail >= 0 and work.stamp[shift + tail] != regency:
            work.stamp[shift + tail] = WANTED
            tail = arrays.tail_next[tail]
    demand = arrays.market_demand[market]
    # Each tail comes after those that follow it.
    for tail in range(arrays.tail_first[demand], arrays.tail_first[demand + 1]):
        if work.stamp[shift + tail] == WANTED:
            share_labels(arrays, work, regency, market, tail)
    low, high = arrays.lightest * arrays.market_value[market], arrays.heaviest * arrays.market_value[market]
    for date in range(len(work.promise)):
        least, most = -np.inf, -np.inf
        for recipe in range(first, last):
            row = shift + arrays.recipe_tail[recipe]
            least = max(least, read(work.shared, row, date, low))
            most = max(most, read(work.shared, row, date, high))
        start, rise = line(arrays.lightest, arrays.heaviest, least, most)
        work.promise[date, pair, 0], work.promise[date, pair, 1] = start, rise


@kernel(inline="always")
def bound_market(arrays, priced, work, group, market):
    """Bound what a market offers a group, floors aside."""
    q = arrays.list_of[arrays.state[group], arrays.market_demand[market]]
    if q < 0 or not fits_market(arrays, group, market):
        return -np.inf
    pair, regency = arrays.market_pair[market] + q, arrays.regency[group]
    if work.paired[pair] != regency:
        work.paired[pair] = regency
        share_promises(arrays, priced, work, regency, market, q, pair)
    return read(work.promise, arrays.available[group], pair, arrays.weight[group])


@kernel(inline="always")
def cheapest(arrays, priced, group, market, last):
    """Return the cheapest order of a market that a group whose last intake is `last` (-1: none) is in time for."""
    order, least = -1, np.inf
    for other in range(arrays.market_first[market], arrays.market_first[market + 1]):
        in_time = last < 0 or arrays.intake_last[last] <= arrays.order_ready[other]
        charge = charge_of(priced, arrays.regency[group], 1 + other)
        if in_time and charge < least and fits_age(arrays, group, other):
            order, least = other, charge
    return order


@kernel()
def best_in_market(arrays, priced, work, group, market, bonus, threshold, path):
    """Find the best path of `group` in a market above `threshold`."""
    q = arrays.list_of[arrays.state[group], arrays.market_demand[market]]
    worth = arrays.weight[group] * arrays.market_value[market]
    own_due(arrays, priced, work, group, market)
    first, last = arrays.list_first[q], arrays.list_first[q + 1]
    likely, most = first, -np.inf
    for recipe in range(first, last):
        ahead = promise_of(arrays, work, group, market, recipe, worth)
        if ahead > most:
            likely, most = recipe, ahead
    found = threshold
    for turn in range(last - first):
        recipe = first + (likely - first + turn) % (last - first)
        ahead = bonus + promise_of(arrays, work, group, market, recipe, worth)
        if turn == 0 or ahead > found + SURE * (1.0 + abs(found)):
            found = best_by_recipe(arrays, work, group, recipe, worth, work.own, bonus, found, path)
    if found > threshold:
        last = -1
        for step in range(1, len(path)):
            if path[step] >= 0:
                last = path[step]
        path[0] = cheapest(arrays, priced, group, market, last)
    return found


@kernel()
def add_path(arrays, priced, pool, group, worth, path):
    """Put a path (order, intakes, -1 padded) into the pool unless it is there.

    A full pool gives up the path that is worst under the present prices.
    """
    orders = len(arrays.order_ready)
    width = pool.resources.shape[2]
    size = pool.size[group]
    for slot in range(size):
        same = pool.resources[group, slot, 0] == path[0] + 1
        for step in range(1, width):
            same = same and pool.resources[group, slot, step] == (
                path[step] + 1 + orders if path[step] >= 0 else 0
            )
        if same:
            return
    slot = size
    if size == pool.resources.shape[1]:
        worst = np.inf
        for other in range(size):
            left = reduced_value(arrays, priced, pool, group, other)
            if left < worst:
                worst, slot = left, other
    else:
        pool.size[group] = size + 1
    passed, cost = 1.0, 0.0
    pool.resources[group, slot, 0] = path[0] + 1
    for step in range(1, width):
        intake = path[step]
        if intake >= 0:
            passed *= arrays.intake_pass[intake]
            cost += arrays.intake_cost[intake]
            pool.resources[group, slot, step] = intake + 1 + orders
        else:
            pool.resources[group, slot, step] = 0
    pool.value[group, slot] = worth * passed - arrays.cost_weight * cost
    pool.cost[group, slot] = cost


@kernel(inline="always")
def reduced_value(arrays, priced, pool, group, slot):
    """Return a kept path's value less the prices of what it uses; floors aside."""
    left = pool.value[group, slot] - priced.beta * pool.cost[group, slot]
    for step in range(pool.resources.shape[2]):
        resource = pool.resources[group, slot, step]
        if resource > 0:
            left -= priced.price[resource] + noise_of(priced, arrays.regency[group], resource)
    return left


@kernel()
def price_group(arrays, priced, pool, work, group, slack, path, chosen):
    """Return a group's exact best reduced value (at least 0).

    Paths within `slack` of the best, one per market, join the pool.
    """
    bonus = priced.bonus[arrays.floor_set[group]]
    top = 0.0
    for slot in range(pool.size[group]):
        top = max(top, reduced_value(arrays, priced, pool, group, slot) + bonus)
    wish = arrays.wish[group]
    first, wishes = arrays.wish_first[wish], work.wishes[wish]
    for place in range(wishes):
        market = work.wished[first + place]
        work.market[place] = bonus + bound_market(arrays, priced, work, group, market)
    ours = -1
    while True:
        ahead, promise = -1, top - slack
        for place in range(wishes):
            if work.market[place] > promise:
                ahead, promise = place, work.market[place]
        if ahead < 0:
            break
        work.market[ahead] = -np.inf
        market, least = work.wished[first + ahead], top - slack
        found = best_in_market(arrays, priced, work, group, market, bonus, least, path)
        worth = arrays.weight[group] * arrays.market_value[market]
        if found > top:
            top, ours = found, market
            for step in range(len(path)):
                chosen[step] = path[step]
        if found > least and slack > 0.0:
            add_path(arrays, priced, pool, group, worth, path)
    if ours >= 0 and slack == 0.0:
        worth = arrays.weight[group] * arrays.market_value[ours]
        add_path(arrays, priced, pool, group, worth, chosen)
    return top


@kernel()
def price_groups(arrays, priced, pool, work, slack, start, stop, every, part, parts, best):
    """Price every so many groups from `start` to `stop` in one of `parts` parts of the regencies into `best`.

    Returns the sum over groups of count · best value.
    """
    path, chosen = work.path[0], work.path[1]
    work.open[:] = -1
    work.stamp[:] = -1
    work.paired[:] = -1
    total = 0.0
    regency = -1
    for group in range(start, stop, every):
        if arrays.regency[group] % parts != part:
            continue
        best[group] = 0.0
        if arrays.weight[group] <= 0.0:
            continue
        if arrays.regency[group] != regency:
            regency = arrays.regency[group]
            visit(arrays, priced, work, regency, priced.most + slack)
        best[group] = price_group(arrays, priced, pool, work, group, slack, path, chosen)
        total += arrays.people[group] * best[group]
    return total
