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


@dataclass(frozen=True)
class Prices:
    """λ per order, μ per intake, β, φ per candidate (summed over the floors that count them), `owed` = Σ φ·minimum."""

    order: np.ndarray
    intake: np.ndarray
    budget: float
    floor: np.ndarray
    owed: float = 0.0


@njit(cache=True, nogil=True)
def collect(
    part,
    starts,
    ends,
    limit,
    passing,
    net,
    true,
    offered,
    first,
    last,
    c_birth,
    c_edu,
    c_from,
    calendar,
    room,
):
    """Extend every label of `part` by every intake of offered[first:last] the candidate may take.

    Labels are rows (last day, pass rate, net cost, true cost), sorted by last day in and out, none beaten by another
    that ends no later, passes no less and costs no more. `room` = (rest_passing, rest_cost, worth, enough): labels
    that can't lead to more than `enough` are left out.
    """  # fmt: skip
    rest_passing, rest_cost, worth, enough = room
    made = np.empty((64, 4))
    count = 0
    active = np.empty((len(part), 3))
    alive, ahead = 0, 0
    for position in range(first, last):
        intake = offered[position]
        if starts[intake] < c_from:
            continue
        age = (calendar[intake] - c_birth) // 10_000
        if age < limit[intake, 0] or age > limit[intake, 1] or c_edu < limit[intake, 2]:
            continue
        while ahead < len(part) and part[ahead, 0] < starts[intake]:
            alive = admit(active, alive, part[ahead, 1], part[ahead, 2], part[ahead, 3])
            ahead += 1
        for row in range(alive):
            rate = active[row, 0] * passing[intake]
            paid = active[row, 1] + net[intake]
            if rate * rest_passing * worth - paid - rest_cost <= enough:
                continue
            if count == len(made):
                longer = np.empty((2 * count, 4))
                longer[:count] = made
                made = longer
            made[count, 0] = ends[intake]
            made[count, 1] = rate
            made[count, 2] = paid
            made[count, 3] = active[row, 2] + true[intake]
            count += 1
    return thin(made, count)


@njit(cache=True, nogil=True)
def admit(active, alive, rate, paid, spent):
    """Add (rate, paid, spent) to the unbeaten ones; the new number of them."""
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
def thin(made, count):
    """Labels sorted by last day without the beaten ones."""
    order = np.argsort(made[:count, 0], kind="mergesort")
    kept = np.empty((count, 4))
    size = 0
    for item in order:
        beaten = False
        for row in range(size):
            if (
                kept[row, 1] >= made[item, 1]
                and kept[row, 2] <= made[item, 2]
                and kept[row, 3] <= made[item, 3]
            ):
                beaten = True
                break
        if not beaten:
            kept[size] = made[item]
            size += 1
    return kept[:size]


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
            if gain - labels[row, 3] > 0:
                best = max(best, gain - labels[row, 2] - price[j] + phi)
    return best


@njit(cache=True, nogil=True)
def best_paths(
    begin,
    end,
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
    """max(0, best net value) of candidates begin..end.

    person = (birth, sex, education, wish, wishes); extra = (home, state, available, weight, phi, band);
    intake = (starts, ends, limit, passing, net, true, calendar);
    recipes = (index, first, sequences); offers = (first, listed, cheapest from here on, highest pass rate);
    promise[band, sex, wish, requirement] = max weight·value − λ, ranking = requirements by falling promise;
    queues = (first, orders, keys per band).
    """  # fmt: skip
    birth, sex, education, wish, _ = person
    home, state, available, weights, phis, band = extra
    starts, ends, limit, passing, net, true, calendar = intake
    index, recipe_first, sequences = recipes
    offer_first, offered, cheapest, surest = offers
    queue_first, queued, keys = queues
    kinds = surest.shape[1]
    result = np.zeros(end - begin)
    nothing = np.zeros((1, 4))
    nothing[0, 0] = EVER
    nothing[0, 1] = 1.0
    low = np.zeros(most, np.int64)
    for c in range(begin, end):
        best, phi, w = 0.0, phis[c], weights[c]
        b, here = band[c], home[c]
        if w <= 0:
            continue
        for requirement in ranking[b, sex[c], wish[c]]:
            worth = promise[b, sex[c], wish[c], requirement]
            if max(worth, 0.0) + phi <= best:
                break
            queue = queued[b, queue_first[requirement] : queue_first[requirement + 1]]
            queue_keys = keys[b, queue_first[requirement] : queue_first[requirement + 1]]
            entry = index[state[c], requirement]
            for recipe in range(recipe_first[entry], recipe_first[entry + 1]):
                length, rate, least = 0, 1.0, 0.0
                while length < most and sequences[recipe, length] >= 0:
                    slot = here * kinds + sequences[recipe, length]
                    # the first intake of this kind that starts when the candidate is available
                    left, right = offer_first[slot], offer_first[slot + 1]
                    final = right
                    while left < right:
                        middle = (left + right) // 2
                        if starts[offered[middle]] < available[c]:
                            left = middle + 1
                        else:
                            right = middle
                    low[length] = left
                    least += cheapest[left] if left < final else np.inf
                    rate *= surest[here, sequences[recipe, length]]
                    length += 1
                if rate * max(worth, 0.0) - least + phi <= best:
                    continue
                labels = nothing
                rest_rate, rest_cost = rate, least
                for position in range(length):
                    slot = here * kinds + sequences[recipe, position]
                    rest_rate /= surest[here, sequences[recipe, position]]
                    rest_cost -= cheapest[low[position]]
                    room = (rest_rate * (1 + 1e-12), rest_cost - 1e-12, max(worth, 0.0), best - phi)
                    labels = collect(
                        labels, starts, ends, limit, passing, net, true, offered, low[position],
                        offer_first[slot + 1], birth[c], education[c], available[c], calendar, room,
                    )  # fmt: skip
                    if len(labels) == 0:
                        break
                if len(labels):
                    best = best_of_orders(labels, queue, queue_keys, best, c, w, phi, person, job, price)
        result[c - begin] = best
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
    count = len(data.weight)

    def part(begin: int) -> np.ndarray:
        return best_paths(begin, min(count, begin + CHUNK), *rest)

    with ThreadPoolExecutor(workers or cpu_count()) as pool:
        return np.concatenate(list(pool.map(part, range(0, count, CHUNK))))
