"""A candidate's best path among what is still open, one candidate after the other, compiled. For `baselines` alone.

Per candidate: for each set of requirements in falling order of what it could give, for each recipe, the labels
(last day, pass rate, net cost, true cost) that nothing beats, then the orders. Optimistic bounds cut whole branches, and
stay optimistic when something closes meanwhile.
"""

from typing import Any

import numpy as np
from numba import njit

from jalur.planner.verify.bound import Prices, attendable, bands, standings
from jalur.planner.verify.encode import Encoded

EVER = -(10**9)
UNKNOWN = 1 << 40
LONGEST_TABLE = 20_000_000


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


@njit(cache=True, nogil=True, inline="always")
def fits(j, birth, sex, education, wishes, destination, ready_calendar, limit, order_sex):
    """True if order j asks for this birth date, sex and schooling, and its destination is wished for."""
    if not wishes[destination[j]] or (order_sex[j] >= 0 and order_sex[j] != sex):
        return False
    age = (ready_calendar[j] - birth) // 10_000
    return limit[j, 0] <= age <= limit[j, 1] and education >= limit[j, 2]


@njit(cache=True, nogil=True)
def first_fitting(queue, c, person, job):
    """Position in `queue` of the first order the candidate fits, −1 if there is none."""
    destination, _, ready_calendar, limit, order_sex, _, _ = job
    birth, sex, education, wishes = person[0][c], person[1][c], person[2][c], person[4][person[3][c]]
    for position in range(len(queue)):
        if fits(
            queue[position], birth, sex, education, wishes, destination, ready_calendar, limit, order_sex
        ):
            return position
    return -1


@njit(cache=True, nogil=True)
def best_of_orders(labels, queue, keys, best, c, weight, phi, person, job):
    """Best net value over the orders in `queue` (falling `keys`) that `labels` reach, its order; or `best`, −1."""
    destination, ready, ready_calendar, limit, order_sex, worth, price = job
    birth, sex, education, wishes = person[0][c], person[1][c], person[2][c], person[4][person[3][c]]
    chosen = -1
    highest, lowest = 0.0, np.inf
    for row in range(len(labels)):
        highest = max(highest, labels[row, 1])
        lowest = min(lowest, labels[row, 2])
    for position in range(len(queue)):
        if highest * max(keys[position], 0.0) - lowest + phi <= best:
            break
        j = queue[position]
        if not fits(j, birth, sex, education, wishes, destination, ready_calendar, limit, order_sex):
            continue
        for row in range(len(labels)):
            if labels[row, 0] > ready[j]:
                break
            gain = weight * worth[j] * labels[row, 1]
            net = gain - labels[row, 2] - price[j] + phi
            if gain > labels[row, 3] and net > best:
                best, chosen = net, j
    return best, chosen


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
        if max(hopes[asked], 0.0) + phi <= hope or hopes[asked] == -np.inf:
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

    person = (birth, sex, education, wish, wishes); extra = (home, state, available, weight, phi, band, standing);
    job = (destination, ready, ready as yyyymmdd, limits, sex, value, λ);
    intake = (starts, ends, limits, passing, net cost, true cost, starts as yyyymmdd);
    recipes = (index, first, sequences); offers = (first, listed, cheapest from here on, highest pass rate);
    ladder = (max weight·value − λ by band, standing, wish and requirement; requirements by falling promise);
    queues = (first, orders per band, keys per band); `low` and `least` as `look_ahead` left them.
    """
    home, state, _, weights, phis, bands, standings = extra
    index, recipe_first, sequences = recipes
    queue_first, queued, keys = queues
    promise, ranking = ladder
    known, spare = scratch
    weight, phi, band = weights[c], phis[c], bands[c]
    hopes, order = promise[band, standings[c], person[3][c]], ranking[band, standings[c], person[3][c]]
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
            if max(hopes[requirement], 0.0) + phi <= best or hopes[requirement] == -np.inf:
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


def promises(
    data: Encoded, price: np.ndarray, weights: np.ndarray, standing: list[tuple[int, int]]
) -> tuple[np.ndarray, np.ndarray]:
    """What each requirement can give at most, by band, standing and wish; and requirements by falling promise."""
    requirements = len(data.wanted)
    wishes, destination = data.wishes, data.destination
    if len(weights) * len(standing) * len(wishes) * requirements * wishes.shape[1] > LONGEST_TABLE:
        wishes, destination = np.ones((len(wishes), 1), np.uint8), np.zeros_like(data.destination)
    table = np.full((len(weights), len(standing), requirements, wishes.shape[1]), -np.inf)
    for place, (sex, education) in enumerate(standing):
        fits = ((data.order_sex < 0) | (data.order_sex == sex)) & (data.order_education <= education)
        for band, weight in enumerate(weights):
            worth = (weight * data.worth - price)[fits]
            np.maximum.at(table[band, place], (data.requirement[fits], destination[fits]), worth)
    promise = np.full((len(weights), len(standing), len(wishes), requirements), -np.inf)
    for wish, wanted in enumerate(wishes.astype(bool)):
        if wanted.any():
            promise[:, :, wish] = table[:, :, :, wanted].max(axis=3)
    return promise, np.argsort(-promise, axis=3, kind="stable").astype(np.int32)


def queue_orders(
    data: Encoded, price: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Orders by requirement and, per band, by falling weight·value − λ: offsets, orders per band, keys per band."""
    queued = np.empty((len(weights), len(price)), np.int32)
    keys = np.empty((len(weights), len(price)))
    for band, weight in enumerate(weights):
        worth = weight * data.worth - price
        queued[band] = np.lexsort((-worth, data.requirement))
        keys[band] = worth[queued[band]]
    first = np.concatenate([[0], np.cumsum(np.bincount(data.requirement, minlength=len(data.wanted)))])
    return first.astype(np.int64), queued, keys


def arguments(data: Encoded, prices: Prices, cost_weight: float, recipes: Any) -> tuple[Any, ...]:
    """What `best_path` takes of an instance, at these prices; `recipes` as `cook` gives them."""
    net = data.cost * (cost_weight + prices.budget) + prices.intake
    # The true cost matters only where a floor's price could carry a path whose own value is not above 0.
    true = data.cost * cost_weight if (prices.floor > 0).any() else np.zeros(len(net))
    offer_first, listed = attendable(data)
    cheapest, surest = outlook(offer_first, listed, net, data.passing, max(1, len(data.taught)))
    band, weights = bands(data.weight)
    standing, meaning = standings(data)
    limit = np.column_stack([data.order_youngest, data.order_oldest, data.order_education])
    intake_limit = np.column_stack([data.intake_youngest, data.intake_oldest, data.intake_education])
    return (
        (data.birth, data.sex, data.education, data.wish, data.wishes),
        (data.home, data.state, data.available, data.weight, prices.floor, band, standing),
        (data.destination, data.ready, data.ready_calendar, limit, data.order_sex, data.worth, prices.order),
        (data.starts, data.ends, intake_limit, data.passing, net, true, data.starts_calendar),
        recipes,
        (offer_first, listed, cheapest, surest),
        promises(data, prices.order, weights, meaning),
        queue_orders(data, prices.order, weights),
    )
