"""The best path by one recipe: labels over dates that bound it, and an exact search. SPEC.md §5.

A label is the most that the rest of a path can bring when it starts on a date or later: its *worth* (weight · value · the
pass rates of the steps before) times the pass rates to come, less what its intakes charge (μ + (cost_weight + β) · cost),
less the lowest λ of an order whose deadline it meets. It is convex in the worth, so the line between what the
lowest and the highest worth bring bounds it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jalur.planner.model.arrays import Arrays, Floats, Ints, kernel

SURE = 1e-12


class Priced(NamedTuple):
    """What follows from prices."""

    price: Floats  # of each resource: 0 none, then orders, then intakes
    charge: Floats  # of each resource: its price, for intakes with the cost
    bonus: Floats  # per floor set
    beta: float
    noise: Floats  # what regencies see on top of a charge, a power of two of them; zeros for the truth
    most: float  # no path brings anyone more before charges


class Scratch(NamedTuple):
    """Working memory of one thread: what a regency sees, labels for everyone there, labels of one group."""

    first: (
        Ints  # kind × date: the first place that starts then or later; at the last date where the kind ends
    )
    intake: Ints  # of each place: an intake in reach whose charge can be paid, by kind and first day
    end: Ints
    column: Ints
    rate: Floats  # pass rate
    charge: Floats  # as the regency sees it
    lo: Ints  # births and schooling admitted
    hi: Ints
    schooling: Ints
    low: Floats  # per kind: lowest and highest pass rate
    high: Floats
    least: Floats  # per tail: the lowest and highest product of the pass rates before it
    most: Floats
    wished: Ints  # per wish: its markets with an order whose charge can be paid
    wishes: Ints  # how many
    open: NDArray[np.int64]  # per market: the regency its lowest charges belong to
    stamp: NDArray[np.int64]  # per market and tail: the regency its shared labels belong to
    due: Floats  # market × deadline: lowest charge of an order with that deadline or a later one, inf: none
    shared: Floats  # (market and tail) × date × line: labels for everyone of a regency, what they bring and per worth
    paired: NDArray[np.int64]  # per pair of list and market: the regency its promises belong to
    promise: Floats  # date × pair × line: what a list of recipes offers at most, and per weight
    labels: Floats  # step × date × line: labels for one group
    own: Floats  # due for one group
    market: Floats  # per wished market: bound
    place: NDArray[np.int64]
    chosen: NDArray[np.int64]
    path: NDArray[np.int64]  # two paths: order, intakes
    passes: Floats  # by step: product of the pass rates taken, charges, costs
    charges: Floats
    costs: Floats
    lowest: Floats  # by step: the worth that the lowest and the highest pass rates before it leave
    highest: Floats


def scratch(arrays: Arrays) -> Scratch:
    """Return working memory for one thread."""
    most = arrays.recipe_kinds.shape[1]
    dates = arrays.starts + 1
    markets, tails = len(arrays.market_demand), len(arrays.tail_kind)
    places = int(np.diff(arrays.reach_first[:: arrays.kinds]).max(initial=0))
    return Scratch(
        first=np.zeros((arrays.kinds, dates), np.int32),
        intake=np.empty(places, np.int32),
        end=np.empty(places, np.int32),
        column=np.empty(places, np.int32),
        rate=np.empty(places),
        charge=np.empty(places),
        lo=np.empty(places, np.int32),
        hi=np.empty(places, np.int32),
        schooling=np.empty(places, np.int32),
        low=np.empty(arrays.kinds),
        high=np.empty(arrays.kinds),
        least=np.empty(tails),
        most=np.empty(tails),
        wished=np.empty(len(arrays.wish_markets), np.int32),
        wishes=np.zeros(len(arrays.wish_first) - 1, np.int32),
        open=np.full(markets, -1, np.int64),
        stamp=np.full(arrays.labelled, -1, np.int64),
        due=np.empty((markets, arrays.columns)),
        shared=np.empty((arrays.labelled, dates, 2)),
        paired=np.full(arrays.pairs, -1, np.int64),
        promise=np.empty((dates, arrays.pairs, 2)),
        labels=np.empty((most + 1, dates, 2)),
        own=np.empty(arrays.columns),
        market=np.empty(int(np.diff(arrays.wish_first).max(initial=0)) + 1),
        place=np.empty(most + 1, np.int64),
        chosen=np.full(most + 1, -1, np.int64),
        path=np.full((2, most + 1), -1, np.int64),
        passes=np.empty(most + 1),
        charges=np.empty(most + 1),
        costs=np.empty(most + 1),
        lowest=np.empty(most + 1),
        highest=np.empty(most + 1),
    )


@kernel(inline="always")
def admits(arrays, group, intake):
    """Say whether a group fits the intake's ages and schooling."""
    return (
        arrays.intake_lo[intake] < arrays.birth[group] <= arrays.intake_hi[intake]
        and arrays.education[group] >= arrays.intake_education[intake]
    )


@kernel(inline="always")
def fits_market(arrays, group, market):
    """Say whether a group has the sex and schooling a market asks for, and the age of any of its orders."""
    return (
        (arrays.market_sex[market] < 0 or arrays.market_sex[market] == arrays.sex[group])
        and arrays.education[group] >= arrays.market_education[market]
        and arrays.market_lo_any[market] < arrays.birth[group] <= arrays.market_hi_any[market]
    )


@kernel(inline="always")
def fits_age(arrays, group, order):
    """Say whether a group is in the order's ages."""
    return arrays.order_lo[order] < arrays.birth[group] <= arrays.order_hi[order]


@kernel(inline="always")
def noise_of(priced, regency, resource):
    """Return what a regency sees on top of a resource's charge."""
    return priced.noise[(resource + 40_503 * regency) & (len(priced.noise) - 1)]


@kernel(inline="always")
def charge_of(priced, regency, resource):
    """Return what a resource charges as seen from a regency."""
    return priced.charge[resource] + noise_of(priced, regency, resource)


@kernel(inline="always")
def collect_due(arrays, priced, regency, market, birth, due):
    """Fill `due` with the lowest charge by deadline over the orders of a market that a birth fits (-1: anyone)."""
    due[:] = np.inf
    for order in range(arrays.market_first[market], arrays.market_first[market + 1]):
        if birth < 0 or arrays.order_lo[order] < birth <= arrays.order_hi[order]:
            column = arrays.order_column[order]
            due[column] = min(due[column], charge_of(priced, regency, 1 + order))
    for column in range(len(due) - 2, -1, -1):
        due[column] = min(due[column], due[column + 1])


@kernel()
def visit(arrays, priced, work, regency, payable):
    """Fill what a regency sees: the intakes in reach that charge at most `payable`, the markets still open, and what the
    steps before a tail may leave of a worth."""
    cells, orders = regency * arrays.kinds, len(arrays.order_ready)
    seen = 0
    for kind in range(arrays.kinds):
        low, high, date = 1.0, 0.0, 0
        for place in range(arrays.reach_first[cells + kind], arrays.reach_first[cells + kind + 1]):
            intake = arrays.reach_intake[place]
            charge = charge_of(priced, regency, 1 + orders + intake)
            if charge > payable:
                continue
            while date <= arrays.reach_start[place]:
                work.first[kind, date] = seen
                date += 1
            work.intake[seen], work.charge[seen] = intake, charge
            work.end[seen], work.column[seen] = arrays.reach_end[place], arrays.reach_column[place]
            work.rate[seen] = arrays.reach_pass[place]
            work.lo[seen], work.hi[seen] = arrays.intake_lo[intake], arrays.intake_hi[intake]
            work.schooling[seen] = arrays.intake_education[intake]
            low, high = min(low, arrays.reach_pass[place]), max(high, arrays.reach_pass[place])
            seen += 1
        while date <= arrays.starts:
            work.first[kind, date] = seen
            date += 1
        work.low[kind], work.high[kind] = low, high
    for wish in range(len(work.wishes)):
        base, number = arrays.wish_first[wish], 0
        for place in range(base, arrays.wish_first[wish + 1]):
            market = arrays.wish_markets[place]
            for order in range(arrays.market_first[market], arrays.market_first[market + 1]):
                if charge_of(priced, regency, 1 + order) <= payable:
                    work.wished[base + number] = market
                    number += 1
                    break
        work.wishes[wish] = number
    work.least[:], work.most[:] = 1.0, 0.0
    for tail in range(len(arrays.tail_kind) - 1, -1, -1):
        after, kind = arrays.tail_next[tail], arrays.tail_kind[tail]
        work.most[tail] = 1.0 if work.most[tail] == 0.0 else work.most[tail]
        if after >= 0:
            work.least[after] = min(work.least[after], work.least[tail] * work.low[kind])
            work.most[after] = max(work.most[after], work.most[tail] * work.high[kind])


@kernel(inline="always")
def read(labels, row, date, worth):
    """Return what a worth brings at most."""
    return labels[row, date, 0] + labels[row, date, 1] * worth


@kernel(inline="always")
def line(low, high, least, most):
    """Return where the line through what the worths `low` and `high` bring begins, and how it rises."""
    slope = (most - least) / (high - low) if high > low and least > -np.inf else 0.0
    return least - slope * low, slope


@kernel()
def share_labels(arrays, work, regency, market, tail):
    """Lay the labels of a tail in a market for everyone of a regency, ages and schooling aside; those after it stand."""
    row, value, labels, due = (
        arrays.market_tail[market] + tail,
        arrays.market_value[market],
        work.shared,
        work.due[market],
    )
    work.stamp[row] = regency
    kind, after = arrays.tail_kind[tail], arrays.market_tail[market] + arrays.tail_next[tail]
    if kind < 0:
        labels[row, :, 0], labels[row, :, 1] = -due[0], 1.0
        return
    low, high = arrays.lightest * value * work.least[tail], arrays.heaviest * value * work.most[tail]
    least, most, base, slope = -np.inf, -np.inf, -np.inf, 0.0
    last = work.first[kind, arrays.starts]
    for date in range(arrays.starts, -1, -1):
        first = work.first[kind, date]
        if first < last:
            if arrays.tail_next[tail] >= 0:
                for place in range(first, last):
                    charge, rate, end = work.charge[place], work.rate[place], work.end[place]
                    base, slope = labels[after, end, 0] - charge, labels[after, end, 1] * rate
                    least, most = max(least, base + slope * low), max(most, base + slope * high)
            else:
                for place in range(first, last):
                    if work.column[place] < len(due):
                        charge, rate = work.charge[place] + due[work.column[place]], work.rate[place]
                        least, most = max(least, low * rate - charge), max(most, high * rate - charge)
            last = first
            base, slope = line(low, high, least, most)
        labels[row, date, 0], labels[row, date, 1] = base, slope


@kernel(inline="always")
def ahead_of(work, due, place, step, length, worth):
    """Return the most that can follow a place, of a worth that its pass rate has already lowered."""
    if step + 1 < length:
        return read(work.labels, step + 1, work.end[place], worth)
    column = work.column[place]
    return worth - due[column] if column < len(due) else -np.inf


@kernel(inline="always")
def admits_at(arrays, work, group, place):
    """Say whether a group fits the ages and schooling of the intake at a place."""
    birth = arrays.birth[group]
    return work.lo[place] < birth <= work.hi[place] and arrays.education[group] >= work.schooling[place]


@kernel(inline="always")
def lay(arrays, work, group, recipe, worth, due):
    """Lay the labels of one recipe of at least one step for one group.

    Returns the highest reduced value a path can have, -inf when there is none.
    """
    length, since = arrays.recipe_length[recipe], arrays.available[group]
    low, high = worth, worth
    for step in range(1, length):
        kind = arrays.recipe_kinds[recipe, step - 1]
        low, high = low * work.low[kind], high * work.high[kind]
        work.lowest[step], work.highest[step] = low, high
    for step in range(length - 1, 0, -1):
        kind = arrays.recipe_kinds[recipe, step]
        low, high, last = work.lowest[step], work.highest[step], work.first[kind, arrays.starts]
        labels = work.labels
        least, most = -np.inf, -np.inf
        for date in range(arrays.starts, since - 1, -1):
            for place in range(work.first[kind, date], last):
                if admits_at(arrays, work, group, place):
                    charge, rate = work.charge[place], work.rate[place]
                    least = max(least, ahead_of(work, due, place, step, length, low * rate) - charge)
                    most = max(most, ahead_of(work, due, place, step, length, high * rate) - charge)
            last = work.first[kind, date]
            labels[step, date, 0], labels[step, date, 1] = line(low, high, least, most)
        if least == -np.inf:
            return least
    most, kind = -np.inf, arrays.recipe_kinds[recipe, 0]
    for place in range(work.first[kind, since], work.first[kind, arrays.starts]):
        left = ahead_of(work, due, place, 0, length, worth * work.rate[place]) - work.charge[place]
        if left > most and admits_at(arrays, work, group, place):
            most = left
    return most


@kernel()
def best_by_recipe(arrays, work, group, recipe, worth, due, bonus, threshold, path):
    """Find the best path of `group` by `recipe` above `threshold`.

    `path[1:]` receives the intakes (-1 padded). Returns the reduced value, or `threshold` when nothing is better.
    """
    if arrays.recipe_length[recipe] == 0:
        if bonus + worth - due[0] > threshold and worth > 0.0:
            path[1:] = -1
            return bonus + worth - due[0]
        return threshold
    highest = bonus + lay(arrays, work, group, recipe, worth, due)
    if not highest > threshold:
        return threshold
    # Mostly the labels are exact, and the first descent finds what they say.
    sure = max(threshold, highest - SURE * (1.0 + abs(highest)))
    while True:
        found = search(arrays, work, group, recipe, worth, due, bonus, sure, path)
        if found > sure or sure == threshold:
            return found
        sure = threshold


@kernel(inline="always")
def begin(arrays, work, group, recipe):
    """Stand before the first place of a recipe; nothing is taken yet."""
    work.passes[0], work.charges[0], work.costs[0] = 1.0, 0.0, 0.0
    if arrays.recipe_length[recipe] > 0:
        work.place[0] = work.first[arrays.recipe_kinds[recipe, 0], arrays.available[group]]


@kernel(inline="always")
def advance(arrays, work, group, recipe, step, worth, due, bonus, threshold):
    """Take the next place of a step with which more than `threshold` is possible, and stand before the first one after it.

    Returns the most that is possible with it, -inf when there is no such place left.
    """
    length = arrays.recipe_length[recipe]
    last = work.first[arrays.recipe_kinds[recipe, step], arrays.starts]
    while work.place[step] < last:
        here = work.place[step]
        work.place[step] += 1
        passed = work.passes[step] * work.rate[here]
        charge = work.charges[step] + work.charge[here]
        reduced = bonus + ahead_of(work, due, here, step, length, worth * passed) - charge
        if reduced > threshold and admits_at(arrays, work, group, here):
            intake = work.intake[here]
            work.chosen[step] = intake
            work.passes[step + 1], work.charges[step + 1] = passed, charge
            work.costs[step + 1] = work.costs[step] + arrays.intake_cost[intake]
            if step + 1 < length:
                work.place[step + 1] = work.first[arrays.recipe_kinds[recipe, step + 1], work.end[here]]
            return reduced
    return -np.inf


@kernel(inline="always")
def search(arrays, work, group, recipe, worth, due, bonus, threshold, path):
    """Search depth first below the labels in `work`."""
    length = arrays.recipe_length[recipe]
    begin(arrays, work, group, recipe)
    step = 0
    while step >= 0:
        reduced = advance(arrays, work, group, recipe, step, worth, due, bonus, threshold)
        if reduced == -np.inf:
            step -= 1
        elif step + 1 < length:
            step += 1
        elif worth * work.passes[length] > arrays.cost_weight * work.costs[length]:
            threshold = reduced
            path[1:] = -1
            for taken in range(length):
                path[1 + taken] = work.chosen[taken]
    return threshold
