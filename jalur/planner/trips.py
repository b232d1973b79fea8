"""The best trip through training by one recipe: labels over dates that bound it, and an exact search. SPEC.md §5.

A label is the most that the rest of a trip can bring when it starts on a date or later: less what its intakes charge
(μ + (cost_weight + β) · cost), less the lowest λ of an order whose deadline it meets, less what lower pass rates than
the best of their kind lose of `worth` (weight · value).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jalur.planner.fixed import Fixed, Floats, kernel

SURE = 1e-12


class Priced(NamedTuple):
    """What follows from prices."""

    price: Floats  # of each resource: 0 none, then orders, then intakes
    charge: Floats  # of each resource: its price, for intakes with the cost
    bonus: Floats  # per floor set
    beta: float
    noise: Floats  # what regencies see on top of a charge, a power of two of them; zeros for the truth


class Scratch(NamedTuple):
    """Working memory of one thread."""

    stamp: NDArray[np.int64]  # per market: the regency its shared labels belong to
    charge: Floats  # of the intakes in reach of a regency, as it sees them
    due: Floats  # market × deadline: lowest charge of an order with that deadline or a later one, inf: none
    shared: Floats  # date × (market and tail): labels for everyone of a regency
    paired: NDArray[np.int64]  # per pair of list and market: the regency its promises belong to
    promise: Floats  # date × pair: what the lightest can hope for
    best: Floats  # per tail, in a regency: highest product of the pass rates
    least: Floats  # per tail: the lowest product of the pass rates before it
    labels: Floats  # step × date: labels for one group
    own: Floats  # due for one group
    market: Floats  # per wished market: bound
    place: NDArray[np.int64]
    chosen: NDArray[np.int64]
    path: NDArray[np.int64]  # two paths: order, intakes
    passes: Floats  # by step: product of the pass rates taken, charges, costs
    charges: Floats
    costs: Floats
    rest: Floats  # highest product of the pass rates still to come
    loss: Floats  # what a step's pass rate weighs


def scratch(fixed: Fixed) -> Scratch:
    """Return working memory for one thread."""
    most = fixed.recipe_kinds.shape[1]
    dates = fixed.starts + 1
    return Scratch(
        stamp=np.full(len(fixed.market_demand), -1, np.int64),
        charge=np.empty(int(np.diff(fixed.reach_first[:: fixed.kinds]).max(initial=0))),
        due=np.empty((len(fixed.market_demand), fixed.columns)),
        shared=np.empty((dates, fixed.labelled)),
        paired=np.full(fixed.pairs, -1, np.int64),
        promise=np.empty((dates, fixed.pairs)),
        best=np.empty(len(fixed.tail_kind)),
        least=np.empty(len(fixed.tail_kind)),
        labels=np.empty((most + 1, dates)),
        own=np.empty(fixed.columns),
        market=np.empty(int(np.diff(fixed.wish_first).max(initial=0)) + 1),
        place=np.empty(most + 1, np.int64),
        chosen=np.full(most + 1, -1, np.int64),
        path=np.full((2, most + 1), -1, np.int64),
        passes=np.empty(most + 1),
        charges=np.empty(most + 1),
        costs=np.empty(most + 1),
        rest=np.empty(most + 1),
        loss=np.empty(most + 1),
    )


@kernel(inline="always")
def admits(fixed, group, intake):
    """Say whether a group fits the intake's ages and schooling."""
    return (
        fixed.intake_lo[intake] < fixed.birth[group] <= fixed.intake_hi[intake]
        and fixed.education[group] >= fixed.intake_education[intake]
    )


@kernel(inline="always")
def fits_market(fixed, group, market):
    """Say whether a group has the sex and schooling a market asks for, and the age of any of its orders."""
    return (
        (fixed.market_sex[market] < 0 or fixed.market_sex[market] == fixed.sex[group])
        and fixed.education[group] >= fixed.market_education[market]
        and fixed.market_lo_any[market] < fixed.birth[group] <= fixed.market_hi_any[market]
    )


@kernel(inline="always")
def fits_age(fixed, group, order):
    """Say whether a group is in the order's ages."""
    return fixed.order_lo[order] < fixed.birth[group] <= fixed.order_hi[order]


@kernel(inline="always")
def noise_of(priced, regency, resource):
    """Return what a regency sees on top of a resource's charge."""
    return priced.noise[(resource + 40_503 * regency) & (len(priced.noise) - 1)]


@kernel(inline="always")
def charge_of(priced, regency, resource):
    """Return what a resource charges as seen from a regency."""
    return priced.charge[resource] + noise_of(priced, regency, resource)


@kernel(inline="always")
def collect_due(fixed, priced, regency, market, birth, due):
    """Fill `due` with the lowest charge by deadline over the orders of a market that a birth fits (-1: anyone)."""
    due[:] = np.inf
    for order in range(fixed.market_first[market], fixed.market_first[market + 1]):
        if birth < 0 or fixed.order_lo[order] < birth <= fixed.order_hi[order]:
            column = fixed.order_column[order]
            due[column] = min(due[column], charge_of(priced, regency, 1 + order))
    for column in range(len(due) - 2, -1, -1):
        due[column] = min(due[column], due[column + 1])


@kernel()
def visit(fixed, priced, work, regency):
    """Fill what a regency sees: charges in reach, per tail the best pass rates and the lowest of any steps before."""
    cells, first = regency * fixed.kinds, 1 + len(fixed.order_ready)
    base = fixed.reach_first[cells]
    for place in range(base, fixed.reach_first[cells + fixed.kinds]):
        work.charge[place - base] = charge_of(priced, regency, first + fixed.reach_intake[place])
    work.least[:] = 1.0
    for tail in range(len(fixed.tail_kind)):
        kind, after = fixed.tail_kind[tail], fixed.tail_next[tail]
        work.best[tail] = fixed.reach_pass[cells + kind] if kind >= 0 else 1.0
        if after >= 0:
            work.best[tail] *= work.best[after]
    for tail in range(len(fixed.tail_kind) - 1, -1, -1):
        after = fixed.tail_next[tail]
        if after >= 0:
            before = work.least[tail] * fixed.reach_low[cells + fixed.tail_kind[tail]]
            work.least[after] = min(work.least[after], before)


@kernel()
def share_labels(fixed, priced, work, regency, market):
    """Lay the labels of all tails of a market for everyone of a regency, ages and schooling aside."""
    demand, shift = fixed.market_demand[market], fixed.market_tail[market]
    worth = fixed.lightest * fixed.market_value[market]
    cells = regency * fixed.kinds
    due, base = work.due[market], fixed.reach_first[cells]
    collect_due(fixed, priced, regency, market, -1, due)
    for tail in range(fixed.tail_first[demand], fixed.tail_first[demand + 1]):
        labels, row = work.shared, shift + tail
        kind, after = fixed.tail_kind[tail], fixed.tail_next[tail]
        if kind < 0:
            labels[:, row] = -due[0]
            continue
        cell = cells + kind
        share = worth * work.least[tail] * (work.best[after] if after >= 0 else 1.0)
        most, index = -np.inf, fixed.starts
        for place in range(fixed.reach_first[cell + 1] - 1, fixed.reach_first[cell] - 1, -1):
            start = fixed.reach_start[place]
            while index > start:
                labels[index, row] = most
                index -= 1
            if after >= 0:
                net = labels[fixed.reach_end[place], shift + after]
            else:
                column = fixed.reach_column[place]
                net = -due[column] if column < len(due) else -np.inf
            net -= work.charge[place - base] + share * fixed.reach_short[place]
            most = max(most, net)
        while index >= 0:
            labels[index, row] = most
            index -= 1


@kernel(inline="always")
def ahead_of(fixed, work, due, place, step, length):
    """Return the label of what can follow an intake."""
    if step + 1 < length:
        return work.labels[step + 1, fixed.reach_end[place]]
    column = fixed.reach_column[place]
    return -due[column] if column < len(due) else -np.inf


@kernel(inline="always")
def lay(fixed, work, group, recipe, worth, due):
    """Lay the labels of one recipe of at least one step for one group.

    Returns the highest reduced value a trip can have, -inf when there is none.
    """
    length, since = fixed.recipe_length[recipe], fixed.available[group]
    cells = fixed.regency[group] * fixed.kinds
    base, rest = fixed.reach_first[cells], work.rest
    rest[length] = 1.0
    for step in range(length - 1, -1, -1):
        rest[step] = rest[step + 1] * fixed.reach_pass[cells + fixed.recipe_kinds[recipe, step]]
    if rest[0] == 0.0:
        return -np.inf
    # Whatever is taken before, a step loses at least its share of the worth that the lowest pass rates leave.
    work.loss[0] = worth
    for step in range(1, length):
        work.loss[step] = work.loss[step - 1] * fixed.reach_low[cells + fixed.recipe_kinds[recipe, step - 1]]
    for step in range(length - 1, -1, -1):
        cell = cells + fixed.recipe_kinds[recipe, step]
        labels = work.labels[step]
        share = work.loss[step] * rest[step + 1]
        most, index = -np.inf, fixed.starts
        for place in range(fixed.reach_first[cell + 1] - 1, fixed.reach_first[cell] - 1, -1):
            start = fixed.reach_start[place]
            if start < since:
                break
            while index > start:
                labels[index] = most
                index -= 1
            net = ahead_of(fixed, work, due, place, step, length)
            net -= work.charge[place - base] + share * fixed.reach_short[place]
            if net > most and admits(fixed, group, fixed.reach_intake[place]):
                most = net
        while index >= since:
            labels[index] = most
            index -= 1
        if most == -np.inf:
            return most
    return worth * rest[0] + most


@kernel()
def best_trip(fixed, work, group, recipe, worth, due, bonus, threshold, path):
    """Find the best trip of `group` by `recipe` above `threshold`.

    `path[1:]` receives the intakes (-1 padded). Returns the reduced value, or `threshold` when nothing is better.
    """
    if fixed.recipe_length[recipe] == 0:
        if bonus + worth - due[0] > threshold and worth > 0.0:
            path[1:] = -1
            return bonus + worth - due[0]
        return threshold
    highest = bonus + lay(fixed, work, group, recipe, worth, due)
    if not highest > threshold:
        return threshold
    # Where pass rates agree the labels are exact, and the first descent finds what they say.
    sure = max(threshold, highest - SURE * (1.0 + abs(highest)))
    while True:
        found = search(fixed, work, group, recipe, worth, due, bonus, sure, path)
        if found > sure or sure == threshold:
            return found
        sure = threshold


@kernel(inline="always")
def search(fixed, work, group, recipe, worth, due, bonus, threshold, path):
    """Search depth first below the labels in `work`."""
    cells = fixed.regency[group] * fixed.kinds
    base = fixed.reach_first[cells]
    length = fixed.recipe_length[recipe]
    place, chosen = work.place, work.chosen
    passes, charges, costs = work.passes, work.charges, work.costs
    passes[0], charges[0], costs[0] = 1.0, 0.0, 0.0
    step = 0
    place[0] = fixed.reach_first[cells + fixed.recipe_kinds[recipe, 0]]
    while step >= 0:
        cell = cells + fixed.recipe_kinds[recipe, step]
        if place[step] == fixed.reach_first[cell + 1]:
            step -= 1
            continue
        here = place[step]
        intake = fixed.reach_intake[here]
        place[step] += 1
        since = fixed.available[group] if step == 0 else fixed.intake_end[chosen[step - 1]]
        if fixed.reach_start[here] < since:
            continue
        passed = passes[step] * fixed.intake_pass[intake]
        charge = charges[step] + work.charge[here - base]
        ahead = ahead_of(fixed, work, due, here, step, length)
        reduced = bonus + worth * (passed * work.rest[step + 1]) - charge + ahead
        if not reduced > threshold or not admits(fixed, group, intake):
            continue
        chosen[step] = intake
        cost = costs[step] + fixed.intake_cost[intake]
        if step + 1 < length:
            step += 1
            passes[step], charges[step], costs[step] = passed, charge, cost
            place[step] = fixed.reach_first[cells + fixed.recipe_kinds[recipe, step]]
        elif worth * passed > fixed.cost_weight * cost:
            threshold = reduced
            path[1:] = -1
            for taken in range(length):
                path[1 + taken] = chosen[taken]
    return threshold
