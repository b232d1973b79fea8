"""Exact pricing: each group's best path under given prices, found by a bounded search. SPEC.md §5.

A path's reduced value is `weight · value · Π pass - λ - Σ (μ + (cost_weight + β) · cost) + Σ φ`. For everyone of
one regency and first possible start, a small table holds the lowest charge of each recipe by deadline, ages and
schooling aside. It bounds what an order can be worth to a group; the promising ones are searched exactly. What
comes back is exact for any instance, in float64.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jalur.planner.fixed import Fixed, Floats, Ints, fix, kernel
from jalur.planner.instance import Instance

__all__ = ["Fixed", "Floats", "Ints", "fix", "kernel"]

MOST_DEADLINES = (
    48  # columns of the bounding table; later deadlines share a column, which only loosens the bound
)
SURE = 1e-12


class Priced(NamedTuple):
    """What follows from prices."""

    price: Floats  # of each resource: 0 none, then orders, then intakes
    charge: Floats  # per intake: price and cost
    market_order: Ints  # orders of each market that no other dominates, by falling promise
    market_last: Ints
    bonus: Floats  # per floor set
    beta: float
    reach_intake: Ints  # intakes in reach that no other one of the kind dominates, by rising first day
    reach_last: NDArray[np.int64]


class Pool(NamedTuple):
    """Paths kept per group: resources (order, then intakes, 0 padded), value, cost in IDR."""

    size: Ints
    resources: NDArray[np.int32]  # groups × slots × (1 + max_intakes)
    value: Floats  # groups × slots
    cost: Floats


class Scratch(NamedTuple):
    """Working memory of one thread."""

    stamp: NDArray[np.int64]  # per list: the cell its table rows belong to
    table: Floats  # recipe × column: lowest charge
    passed: Floats  # per recipe: highest product of pass rates
    least: Floats  # per list: lowest charge, highest pass rate
    most: Floats
    labels: Floats  # step × start: lowest charge of what ends before (tables) or is still to come (search)
    market: Floats  # per wished market: bound
    argument: NDArray[np.int64]  # per wished market: order, recipe
    place: NDArray[np.int64]
    chosen: NDArray[np.int64]
    path: NDArray[np.int64]  # two paths: order, intakes
    sums: Floats  # passes, charges, costs by step; rest of the pass rates


def scratch(fixed: Fixed) -> Scratch:
    """Return working memory for one thread."""
    recipes, most = fixed.recipe_kinds.shape
    lists = len(fixed.list_first) - 1
    wishes = int(np.diff(fixed.wish_first).max(initial=0)) + 1
    return Scratch(
        stamp=np.full(lists, -1, np.int64),
        table=np.empty((recipes, fixed.columns)),
        passed=np.empty(recipes),
        least=np.empty(lists),
        most=np.empty(lists),
        labels=np.empty((most + 2, fixed.starts + 1)),
        market=np.empty(wishes),
        argument=np.empty((wishes, 2), np.int64),
        place=np.empty(most + 2, np.int64),
        chosen=np.full(most + 2, -1, np.int64),
        sums=np.empty((4, most + 2)),
        path=np.full((2, most + 1), -1, np.int64),
    )


def price_lists(instance: Instance, fixed: Fixed, price: Floats, beta: float, phi: Floats) -> Priced:
    """Return what follows from prices λ, μ (`price`), β per IDR and φ per floor."""
    orders = instance.n_orders
    charge = price[1 + orders :] + (fixed.cost_weight + beta) * fixed.intake_cost
    promise = fixed.heaviest * fixed.order_value - price[1 : 1 + orders]
    market_order = np.lexsort((-promise, instance.order_market)).astype(np.int32)
    market_last = np.empty(len(fixed.market_demand), np.int32)
    drop_dominated(fixed, price, market_order, market_last)
    reach_intake = np.empty_like(fixed.reach_intake)
    reach_last = np.empty(len(fixed.reach_first) - 1, np.int64)
    drop_dear(fixed, charge, reach_intake, reach_last)
    return Priced(
        price,
        charge,
        market_order,
        market_last,
        instance.floor_sets.astype(np.float64) @ phi,
        beta,
        reach_intake,
        reach_last,
    )


@kernel()
def drop_dominated(fixed, price, market_order, market_last):
    """Keep, per market, the orders that no other one beats in deadline, ages, sex, schooling, value and price."""
    for market in range(len(market_last)):
        first = fixed.market_first[market]
        kept = first
        for place in range(first, fixed.market_first[market + 1]):
            order = market_order[place]
            beaten = False
            for earlier in range(first, kept):
                other = market_order[earlier]
                if (
                    fixed.order_value[other] >= fixed.order_value[order]
                    and price[1 + other] <= price[1 + order]
                    and fixed.order_ready[other] >= fixed.order_ready[order]
                    and fixed.order_lo[other] <= fixed.order_lo[order]
                    and fixed.order_hi[other] >= fixed.order_hi[order]
                    and fixed.order_education[other] <= fixed.order_education[order]
                    and (fixed.order_sex[other] < 0 or fixed.order_sex[other] == fixed.order_sex[order])
                ):
                    beaten = True
                    break
            if not beaten:
                market_order[kept] = order
                kept += 1
        market_last[market] = kept


@kernel()
def drop_dear(fixed, charge, reach_intake, reach_last):
    """Keep, per regency and kind, the intakes that no other one beats in dates, ages, schooling, pass rate and price."""
    for cell in range(len(reach_last)):
        first = fixed.reach_first[cell]
        kept = first
        for place in range(fixed.reach_first[cell + 1] - 1, first - 1, -1):  # latest first day first
            intake = fixed.reach_intake[place]
            beaten = False
            for earlier in range(first, kept):
                other = reach_intake[earlier]
                if (
                    charge[other] <= charge[intake]
                    and fixed.intake_last[other] <= fixed.intake_last[intake]
                    and fixed.intake_start[other] >= fixed.intake_start[intake]
                    and fixed.intake_pass[other] >= fixed.intake_pass[intake]
                    and fixed.intake_lo[other] <= fixed.intake_lo[intake]
                    and fixed.intake_hi[other] >= fixed.intake_hi[intake]
                    and fixed.intake_education[other] <= fixed.intake_education[intake]
                    and fixed.intake_cost[other] <= fixed.intake_cost[intake]
                ):
                    beaten = True
                    break
            if not beaten:
                reach_intake[kept] = intake
                kept += 1
        reach_last[cell] = kept
        for step in range((kept - first) // 2):
            swap = reach_intake[first + step]
            reach_intake[first + step] = reach_intake[kept - 1 - step]
            reach_intake[kept - 1 - step] = swap


@kernel()
def tabulate(fixed, priced, work, regency, available, q):
    """Fill the table rows of list `q` for one regency and first possible start."""
    starts = fixed.starts
    work.least[q], work.most[q] = np.inf, 0.0
    shared = 0  # steps whose labels the previous recipe left behind
    for recipe in range(fixed.list_first[q], fixed.list_first[q + 1]):
        length = fixed.recipe_length[recipe]
        row = work.table[recipe]
        row[:] = np.inf
        work.passed[recipe] = 1.0
        if length == 0:
            row[:] = 0.0
            work.least[q], work.most[q] = 0.0, 1.0
            continue
        if recipe > fixed.list_first[q]:
            kept = 0
            while (
                kept < shared
                and kept < length - 1
                and fixed.recipe_kinds[recipe, kept] == fixed.recipe_kinds[recipe - 1, kept]
            ):
                kept += 1
            shared = kept
        for step in range(length):
            cell = regency * fixed.kinds + fixed.recipe_kinds[recipe, step]
            work.passed[recipe] *= fixed.reach_pass[cell]
            if step < shared:
                continue
            last = step == length - 1
            labels = work.labels[step]
            if not last:
                labels[:] = np.inf
            for place in range(fixed.reach_first[cell], priced.reach_last[cell]):
                intake = priced.reach_intake[place]
                start = fixed.intake_start[intake]
                if start < available:
                    continue
                charge = priced.charge[intake]
                if step > 0:
                    charge += work.labels[step - 1, start]
                if last:
                    column = fixed.intake_column[intake]
                    if column < len(row):
                        row[column] = min(row[column], charge)
                else:
                    end = fixed.intake_end[intake]
                    labels[end] = min(labels[end], charge)
            if not last:
                for index in range(1, starts + 1):
                    labels[index] = min(labels[index], labels[index - 1])
        shared = length - 1
        for column in range(1, len(row)):
            row[column] = min(row[column], row[column - 1])
        if row[-1] < np.inf:
            work.least[q] = min(work.least[q], row[-1])
            work.most[q] = max(work.most[q], work.passed[recipe])


@kernel(inline="always")
def may_attend(fixed, group, intake, ready):
    """Say whether a group fits the intake's ages and schooling and it ends in time."""
    return (
        fixed.intake_last[intake] <= ready
        and fixed.intake_lo[intake] < fixed.birth[group] <= fixed.intake_hi[intake]
        and fixed.education[group] >= fixed.intake_education[intake]
    )


@kernel(inline="always")
def fits(fixed, group, order):
    """Say whether a group is in the order's ages, sex and schooling."""
    return (
        fixed.order_lo[order] < fixed.birth[group] <= fixed.order_hi[order]
        and fixed.education[group] >= fixed.order_education[order]
        and (fixed.order_sex[order] < 0 or fixed.order_sex[order] == fixed.sex[group])
    )


@kernel()
def best_trip(fixed, priced, work, group, order, recipe, threshold, bonus, best):
    """Find the best path of `group` to `order` by `recipe` above `threshold`.

    `best` receives the order and the intakes (-1 padded). Returns the reduced value, or `threshold` when nothing
    is better.
    """
    worth = fixed.weight[group] * fixed.order_value[order]
    base = bonus - priced.price[1 + order]
    length = fixed.recipe_length[recipe]
    if length == 0:
        if base + worth > threshold and worth > 0.0:
            best[0] = order
            best[1:] = -1
            return base + worth
        return threshold
    ready, starts = fixed.order_ready[order], fixed.starts
    cells = fixed.regency[group] * fixed.kinds
    available = fixed.available[group]
    rest = work.sums[3]
    rest[length] = 1.0
    work.labels[length, :] = 0.0
    for step in range(length - 1, -1, -1):
        cell = cells + fixed.recipe_kinds[recipe, step]
        rest[step] = rest[step + 1] * fixed.reach_pass[cell]
        labels, after = work.labels[step], work.labels[step + 1]
        least, index = np.inf, starts
        for place in range(priced.reach_last[cell] - 1, fixed.reach_first[cell] - 1, -1):
            intake = priced.reach_intake[place]
            start = fixed.intake_start[intake]
            if start < available:
                break
            while index > start:
                labels[index] = least
                index -= 1
            if may_attend(fixed, group, intake, ready):
                least = min(least, priced.charge[intake] + after[fixed.intake_end[intake]])
        while index >= available:
            labels[index] = least
            index -= 1
    highest = base + worth * rest[0] - work.labels[0, available]
    if not highest > threshold:
        return threshold
    sure = highest - SURE * (1.0 + abs(highest))
    if sure > threshold:
        found = search(fixed, priced, work, group, order, recipe, sure, base, best)
        if found > sure:
            return found
    return search(fixed, priced, work, group, order, recipe, threshold, base, best)


@kernel()
def search(fixed, priced, work, group, order, recipe, threshold, base, best):
    """Search depth first below the bounds that `best_trip` left in `work`."""
    worth, ready = fixed.weight[group] * fixed.order_value[order], fixed.order_ready[order]
    cells = fixed.regency[group] * fixed.kinds
    length = fixed.recipe_length[recipe]
    place, chosen = work.place, work.chosen
    passes, charges, costs, rest = work.sums[0], work.sums[1], work.sums[2], work.sums[3]
    passes[0], charges[0], costs[0] = 1.0, 0.0, 0.0
    step = 0
    place[0] = fixed.reach_first[cells + fixed.recipe_kinds[recipe, 0]]
    while step >= 0:
        cell = cells + fixed.recipe_kinds[recipe, step]
        if place[step] == priced.reach_last[cell]:
            step -= 1
            continue
        intake = priced.reach_intake[place[step]]
        place[step] += 1
        since = fixed.available[group] if step == 0 else fixed.intake_end[chosen[step - 1]]
        if fixed.intake_start[intake] < since:
            continue
        passed, charge = passes[step] * fixed.intake_pass[intake], charges[step] + priced.charge[intake]
        left = work.labels[step + 1, fixed.intake_end[intake]]
        if not base + worth * (passed * rest[step + 1]) - (charge + left) > threshold:
            continue
        if not may_attend(fixed, group, intake, ready):
            continue
        chosen[step] = intake
        cost = costs[step] + fixed.intake_cost[intake]
        if step + 1 < length:
            step += 1
            passes[step], charges[step], costs[step] = passed, charge, cost
            place[step] = fixed.reach_first[cells + fixed.recipe_kinds[recipe, step]]
            continue
        if not worth * passed > fixed.cost_weight * cost:
            continue
        threshold = base + worth * passed - charge
        best[0] = order
        best[1:] = -1
        for taken in range(length):
            best[1 + taken] = chosen[taken]
    return threshold


@kernel()
def bound_market(fixed, priced, work, group, market, threshold, bonus, argument):
    """Bound what a market offers a group above `threshold`; `argument` gets the order and recipe that promise it."""
    q = fixed.list_of[fixed.state[group], fixed.market_demand[market]]
    if q < 0:
        return threshold
    regency, available = fixed.regency[group], fixed.available[group]
    cell = np.int64(regency) * (fixed.starts + 1) + available
    if work.stamp[q] != cell:
        work.stamp[q] = cell
        tabulate(fixed, priced, work, regency, available, q)
    charge = work.least[q]
    if charge == np.inf:
        return threshold
    weight = fixed.weight[group]
    reach = weight * work.most[q]
    slope = (reach - fixed.heaviest) * fixed.market_least[market]
    for place in range(fixed.market_first[market], priced.market_last[market]):
        order = priced.market_order[place]
        worth, base = fixed.order_value[order], bonus - priced.price[1 + order] - charge
        if not slope + fixed.heaviest * worth + base > threshold:
            break
        if not reach * worth + base > threshold or not fits(fixed, group, order):
            continue
        base += charge
        column = fixed.order_column[order]
        for recipe in range(fixed.list_first[q], fixed.list_first[q + 1]):
            promise = base + weight * worth * work.passed[recipe] - work.table[recipe, column]
            if promise > threshold:
                threshold = promise
                argument[0], argument[1] = order, recipe
    return threshold


@kernel()
def best_in_market(fixed, priced, work, group, market, threshold, bonus, best):
    """Find the best path of `group` in `market` above `threshold`, whose table rows are filled."""
    q = fixed.list_of[fixed.state[group], fixed.market_demand[market]]
    weight, charge = fixed.weight[group], work.least[q]
    reach = weight * work.most[q]
    slope = (reach - fixed.heaviest) * fixed.market_least[market]
    for place in range(fixed.market_first[market], priced.market_last[market]):
        order = priced.market_order[place]
        worth, base = fixed.order_value[order], bonus - priced.price[1 + order]
        if not slope + fixed.heaviest * worth + base - charge > threshold:
            break
        if not reach * worth + base - charge > threshold or not fits(fixed, group, order):
            continue
        column = fixed.order_column[order]
        for recipe in range(fixed.list_first[q], fixed.list_first[q + 1]):
            if base + weight * worth * work.passed[recipe] - work.table[recipe, column] > threshold:
                threshold = best_trip(fixed, priced, work, group, order, recipe, threshold, bonus, best)
    return threshold


@kernel()
def add_path(fixed, priced, pool, group, path):
    """Put a path (order, intakes, -1 padded) into the pool unless it is there; return its slot.

    A full pool gives up the path that is worst under the present prices.
    """
    orders = len(fixed.order_value)
    width = pool.resources.shape[2]
    size = pool.size[group]
    for slot in range(size):
        same = pool.resources[group, slot, 0] == path[0] + 1
        for step in range(1, width):
            same = same and pool.resources[group, slot, step] == (
                path[step] + 1 + orders if path[step] >= 0 else 0
            )
        if same:
            return slot
    slot = size
    if size == pool.resources.shape[1]:
        worst = np.inf
        for other in range(size):
            left = reduced_value(priced, pool, group, other)
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
    pool.value[group, slot] = (
        fixed.weight[group] * fixed.order_value[path[0]] * passed - fixed.cost_weight * cost
    )
    pool.cost[group, slot] = cost
    return slot


@kernel(inline="always")
def reduced_value(priced, pool, group, slot):
    """Return a kept path's value less the prices of what it uses; floors aside."""
    left = pool.value[group, slot] - priced.beta * pool.cost[group, slot]
    for step in range(pool.resources.shape[2]):
        left -= priced.price[pool.resources[group, slot, step]]
    return left


@kernel()
def price_group(fixed, priced, pool, work, group, slack, path, chosen):
    """Return a group's exact best reduced value (at least 0) and its slot in the pool (-1: no path).

    Paths within `slack` of the best, one per market, join the pool.
    """
    bonus = priced.bonus[fixed.floor_set[group]]
    top, top_slot = 0.0, -1
    for slot in range(pool.size[group]):
        left = reduced_value(priced, pool, group, slot) + bonus
        if left > top:
            top, top_slot = left, slot
    wish = fixed.wish[group]
    first, last = fixed.wish_first[wish], fixed.wish_first[wish + 1]
    for place in range(first, last):
        work.market[place - first] = bound_market(
            fixed,
            priced,
            work,
            group,
            fixed.wish_markets[place],
            top - slack,
            bonus,
            work.argument[place - first],
        )
    found_better = False
    while True:
        ahead, promise = -1, top - slack
        for place in range(last - first):
            if work.market[place] > promise:
                ahead, promise = place, work.market[place]
        if ahead < 0:
            break
        work.market[ahead] = -np.inf
        least = top - slack
        found = best_trip(
            fixed, priced, work, group, work.argument[ahead, 0], work.argument[ahead, 1], least, bonus, path
        )
        if found < promise - SURE * (1.0 + abs(promise)):
            market = fixed.wish_markets[first + ahead]
            found = best_in_market(fixed, priced, work, group, market, found, bonus, path)
        if found > top:
            top = found
            for step in range(len(path)):
                chosen[step] = path[step]
            if slack > 0.0:
                top_slot = add_path(fixed, priced, pool, group, path)
            else:
                found_better = True
        elif found > least:
            add_path(fixed, priced, pool, group, path)
    if found_better:
        top_slot = add_path(fixed, priced, pool, group, chosen)
    return top, top_slot


@kernel()
def price_groups(fixed, priced, pool, work, slack, start, stop, block, blocks, best, load):
    """Price the groups of one block from `start` to `stop` into `best`; people who share a table share a block.

    The best path's resources are counted into `load` (last entry: cost). Returns the sum over groups of
    count · best value.
    """
    width = pool.resources.shape[2]
    path, chosen = work.path[0], work.path[1]
    work.stamp[:] = -1
    total = 0.0
    for group in range(start, stop):
        if (fixed.available[group] + 5 * fixed.regency[group]) % blocks != block:
            continue
        best[group] = 0.0
        if fixed.weight[group] <= 0.0:
            continue
        best[group], slot = price_group(fixed, priced, pool, work, group, slack, path, chosen)
        total += fixed.people[group] * best[group]
        if slot >= 0:
            for step in range(width):
                load[pool.resources[group, slot, step]] += fixed.people[group]
            load[-1] += fixed.people[group] * pool.cost[group, slot]
    return total
