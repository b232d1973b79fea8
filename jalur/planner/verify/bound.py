"""The bound that prices prove: for every candidate the best path net of prices, exactly, then the dual's sum.

Per candidate: for each set of requirements in falling order of what it could give, for each recipe, the labels
(last day, pass rate, net cost, true cost) that nothing beats, then the orders. Optimistic bounds cut whole branches.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count

import numpy as np
from numba import njit

from jalur.planner.verify.demand import best_of_orders, first_fitting, promises, queue_orders
from jalur.planner.verify.encode import Encoded
from jalur.planner.verify.labels import collect
from jalur.planner.verify.recipes import cook

MOST_BANDS = 32
CHUNK = 4096
EVER = -(10**9)
UNKNOWN = 1 << 40


@dataclass(frozen=True)
class Prices:
    """λ per order, μ per intake, β, φ per candidate (summed over the floors that count them), `owed` = Σ φ·minimum."""

    order: np.ndarray
    intake: np.ndarray
    budget: float
    floor: np.ndarray
    owed: float = 0.0


@njit(cache=True, nogil=True)
def look_ahead(here, available, offers, starts, low, least):
    """Per kind the first intake in reach that starts when the candidate is available, and the least net cost after."""
    offer_first, offered, cheapest, surest = offers
    kinds = surest.shape[1]
    for kind in range(kinds):
        slot = here * kinds + kind
        left, right = offer_first[slot], offer_first[slot + 1]
        final = right
        while left < right:
            middle = (left + right) // 2
            if starts[offered[middle]] < available:
                left = middle + 1
            else:
                right = middle
        low[kind] = left
        least[kind] = cheapest[left] if left < final else np.inf


@njit(cache=True, nogil=True)
def optimistic(sequence, least, surest):
    """Number of intakes in a recipe, the highest pass rate and the least net cost they can have."""
    length, rate, cost = 0, 1.0, 0.0
    while length < len(sequence) and sequence[length] >= 0:
        cost += least[sequence[length]]
        rate *= surest[sequence[length]]
        length += 1
    return length, rate, cost


@njit(cache=True, nogil=True)
def most_promising(c, band, phi, entries, hopes, order, recipes, queues, least, surest, known, who):
    """(requirement, recipe) that could give most, (−1, −1) if none gives anything; notes first fitting orders."""
    recipe_first, sequences = recipes
    queue_first, queued, keys = queues
    person, job = who
    hope, requirement, recipe = 0.0, -1, -1
    for asked in order:
        if max(hopes[asked], 0.0) + phi <= hope:
            break
        entry = entries[asked]
        if recipe_first[entry] == recipe_first[entry + 1]:
            known[asked] = -1
            continue
        begin, end = queue_first[asked], queue_first[asked + 1]
        known[asked] = first_fitting(queued[band, begin:end], c, person, job)
        if known[asked] < 0:
            continue
        worth = max(keys[band, begin + known[asked]], 0.0)
        for row in range(recipe_first[entry], recipe_first[entry + 1]):
            _, rate, cost = optimistic(sequences[row], least, surest)
            if rate * worth - cost + phi > hope:
                hope, requirement, recipe = rate * worth - cost + phi, asked, row
    return requirement, recipe


@njit(cache=True, nogil=True)
def chains(sequence, hope, worth, enough, offers, here, low, least, traits, intake, spare):
    """Unbeaten labels of a recipe that could still give more than `enough`; hope = `optimistic` of it."""
    offer_first, offered, _, surest_at = offers
    surest = surest_at[here]
    labels = spare[3]
    length, rate, cost = hope
    for position in range(length):
        kind = sequence[position]
        rate /= surest[kind]
        cost -= least[kind]
        last = offer_first[here * len(least) + kind + 1]
        room = (rate * (1 + 1e-12), cost - 1e-12, worth, enough)
        labels = collect(
            labels, spare[position % 2], spare[2], offered, low[kind], last, traits, intake, room
        )
        if len(labels) == 0:
            break
    return labels


@njit(cache=True, nogil=True)
def best_path(c, person, extra, job, intake, recipes, offers, ladder, queues, low, least, scratch):
    """(net value, order) of the candidate's best path, (0, −1) if none is worth more than nothing.

    Shapes as in `best_paths`; `low` and `least` as `look_ahead` left them.
    """
    home, state, _, weights, phis, bands = extra
    index, recipe_first, sequences = recipes
    queue_first, queued, keys = queues
    promise, ranking = ladder
    known, spare = scratch
    weight, phi, band = weights[c], phis[c], bands[c]
    hopes, order = promise[band, person[1][c], person[3][c]], ranking[band, person[1][c], person[3][c]]
    entries, surest = index[state[c]], offers[3][home[c]]
    known[:] = UNKNOWN
    # First the one recipe that promises most: what it really gives cuts most of the others off.
    favourite, first_recipe = most_promising(
        c, band, phi, entries, hopes, order, (recipe_first, sequences), queues, least, surest, known,
        (person, job),
    )  # fmt: skip
    best, chosen = 0.0, -1
    for turn in range(2 if favourite >= 0 else 0):
        for requirement in order:
            if max(hopes[requirement], 0.0) + phi <= best:
                break
            entry = entries[requirement]
            if recipe_first[entry] == recipe_first[entry + 1] or (turn == 0 and requirement != favourite):
                continue
            begin, end = queue_first[requirement], queue_first[requirement + 1]
            if known[requirement] == UNKNOWN:
                known[requirement] = first_fitting(queued[band, begin:end], c, person, job)
            if known[requirement] < 0:
                continue
            begin += known[requirement]
            worth = max(keys[band, begin], 0.0)
            if worth + phi <= best:
                continue
            for recipe in range(recipe_first[entry], recipe_first[entry + 1]):
                if (requirement == favourite and recipe == first_recipe) != (turn == 0):
                    continue
                hope = optimistic(sequences[recipe], least, surest)
                if hope[1] * worth - hope[2] + phi <= best:
                    continue
                labels = chains(
                    sequences[recipe], hope, worth, best - phi, offers, home[c], low, least,
                    (person[0][c], person[2][c]), intake, spare,
                )  # fmt: skip
                if len(labels):
                    best, found = best_of_orders(
                        labels,
                        queued[band, begin:end],
                        keys[band, begin:end],
                        best,
                        c,
                        weight,
                        phi,
                        person,
                        job,
                    )
                    chosen = found if found >= 0 else chosen
    return best, chosen


@njit(cache=True, nogil=True)
def best_paths(rows, person, extra, job, intake, recipes, offers, ladder, queues):
    """max(0, best net value) of the candidates in `rows`, best sorted by home and day available, and its order or −1.

    person = (birth, sex, education, wish, wishes); extra = (home, state, available, weight, phi, band);
    job = (destination, ready, ready as yyyymmdd, limits, sex, value, λ);
    intake = (starts, ends, limits, passing, net cost, true cost, starts as yyyymmdd);
    recipes = (index, first, sequences); offers = (first, listed, cheapest from here on, highest pass rate);
    ladder = (max weight·value − λ by band, sex, wish and requirement; requirements by falling promise);
    queues = (first, orders per band, keys per band).
    """
    home, _, available, weights, _, _ = extra
    result, orders = np.zeros(len(rows)), np.full(len(rows), -1)
    nothing = np.array([[float(EVER), 1.0, 0.0, 0.0]])
    spare = (np.empty((256, 4)), np.empty((256, 4)), np.empty((256, 3)), nothing)
    kinds = offers[3].shape[1]
    low, least = np.zeros(kinds, np.int64), np.zeros(kinds)
    scratch = (np.zeros(len(queues[0]), np.int64), spare)
    last_home, last_day = -1, 0
    for row in range(len(rows)):
        c = rows[row]
        if weights[c] <= 0:
            continue
        if home[c] != last_home or available[c] != last_day:
            last_home, last_day = home[c], available[c]
            look_ahead(last_home, last_day, offers, intake[0], low, least)
        result[row], orders[row] = best_path(
            c, person, extra, job, intake, recipes, offers, ladder, queues, low, least, scratch
        )
    return result, orders


def bands(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Band of each candidate's weight, and the highest weight in each band."""
    values = np.unique(weight)
    if len(values) > MOST_BANDS:
        values = np.unique(np.quantile(values, np.linspace(0, 1, MOST_BANDS + 1)[1:], method="higher"))
    return np.searchsorted(values, weight).astype(np.int32), values


def attendable(data: Encoded) -> tuple[np.ndarray, np.ndarray]:
    """Per home and kind the intakes in reach by first day: offsets (homes · kinds + 1) and intake indices."""
    kinds = len(data.taught)
    order = np.lexsort((data.starts, data.kind))
    per_slot = np.zeros(data.within.shape[0] * kinds, np.int64)
    listed = []
    for home, row in enumerate(data.within):
        mine = order[row[order]]
        per_slot[home * kinds : (home + 1) * kinds] = np.bincount(data.kind[mine], minlength=kinds)
        listed.append(mine.astype(np.int32))
    return np.concatenate([[0], np.cumsum(per_slot)]), np.concatenate([*listed, np.zeros(0, np.int32)])


@njit(cache=True)
def outlook(first, listed, net, passing, kinds):
    """Cheapest net cost from each position to the end of its slot, and the highest pass rate per slot."""
    cheapest = np.empty(len(listed) + 1)
    surest = np.ones((max(1, (len(first) - 1) // kinds), kinds))
    for slot in range(len(first) - 1):
        low, high = np.inf, 0.0
        for position in range(first[slot + 1] - 1, first[slot] - 1, -1):
            low = min(low, net[listed[position]])
            high = max(high, passing[listed[position]])
            cheapest[position] = low
        if high > 0:
            surest[slot // kinds, slot % kinds] = high
    return cheapest, surest


def gains(
    data: Encoded, prices: Prices, cost_weight: float, most: int, workers: int | None = None
) -> np.ndarray:
    """Each candidate's max(0, best path's value net of prices), float64, in the order of the table."""
    net = data.cost * (cost_weight + prices.budget) + prices.intake
    # The true cost matters only where a floor's price could carry a path whose own value is not above 0.
    true = data.cost * cost_weight if (prices.floor > 0).any() else np.zeros(len(net))
    offer_first, listed = attendable(data)
    cheapest, surest = outlook(offer_first, listed, net, data.passing, max(1, len(data.taught)))
    band, weights = bands(data.weight)
    limit = np.column_stack([data.order_youngest, data.order_oldest, data.order_education])
    intake_limit = np.column_stack([data.intake_youngest, data.intake_oldest, data.intake_education])
    shared = (
        (data.birth, data.sex, data.education, data.wish, data.wishes),
        (data.home, data.state, data.available, data.weight, prices.floor, band),
        (data.destination, data.ready, data.ready_calendar, limit, data.order_sex, data.worth, prices.order),
        (data.starts, data.ends, intake_limit, data.passing, net, true, data.starts_calendar),
        cook(data, most),
        (offer_first, listed, cheapest, surest),
        promises(data, prices.order, weights),
        queue_orders(data, prices.order, weights),
    )
    rows = np.lexsort((data.state, data.available, data.home))
    parts = np.array_split(rows, max(1, len(rows) // CHUNK))
    with ThreadPoolExecutor(workers or cpu_count()) as pool:
        found = np.concatenate(list(pool.map(lambda some: best_paths(some, *shared)[0], parts)))
    best = np.empty(len(rows))
    best[rows] = found
    return best
