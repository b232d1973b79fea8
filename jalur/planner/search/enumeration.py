"""All paths of a group above a threshold, for exact work on small instances and for explanations. SPEC.md §5."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jalur.planner.model.arrays import Arrays, Floats, Ints, kernel
from jalur.planner.search.labels import (
    Priced,
    Scratch,
    advance,
    begin,
    collect_due,
    fits_age,
    fits_market,
    lay,
    visit,
)


class Paths(NamedTuple):
    """Paths found: group, order, intakes (-1 padded), value, reduced value, cost; `size[0]` of them."""

    size: NDArray[np.int64]
    group: Ints
    order: Ints
    intakes: Ints
    value: Floats
    reduced: Floats
    cost: Floats


def room_for(paths: int, most: int) -> Paths:
    """Return room for that many paths of at most `most` intakes."""
    return Paths(
        np.zeros(1, np.int64),
        np.zeros(paths, np.int32),
        np.zeros(paths, np.int32),
        np.full((paths, max(most, 1)), -1, np.int32),
        np.zeros(paths),
        np.zeros(paths),
        np.zeros(paths),
    )


@kernel()
def list_paths(arrays, priced, work, group, threshold, found):
    """Append every path of `group` of reduced value above `threshold`; stop when `found` is full."""
    wish, bonus = arrays.wish[group], priced.bonus[arrays.floor_set[group]]
    if arrays.weight[group] <= 0.0:
        return
    for at in range(arrays.wish_first[wish], arrays.wish_first[wish + 1]):
        market = arrays.wish_markets[at]
        q = arrays.list_of[arrays.state[group], arrays.market_demand[market]]
        if q < 0 or not fits_market(arrays, group, market):
            continue
        worth = arrays.weight[group] * arrays.market_value[market]
        collect_due(arrays, priced, arrays.regency[group], market, arrays.birth[group], work.own)
        for recipe in range(arrays.list_first[q], arrays.list_first[q + 1]):
            list_by_recipe(
                arrays, priced, work, group, market, recipe, worth, work.own, bonus, threshold, found
            )


@kernel()
def list_by_recipe(arrays, priced, work, group, market, recipe, worth, due, bonus, threshold, found):
    """Append every path by one recipe to the orders of one market."""
    length = arrays.recipe_length[recipe]
    begin(arrays, work, group, recipe)
    if length == 0:
        list_orders(arrays, priced, work, group, market, 0, worth, bonus, threshold, found)
        return
    if not bonus + lay(arrays, work, group, recipe, worth, due) > threshold:
        return
    step = 0
    while step >= 0:
        if advance(arrays, work, group, recipe, step, worth, due, bonus, threshold) == -np.inf:
            step -= 1
        elif step + 1 < length:
            step += 1
        else:
            list_orders(arrays, priced, work, group, market, length, worth, bonus, threshold, found)


@kernel()
def list_orders(arrays, priced, work, group, market, length, worth, bonus, threshold, found):
    """Append a path to every order of a market that the intakes in `work` are in time for."""
    passed, cost = work.passes[length], work.costs[length]
    if not worth * passed > arrays.cost_weight * cost:
        return
    for order in range(arrays.market_first[market], arrays.market_first[market + 1]):
        reduced = bonus + worth * passed - work.charges[length] - priced.price[1 + order]
        late = length > 0 and arrays.intake_last[work.chosen[length - 1]] > arrays.order_ready[order]
        at = found.size[0]
        if late or not reduced > threshold or not fits_age(arrays, group, order) or at == len(found.group):
            continue
        found.group[at], found.order[at] = group, order
        found.value[at], found.reduced[at] = worth * passed - arrays.cost_weight * cost, reduced
        found.cost[at] = cost
        for taken in range(found.intakes.shape[1]):
            found.intakes[at, taken] = work.chosen[taken] if taken < length else -1
        found.size[0] = at + 1


@kernel()
def list_groups(arrays, priced, work, threshold, first, last, found):
    """Append every path of groups `first` to `last` above its own threshold."""
    regency = -1
    for group in range(first, last):
        if arrays.regency[group] != regency:
            regency = arrays.regency[group]
            visit(arrays, priced, work, regency, np.inf)
        list_paths(arrays, priced, work, group, threshold[group], found)
        if found.size[0] == len(found.group):
            return


def list_part(
    arrays: Arrays, priced: Priced, work: Scratch, threshold: Floats, first: int, last: int, most_paths: int
) -> Paths | None:
    """Return every path of groups `first` to `last` above its group's threshold, or None when there are too many."""
    found = room_for(most_paths + 1, arrays.recipe_kinds.shape[1])
    list_groups(arrays, priced, work, threshold, first, last, found)
    size = int(found.size[0])
    if size > most_paths:
        return None
    return Paths(
        found.size,
        found.group[:size],
        found.order[:size],
        found.intakes[:size],
        found.value[:size],
        found.reduced[:size],
        found.cost[:size],
    )


def list_all(
    arrays: Arrays, priced: Priced, work: Scratch, threshold: Floats, most_paths: int
) -> Paths | None:
    """Return every path above its group's threshold, or None when there are more than `most_paths`."""
    return list_part(arrays, priced, work, threshold, 0, len(arrays.regency), most_paths)
