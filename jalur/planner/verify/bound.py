"""The bound that prices prove: for every candidate the best path net of prices, exactly, then the dual's sum.

Per candidate: for each set of requirements in falling order of what it could give, for each recipe, the labels
(last day, pass rate, net cost, true cost) that nothing beats, then the orders. Whole branches fall to optimistic bounds.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from typing import Any

import numpy as np
from numba import njit

from jalur.planner.verify.encode import Encoded
from jalur.planner.verify.recipes import cook

MOST_BANDS = 32
LONGEST_TABLE = 20_000_000
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
def admit(active, alive, rate, paid, spent):
    """Add (rate, paid, spent) to the unbeaten rows of `active`; the new number of them."""
    for row in range(alive):
        if active[row, 0] >= rate and active[row, 1] <= paid and active[row, 2] <= spent:
            return alive
    kept = 0
    for row in range(alive):
        if not (rate >= active[row, 0] and paid <= active[row, 1] and spent <= active[row, 2]):
            active[kept] = active[row]
            kept += 1
    active[kept, 0] = rate
    active[kept, 1] = paid
    active[kept, 2] = spent
    return kept + 1


@njit(cache=True, nogil=True)
def insert(made, count, day, rate, paid, spent):
    """Add a label to `made`, sorted by last day without beaten labels; the new number of them."""
    place = count
    while place > 0 and made[place - 1, 0] > day:
        place -= 1
    for row in range(place):
        if made[row, 1] >= rate and made[row, 2] <= paid and made[row, 3] <= spent:
            return count
    kept = place
    while kept > 0 and made[kept - 1, 0] == day:
        kept -= 1
    place = kept
    for row in range(kept, count):
        if not (rate >= made[row, 1] and paid <= made[row, 2] and spent <= made[row, 3]):
            made[kept] = made[row]
            kept += 1
    for row in range(kept, place, -1):
        made[row] = made[row - 1]
    made[place, 0] = day
    made[place, 1] = rate
    made[place, 2] = paid
    made[place, 3] = spent
    return kept + 1


@njit(cache=True, nogil=True)
def collect(part, made, active, offered, first, last, person, intake, room):
    """Extend every label of `part` by every intake of offered[first:last] the candidate may take.

    Labels are rows (last day, pass rate, net cost, true cost), sorted by last day in and out, none beaten by another
    that ends no later, passes no less and costs no more. They are written to `made`, longer where need be.
    person = (birth, education); room = (rest_passing, rest_cost, worth, enough): labels that can't lead to more than
    `enough` are left out.
    """
    birth, education = person
    starts, ends, limit, passing, net, true, calendar = intake
    rest_passing, rest_cost, worth, enough = room
    count, alive, ahead = 0, 0, 0
    if len(active) <= len(part):
        active = np.empty((2 * len(part) + 2, 3))
    for position in range(first, last):
        item = offered[position]
        if education < limit[item, 2]:
            continue
        age = (calendar[item] - birth) // 10_000
        if age < limit[item, 0] or age > limit[item, 1]:
            continue
        while ahead < len(part) and part[ahead, 0] < starts[item]:
            alive = admit(active, alive, part[ahead, 1], part[ahead, 2], part[ahead, 3])
            ahead += 1
        for row in range(alive):
            rate = active[row, 0] * passing[item]
            paid = active[row, 1] + net[item]
            if rate * rest_passing * worth - paid - rest_cost <= enough:
                continue
            if count + 1 >= len(made):
                longer = np.empty((2 * len(made), 4))
                longer[:count] = made[:count]
                made = longer
            count = insert(made, count, ends[item], rate, paid, active[row, 2] + true[item])
    return made[:count]


@njit(cache=True, nogil=True)
def first_fitting(queue, c, person, job):
    """Position in `queue` of the first order the candidate fits, −1 if there is none."""
    birth, sex, education, wish, wishes = person
    destination, _, ready_calendar, limit, order_sex, _ = job
    for position in range(len(queue)):
        j = queue[position]
        if not wishes[wish[c], destination[j]] or (order_sex[j] >= 0 and order_sex[j] != sex[c]):
            continue
        age = (ready_calendar[j] - birth[c]) // 10_000
        if limit[j, 0] <= age <= limit[j, 1] and education[c] >= limit[j, 2]:
            return position
    return -1


@njit(cache=True, nogil=True)
def best_of_orders(labels, queue, keys, best, c, weight, phi, person, job, price):
    """The best net value over the orders in `queue` (falling `keys`) reached by `labels`."""
    birth, sex, education, wish, wishes = person
    destination, ready, ready_calendar, limit, order_sex, worth = job
    highest, lowest = 0.0, np.inf
    for row in range(len(labels)):
        highest = max(highest, labels[row, 1])
        lowest = min(lowest, labels[row, 2])
    for position in range(len(queue)):
        if highest * max(keys[position], 0.0) - lowest + phi <= best:
            break
        j = queue[position]
        if not wishes[wish[c], destination[j]] or (order_sex[j] >= 0 and order_sex[j] != sex[c]):
            continue
        age = (ready_calendar[j] - birth[c]) // 10_000
        if age < limit[j, 0] or age > limit[j, 1] or education[c] < limit[j, 2]:
            continue
        for row in range(len(labels)):
            if labels[row, 0] > ready[j]:
                break
            gain = weight * worth[j] * labels[row, 1]
            if gain > labels[row, 3]:
                best = max(best, gain - labels[row, 2] - price[j] + phi)
    return best


@njit(cache=True, nogil=True)
def look_ahead(here, available, kinds, offer_first, offered, cheapest, starts, low, least):
    """Per kind the first intake in reach that starts when the candidate is available, and the least net cost after."""
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
def best_paths(
    rows,
    most,
    person,
    extra,
    job,
    price,
    intake,
    recipes,
    offers,
    promise,
    ranking,
    queues,
):
    """max(0, best net value) of the candidates in `rows`, best sorted by home and day available.

    person = (birth, sex, education, wish, wishes); extra = (home, state, available, weight, phi, band);
    intake = (starts, ends, limit, passing, net, true, calendar);
    recipes = (index, first, sequences); offers = (first, listed, cheapest from here on, highest pass rate);
    promise[band, sex, wish, requirement] = max weight·value − λ, ranking = requirements by falling promise;
    queues = (first, orders per band, keys per band).
    """  # fmt: skip
    birth, sex, education, wish, _ = person
    home, state, available, weights, phis, band = extra
    index, recipe_first, sequences = recipes
    offer_first, offered, cheapest, surest_at = offers
    queue_first, queued, keys = queues
    kinds = surest_at.shape[1]
    result = np.zeros(len(rows))
    nothing = np.array([[float(EVER), 1.0, 0.0, 0.0]])
    spare = (np.empty((256, 4)), np.empty((256, 4)))
    active = np.empty((256, 3))
    low, least = np.zeros(kinds, np.int64), np.zeros(kinds)
    known = np.zeros(len(queue_first), np.int64)
    last_home, last_day = -1, 0
    for row in range(len(rows)):
        c = rows[row]
        best, phi, here = 0.0, phis[c], home[c]
        if weights[c] <= 0:
            continue
        if here != last_home or available[c] != last_day:
            last_home, last_day = here, available[c]
            look_ahead(here, last_day, kinds, offer_first, offered, cheapest, intake[0], low, least)
        surest = surest_at[here]
        known[:] = UNKNOWN
        hopes, order = promise[band[c], sex[c], wish[c]], ranking[band[c], sex[c], wish[c]]
        # First the one recipe that promises most: what it really gives cuts most of the others off.
        hope, favourite = best, np.int64(-1)
        for requirement in order:
            if max(hopes[requirement], 0.0) + phi <= hope:
                break
            entry = index[state[c], requirement]
            if recipe_first[entry] == recipe_first[entry + 1]:
                continue
            begin, end = queue_first[requirement], queue_first[requirement + 1]
            known[requirement] = first_fitting(queued[band[c], begin:end], c, person, job)
            if known[requirement] < 0:
                continue
            worth = max(keys[band[c], begin + known[requirement]], 0.0)
            for recipe in range(recipe_first[entry], recipe_first[entry + 1]):
                _, rate, cost = optimistic(sequences[recipe], least, surest)
                if rate * worth - cost + phi > hope:
                    hope, favourite = rate * worth - cost + phi, recipe * len(order) + requirement
        if favourite < 0:
            continue
        for turn in range(2):
            for requirement in order:
                if max(hopes[requirement], 0.0) + phi <= best:
                    break
                entry = index[state[c], requirement]
                if recipe_first[entry] == recipe_first[entry + 1] or known[requirement] < 0:
                    continue
                if turn == 0 and requirement != favourite % len(order):
                    continue
                begin, end = queue_first[requirement], queue_first[requirement + 1]
                if known[requirement] == UNKNOWN:
                    known[requirement] = first_fitting(queued[band[c], begin:end], c, person, job)
                    if known[requirement] < 0:
                        continue
                begin += known[requirement]
                worth = max(keys[band[c], begin], 0.0)
                if worth + phi <= best:
                    continue
                for recipe in range(recipe_first[entry], recipe_first[entry + 1]):
                    if (recipe * len(order) + requirement == favourite) != (turn == 0):
                        continue
                    sequence = sequences[recipe]
                    length, rate, cost = optimistic(sequence, least, surest)
                    if rate * worth - cost + phi <= best:
                        continue
                    labels = nothing
                    for position in range(length):
                        kind = sequence[position]
                        rate /= surest[kind]
                        cost -= least[kind]
                        labels = collect(
                            labels, spare[position % 2], active, offered, low[kind],
                            offer_first[here * kinds + kind + 1], (birth[c], education[c]), intake,
                            (rate * (1 + 1e-12), cost - 1e-12, worth, best - phi),
                        )  # fmt: skip
                        if len(labels) == 0:
                            break
                    if len(labels):
                        best = best_of_orders(
                            labels, queued[band[c], begin:end], keys[band[c], begin:end], best, c, weights[c],
                            phi, person, job, price,
                        )  # fmt: skip
        result[row] = best
    return result


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


def promises(data: Encoded, price: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What each requirement can give at most, by band, sex and wish; and requirements by falling promise."""
    requirements = len(data.wanted)
    wishes = data.wishes
    if len(weights) * 2 * len(wishes) * requirements * wishes.shape[1] > LONGEST_TABLE:
        wishes = np.ones((len(wishes), 1), np.uint8)
        destination = np.zeros_like(data.destination)
    else:
        destination = data.destination
    table = np.full((len(weights), 2, requirements, wishes.shape[1]), -np.inf)
    for sex in (0, 1):
        fits = (data.order_sex < 0) | (data.order_sex == sex)
        for band, weight in enumerate(weights):
            worth = (weight * data.worth - price)[fits]
            np.maximum.at(table[band, sex], (data.requirement[fits], destination[fits]), worth)
    promise = np.full((len(weights), 2, len(wishes), requirements), -np.inf)
    for wish, wanted in enumerate(wishes.astype(bool)):
        if wanted.any():
            promise[:, :, wish] = table[:, :, :, wanted].max(axis=3)
    return promise, np.argsort(-promise, axis=3, kind="stable").astype(np.int32)


def queue_orders(data: Encoded, price: np.ndarray, weights: np.ndarray) -> Any:
    """Orders by requirement and, per band, by falling weight·value − λ: offsets, orders per band, keys per band."""
    queued = np.empty((len(weights), len(price)), np.int32)
    keys = np.empty((len(weights), len(price)))
    for band, weight in enumerate(weights):
        worth = weight * data.worth - price
        queued[band] = np.lexsort((-worth, data.requirement))
        keys[band] = worth[queued[band]]
    first = np.concatenate([[0], np.cumsum(np.bincount(data.requirement, minlength=len(data.wanted)))])
    return first.astype(np.int64), queued, keys


def gains(
    data: Encoded, prices: Prices, cost_weight: float, most: int, workers: int | None = None
) -> np.ndarray:
    """Each candidate's max(0, best path's value net of prices), float64, in the order of the table."""
    net = data.cost * (cost_weight + prices.budget) + prices.intake
    true = data.cost * cost_weight if (prices.floor > 0).any() else np.zeros(len(net))
    index, first, sequences = cook(data, most)
    offer_first, listed = attendable(data)
    cheapest, surest = outlook(offer_first, listed, net, data.passing, max(1, len(data.taught)))
    band, weights = bands(data.weight)
    promise, ranking = promises(data, prices.order, weights)
    person = (data.birth, data.sex, data.education, data.wish, data.wishes)
    extra = (data.home, data.state, data.available, data.weight, prices.floor, band)
    limit = np.column_stack([data.order_youngest, data.order_oldest, data.order_education])
    job = (data.destination, data.ready, data.ready_calendar, limit, data.order_sex, data.worth)
    intake_limit = np.column_stack([data.intake_youngest, data.intake_oldest, data.intake_education])
    intake = (data.starts, data.ends, intake_limit, data.passing, net, true, data.starts_calendar)
    rest = (
        most, person, extra, job, prices.order, intake, (index, first, sequences),
        (offer_first, listed, cheapest, surest), promise, ranking, queue_orders(data, prices.order, weights),
    )  # fmt: skip
    rows = np.lexsort((data.state, data.available, data.home))
    parts = np.array_split(rows, max(1, len(rows) // CHUNK))

    def part(some: np.ndarray) -> np.ndarray:
        return best_paths(some, *rest)

    with ThreadPoolExecutor(workers or cpu_count()) as pool:
        found = np.concatenate(list(pool.map(part, parts)))
    best = np.empty(len(rows))
    best[rows] = found
    return best
