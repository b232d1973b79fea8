"""All paths of a group above a threshold, for exact work on small instances and for explanations. SPEC.md §5."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jalur.planner.instance import Instance
from jalur.planner.pricing import (
    Fixed,
    Floats,
    Ints,
    Priced,
    Scratch,
    fits,
    kernel,
    may_attend,
    tabulate,
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


def all_orders(instance: Instance, priced: Priced) -> Priced:
    """Return `priced` with dominated orders listed again: every path counts, not only the best."""
    order = np.lexsort((np.arange(instance.n_orders), instance.order_market)).astype(np.int32)
    return priced._replace(market_order=order, market_last=instance.market_first[1:].copy())


@kernel()
def list_paths(fixed, priced, work, group, threshold, found):
    """Append every path of `group` of reduced value above `threshold`; stop when `found` is full."""
    bonus = priced.bonus[fixed.floor_set[group]]
    wish = fixed.wish[group]
    if fixed.weight[group] <= 0.0:
        return
    for at in range(fixed.wish_first[wish], fixed.wish_first[wish + 1]):
        market = fixed.wish_markets[at]
        q = fixed.list_of[fixed.state[group], fixed.market_demand[market]]
        if q < 0:
            continue
        tabulate(fixed, priced, work, fixed.regency[group], fixed.available[group], q)
        for place in range(fixed.market_first[market], priced.market_last[market]):
            order = priced.market_order[place]
            if not fits(fixed, group, order):
                continue
            base = bonus - priced.price[1 + order]
            worth = fixed.weight[group] * fixed.order_value[order]
            for recipe in range(fixed.list_first[q], fixed.list_first[q + 1]):
                least = work.table[recipe, fixed.order_column[order]]
                if base + worth * work.passed[recipe] - least > threshold:
                    list_trips(fixed, priced, work, group, order, recipe, threshold, base, found)


@kernel()
def list_trips(fixed, priced, work, group, order, recipe, threshold, base, found):
    """Append every path by one recipe to one order."""
    worth, ready = fixed.weight[group] * fixed.order_value[order], fixed.order_ready[order]
    cells = fixed.regency[group] * fixed.kinds
    length = fixed.recipe_length[recipe]
    place, chosen = work.place, work.chosen
    passes, charges, costs, rest = work.sums[0], work.sums[1], work.sums[2], work.sums[3]
    passes[0], charges[0], costs[0] = 1.0, 0.0, 0.0
    rest[length] = 1.0
    for step in range(length - 1, -1, -1):
        rest[step] = rest[step + 1] * fixed.reach_pass[cells + fixed.recipe_kinds[recipe, step]]
    step = 0
    if length > 0:
        place[0] = fixed.reach_first[cells + fixed.recipe_kinds[recipe, 0]]
    while step >= 0:
        if step == length:
            value = worth * passes[step] - fixed.cost_weight * costs[step]
            reduced = base + worth * passes[step] - charges[step]
            at = found.size[0]
            if worth * passes[step] > fixed.cost_weight * costs[step] and reduced > threshold:
                if at == len(found.group):
                    return
                found.group[at], found.order[at] = group, order
                found.value[at], found.reduced[at], found.cost[at] = value, reduced, costs[step]
                for taken in range(found.intakes.shape[1]):
                    found.intakes[at, taken] = chosen[taken] if taken < length else -1
                found.size[0] = at + 1
            step -= 1
            continue
        cell = cells + fixed.recipe_kinds[recipe, step]
        if place[step] == fixed.reach_first[cell + 1]:
            step -= 1
            continue
        intake = fixed.reach_intake[place[step]]
        place[step] += 1
        since = fixed.available[group] if step == 0 else fixed.intake_end[chosen[step - 1]]
        if fixed.intake_start[intake] < since or not may_attend(fixed, group, intake, ready):
            continue
        passed, charge = passes[step] * fixed.intake_pass[intake], charges[step] + priced.charge[intake]
        if not base + worth * passed * rest[step + 1] - charge > threshold:
            continue
        chosen[step] = intake
        step += 1
        passes[step], charges[step], costs[step] = passed, charge, costs[step - 1] + fixed.intake_cost[intake]
        if step < length:
            place[step] = fixed.reach_first[cells + fixed.recipe_kinds[recipe, step]]


@kernel()
def list_groups(fixed, priced, work, threshold, first, last, found):
    """Append every path of groups `first` to `last` above its own threshold."""
    for group in range(first, last):
        list_paths(fixed, priced, work, group, threshold[group], found)


def list_all(
    instance: Instance, fixed: Fixed, priced: Priced, work: Scratch, threshold: Floats, most_paths: int
) -> Paths | None:
    """Return every path above its group's threshold, or None when there are more than `most_paths`."""
    return list_part(instance, fixed, priced, work, threshold, 0, instance.n_groups, most_paths)


def list_part(
    instance: Instance,
    fixed: Fixed,
    priced: Priced,
    work: Scratch,
    threshold: Floats,
    first: int,
    last: int,
    most_paths: int,
) -> Paths | None:
    """Return every path of groups `first` to `last` above its group's threshold, or None when there are too many."""
    found = room_for(most_paths + 1, fixed.recipe_kinds.shape[1])
    list_groups(fixed, all_orders(instance, priced), work, threshold, first, last, found)
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
