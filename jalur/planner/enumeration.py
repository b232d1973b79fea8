"""All paths of a group above a threshold, for exact work on small instances and for explanations. SPEC.md §5."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jalur.planner.fixed import Fixed, Floats, Ints, kernel
from jalur.planner.trips import (
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
def list_paths(fixed, priced, work, group, threshold, found):
    """Append every path of `group` of reduced value above `threshold`; stop when `found` is full."""
    wish, bonus = fixed.wish[group], priced.bonus[fixed.floor_set[group]]
    if fixed.weight[group] <= 0.0:
        return
    for at in range(fixed.wish_first[wish], fixed.wish_first[wish + 1]):
        market = fixed.wish_markets[at]
        q = fixed.list_of[fixed.state[group], fixed.market_demand[market]]
        if q < 0 or not fits_market(fixed, group, market):
            continue
        worth = fixed.weight[group] * fixed.market_value[market]
        collect_due(fixed, priced, fixed.regency[group], market, fixed.birth[group], work.own)
        for recipe in range(fixed.list_first[q], fixed.list_first[q + 1]):
            list_trips(fixed, priced, work, group, market, recipe, worth, work.own, bonus, threshold, found)


@kernel()
def list_trips(fixed, priced, work, group, market, recipe, worth, due, bonus, threshold, found):
    """Append every path by one recipe to the orders of one market."""
    length = fixed.recipe_length[recipe]
    begin(fixed, work, group, recipe)
    if length == 0:
        list_orders(fixed, priced, work, group, market, 0, worth, bonus, threshold, found)
        return
    if not bonus + lay(fixed, work, group, recipe, worth, due) > threshold:
        return
    step = 0
    while step >= 0:
        if advance(fixed, work, group, recipe, step, worth, due, bonus, threshold) == -np.inf:
            step -= 1
        elif step + 1 < length:
            step += 1
        else:
            list_orders(fixed, priced, work, group, market, length, worth, bonus, threshold, found)


@kernel()
def list_orders(fixed, priced, work, group, market, length, worth, bonus, threshold, found):
    """Append a path to every order of a market that the trip in `work` is in time for."""
    passed, cost = work.passes[length], work.costs[length]
    if not worth * passed > fixed.cost_weight * cost:
        return
    for order in range(fixed.market_first[market], fixed.market_first[market + 1]):
        reduced = bonus + worth * passed - work.charges[length] - priced.price[1 + order]
        late = length > 0 and fixed.intake_last[work.chosen[length - 1]] > fixed.order_ready[order]
        at = found.size[0]
        if late or not reduced > threshold or not fits_age(fixed, group, order) or at == len(found.group):
            continue
        found.group[at], found.order[at] = group, order
        found.value[at], found.reduced[at] = worth * passed - fixed.cost_weight * cost, reduced
        found.cost[at] = cost
        for taken in range(found.intakes.shape[1]):
            found.intakes[at, taken] = work.chosen[taken] if taken < length else -1
        found.size[0] = at + 1


@kernel()
def list_groups(fixed, priced, work, threshold, first, last, found):
    """Append every path of groups `first` to `last` above its own threshold."""
    regency = -1
    for group in range(first, last):
        if fixed.regency[group] != regency:
            regency = fixed.regency[group]
            visit(fixed, priced, work, regency, np.inf)
        list_paths(fixed, priced, work, group, threshold[group], found)
        if found.size[0] == len(found.group):
            return


def list_part(
    fixed: Fixed, priced: Priced, work: Scratch, threshold: Floats, first: int, last: int, most_paths: int
) -> Paths | None:
    """Return every path of groups `first` to `last` above its group's threshold, or None when there are too many."""
    found = room_for(most_paths + 1, fixed.recipe_kinds.shape[1])
    list_groups(fixed, priced, work, threshold, first, last, found)
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


def list_all(fixed: Fixed, priced: Priced, work: Scratch, threshold: Floats, most_paths: int) -> Paths | None:
    """Return every path above its group's threshold, or None when there are more than `most_paths`."""
    return list_part(fixed, priced, work, threshold, 0, len(fixed.regency), most_paths)
