"""The search for a candidate's best path under prices, compiled.

Candidates come sorted by home, schooling and birth; those of a block share what can be said of all of them at once: the
intakes any of them may take, bounds on every recipe, and, for the recipes and lots that someone asks for, what the
rest of the way costs at least from each date on. What a bound leaves open is searched in depth, to the letter.
One file, because a compiled function kept on disk does not see a change in another file.
"""

from functools import partial
from typing import NamedTuple

import numpy as np
from numba import njit

# The arrays are held by the callers; counting references to them at every call would take longer than the search.
kernel = partial(njit, cache=True, nogil=True, _nrt=False, error_model="numpy")

# Rows of bounds that a thread keeps; one that another recipe and lot needs is laid over.
KEPT = 1 << 12
# How much of a placement's worth a promise may miss where the first search looks.
CLOSE = 0.01


class World(NamedTuple):
    """Everything the search reads. Dates are positions among the distinct first days; births are yyyymmdd."""

    home: np.ndarray
    education: np.ndarray
    birth: np.ndarray
    state: np.ndarray
    date: np.ndarray  # the first on which the candidate is available
    weight: np.ndarray
    phi: np.ndarray
    wish: np.ndarray
    wishes: np.ndarray  # × destinations
    weight_number: np.ndarray
    weights: int  # distinct ones
    likeness: np.ndarray  # number of those of the same band, sex, schooling and wishes
    # orders that differ in deadline and price only are a lot; orders are sorted by lot
    lot_first: np.ndarray
    lot_worth: np.ndarray
    lot_destination: np.ndarray
    lot_requirement: np.ndarray
    lot_youngest: np.ndarray
    lot_oldest: np.ndarray
    deadline: np.ndarray  # distinct ones, rising, as yyyymmdd
    order_column: np.ndarray  # position among them
    order_price: np.ndarray
    # the lots that people alike may fill, by requirement and falling weight · worth − lowest price
    fit_first: np.ndarray
    fit_lot: np.ndarray
    fit_key: np.ndarray
    ranking: np.ndarray  # likeness × requirements, by falling first key
    intake_opens: np.ndarray
    intake_after: np.ndarray  # first date after its last day
    intake_column: np.ndarray  # first deadline that its last day meets
    intake_calendar: np.ndarray
    intake_youngest: np.ndarray
    intake_oldest: np.ndarray
    intake_education: np.ndarray
    intake_passing: np.ndarray
    intake_net: np.ndarray
    intake_true: np.ndarray
    offer_first: np.ndarray
    offered: np.ndarray
    entry: np.ndarray  # states × requirements
    entry_first: np.ndarray
    recipe_kinds: np.ndarray
    recipe_length: np.ndarray
    recipe_tail: np.ndarray
    tail_kind: np.ndarray  # tail 0 is the empty one
    tail_next: np.ndarray


class Room(NamedTuple):
    """Working memory of one thread."""

    block: np.ndarray  # its number
    item: np.ndarray  # intakes somebody of the block may take, by kind and first day
    begin: np.ndarray  # kinds × dates: where those of a date or later begin
    stop: np.ndarray
    high: np.ndarray  # highest and lowest pass rate of each kind
    low: np.ndarray
    ahead: np.ndarray  # tails × dates: least net cost of the tail's intakes from a date on
    surest: np.ndarray
    due: np.ndarray  # kept rows × deadlines: lowest price of an order with that deadline or a later one
    due_of: np.ndarray  # what each row is of
    give: np.ndarray  # kept rows × steps × (at the lowest, the highest chance to get there) × dates
    reach: np.ndarray  # those chances
    row_of: np.ndarray  # what each kept row is of
    hope: np.ndarray  # per requirement
    place: np.ndarray  # in `item`, by step
    taken: np.ndarray  # intakes by step: of the path looked at, then of the best path found
    spent: np.ndarray  # by step: chance to pass, net cost, true cost


def make_room(world: World) -> Room:
    """Return working memory for one thread."""
    homes, dates = int(world.home.max()) + 1, int(world.intake_after.max(initial=0)) + 1
    kinds = (len(world.offer_first) - 1) // homes
    most = int(np.diff(world.offer_first[:: max(1, kinds)]).max(initial=0))
    steps = world.recipe_kinds.shape[1]
    return Room(
        np.zeros(1, np.int64),
        np.zeros(most + 1, np.int32),
        np.zeros((kinds, dates + 1), np.int32),
        np.zeros(kinds, np.int32),
        np.zeros(kinds),
        np.zeros(kinds),
        np.zeros((len(world.tail_kind), dates + 1)),
        np.ones(len(world.tail_kind)),
        np.empty((KEPT, len(world.deadline) + 1)),
        np.full(KEPT, -1, np.int64),
        np.empty((KEPT, steps, 2, dates + 1)),
        np.empty((KEPT, steps, 2)),
        np.full((KEPT, 3), -1, np.int64),
        np.empty(world.entry.shape[1]),
        np.zeros(steps + 1, np.int64),
        np.zeros((2, steps), np.int64),
        np.zeros((steps + 1, 3)),
    )


@kernel(inline="always")
def scatter(key):
    """Return the kept row where a key belongs."""
    return (key * 0x9E3779B1 >> 7) & (KEPT - 1)


@kernel()
def admits(world, item, education, oldest, youngest):
    """True if somebody born in between, of that schooling, may take the intake."""
    if education < world.intake_education[item]:
        return False
    most = (world.intake_calendar[item] - oldest) // 10_000
    least = (world.intake_calendar[item] - youngest) // 10_000
    return most >= world.intake_youngest[item] and least <= world.intake_oldest[item]


@kernel()
def lay_block(world, room, home, education, oldest, youngest):
    """Fill what the people of a block share: their intakes, and per tail its least cost and highest pass rate."""
    kinds, dates = room.begin.shape[0], room.begin.shape[1] - 1
    room.block[0] += 1
    count = 0
    for kind in range(kinds):
        room.high[kind], room.low[kind], date = 0.0, 1.0, 0
        for place in range(
            world.offer_first[home * kinds + kind], world.offer_first[home * kinds + kind + 1]
        ):
            item = world.offered[place]
            if not admits(world, item, education, oldest, youngest):
                continue
            while date <= world.intake_opens[item]:
                room.begin[kind, date] = count
                date += 1
            room.item[count] = item
            room.high[kind] = max(room.high[kind], world.intake_passing[item])
            room.low[kind] = min(room.low[kind], world.intake_passing[item])
            count += 1
        for later in range(date, dates + 1):
            room.begin[kind, later] = count
        room.stop[kind] = count
    for tail in range(1, len(world.tail_kind)):
        kind, rest = world.tail_kind[tail], world.tail_next[tail]
        room.surest[tail] = room.high[kind] * room.surest[rest]
        least, place = np.inf, room.stop[kind] - 1
        for date in range(dates, -1, -1):
            while place >= room.begin[kind, date]:
                item = room.item[place]
                least = min(least, world.intake_net[item] + room.ahead[rest, world.intake_after[item]])
                place -= 1
            room.ahead[tail, date] = least


@kernel()
def window(world, birth, lot):
    """Return the deadlines, first and past the last, on which somebody has the age that the orders of a lot ask for."""
    first, last = 0, len(world.deadline)
    while first < last and (world.deadline[first] - birth) // 10_000 < world.lot_youngest[lot]:
        first += 1
    while first < last and (world.deadline[last - 1] - birth) // 10_000 > world.lot_oldest[lot]:
        last -= 1
    return first, last


@kernel()
def lay_due(world, room, lot, first, last):
    """Return the kept row of the lot's lowest prices by deadline (that or a later one), among those in a window."""
    columns = len(world.deadline)
    key = (lot * (columns + 1) + first) * (columns + 1) + last
    row = scatter(key)
    if room.due_of[row] == key:
        return row
    room.due_of[row] = key
    due = room.due
    for column in range(columns + 1):
        due[row, column] = np.inf
    for order in range(world.lot_first[lot], world.lot_first[lot + 1]):
        column = world.order_column[order]
        if first <= column < last:
            due[row, column] = min(due[row, column], world.order_price[order])
    for column in range(columns - 1, -1, -1):
        due[row, column] = min(due[row, column], due[row, column + 1])
    return row


@kernel(inline="always")
def rest_gives(room, row, step, rate, date):
    """Return what a kept row's recipe can still give from a step and date on, when `rate` is the chance to get there.

    What is left to give is the most of several straight lines in that chance: between two chances it lies below
    the line through what both give.
    """
    low, high = room.give[row, step, 0, date], room.give[row, step, 1, date]
    if low == high:
        return low
    least, most = room.reach[row, step, 0], room.reach[row, step, 1]
    return low + (high - low) * (rate - least) / (most - least)


@kernel()
def lay_row(world, room, due, lot, recipe, c):
    """Return the kept row of what the recipe gives towards the lot: from each step and date on, at the lowest and
    the highest chance to get there."""
    key, ours = world.weight_number[c] * len(world.recipe_length) + recipe, room.due_of[due]
    row = scatter(key ^ ours * 40_503)
    known = room.row_of[row]
    if known[0] == key and known[1] == ours and known[2] == room.block[0]:
        return row
    known[0], known[1], known[2] = key, ours, room.block[0]
    dates, length = room.begin.shape[1] - 1, world.recipe_length[recipe]
    worth, reach, give = world.weight[c] * world.lot_worth[lot], room.reach, room.give
    reach[row, 0, 0] = reach[row, 0, 1] = 1.0
    for step in range(1, length):
        kind = world.recipe_kinds[recipe, step - 1]
        reach[row, step, 0] = reach[row, step - 1, 0] * room.low[kind]
        reach[row, step, 1] = reach[row, step - 1, 1] * room.high[kind]
    for step in range(length - 1, -1, -1):
        kind = world.recipe_kinds[recipe, step]
        low, high, place = -np.inf, -np.inf, room.stop[kind] - 1
        for date in range(dates, -1, -1):
            while place >= room.begin[kind, date]:
                item = room.item[place]
                place -= 1
                passing, net = world.intake_passing[item], world.intake_net[item]
                at_low, at_high = reach[row, step, 0] * passing, reach[row, step, 1] * passing
                if step == length - 1:
                    net += room.due[due, world.intake_column[item]]
                    low, high = max(low, worth * at_low - net), max(high, worth * at_high - net)
                else:
                    after = world.intake_after[item]
                    low = max(low, rest_gives(room, row, step + 1, at_low, after) - net)
                    high = max(high, rest_gives(room, row, step + 1, at_high, after) - net)
            give[row, step, 0, date], give[row, step, 1, date] = low, high
    return row


@kernel()
def search(world, room, c, lot, due, recipe, best):
    """Return the best net value above `best` of the candidate's paths by this recipe to this lot, or `best`.

    A path with intakes whose own value is not above 0 is no path.
    """
    length, phi, birth = world.recipe_length[recipe], world.phi[c], world.birth[c]
    worth = world.weight[c] * world.lot_worth[lot]
    if length == 0:
        return max(best, worth + phi - room.due[due, 0])
    row = lay_row(world, room, due, lot, recipe, c)
    if room.give[row, 0, 0, world.date[c]] + phi <= best:
        return best
    spent, place, step = room.spent, room.place, 0
    spent[0, 0], spent[0, 1], spent[0, 2] = 1.0, 0.0, 0.0
    place[0] = room.begin[world.recipe_kinds[recipe, 0], world.date[c]]
    while step >= 0:
        kind = world.recipe_kinds[recipe, step]
        if place[step] >= room.stop[kind]:
            step -= 1
            continue
        item = room.item[place[step]]
        place[step] += 1
        rate, net = spent[step, 0] * world.intake_passing[item], spent[step, 1] + world.intake_net[item]
        if step == length - 1:
            most = worth * rate - room.due[due, world.intake_column[item]]
        else:
            most = rest_gives(room, row, step + 1, rate, world.intake_after[item])
        if most - net + phi <= best or not admits(world, item, world.education[c], birth, birth):
            continue
        true = spent[step, 2] + world.intake_true[item]
        room.taken[0, step] = item
        if step < length - 1:
            step += 1
            spent[step, 0], spent[step, 1], spent[step, 2] = rate, net, true
            place[step] = room.begin[world.recipe_kinds[recipe, step], world.intake_after[item]]
        elif worth * rate > true:
            best = most - net + phi
            for before in range(length):
                room.taken[1, before] = room.taken[0, before]
    return best


@kernel()
def hopes(world, room, c):
    """Fill, per requirement, what the candidate can hope for: the best lot by the best recipe, days and prices apart."""
    requirements, first = len(room.hope), world.likeness[c] * len(room.hope)
    for asked in range(requirements):
        room.hope[asked] = -np.inf
    for rank in range(requirements):
        asked = world.ranking[world.likeness[c], rank]
        fit = world.fit_first[first + asked]
        if fit == world.fit_first[first + asked + 1] or max(world.fit_key[fit], 0.0) + world.phi[c] <= 0.0:
            break
        entry, most = world.entry[world.state[c], asked], -np.inf
        for recipe in range(world.entry_first[entry], world.entry_first[entry + 1]):
            tail = world.recipe_tail[recipe]
            most = max(
                most, room.surest[tail] * max(world.fit_key[fit], 0.0) - room.ahead[tail, world.date[c]]
            )
        room.hope[asked] = most


@kernel()
def best_path(world, room, c):
    """Return the net value of the candidate's best path, 0 if none is worth more than nothing."""
    hopes(world, room, c)
    best, phi = 0.0, world.phi[c]
    first = world.likeness[c] * len(room.hope)
    while True:
        asked = -1
        for other in range(len(room.hope)):
            if room.hope[other] + phi > best and (asked < 0 or room.hope[other] > room.hope[asked]):
                asked = other
        if asked < 0:
            return best
        room.hope[asked] = -np.inf
        entry = world.entry[world.state[c], asked]
        for recipe in range(world.entry_first[entry], world.entry_first[entry + 1]):
            tail = world.recipe_tail[recipe]
            ahead, surest = room.ahead[tail, world.date[c]] - phi, room.surest[tail]
            for fit in range(world.fit_first[first + asked], world.fit_first[first + asked + 1]):
                if surest * max(world.fit_key[fit], 0.0) - ahead <= best:
                    break
                lot = world.fit_lot[fit]
                if not world.wishes[world.wish[c], world.lot_destination[lot]]:
                    continue
                first_day, last_day = window(world, world.birth[c], lot)
                due = lay_due(world, room, lot, first_day, last_day)
                best = search(world, room, c, lot, due, recipe, best)


@kernel()
def best_paths(world, room, rows, block, best):
    """Fill `best` with max(0, best net value) of the candidates in `rows`, sorted by home, schooling and birth."""
    row = 0
    while row < len(rows):
        c, stop = rows[row], row
        while (
            stop < min(len(rows), row + block)
            and world.home[rows[stop]] == world.home[c]
            and world.education[rows[stop]] == world.education[c]
        ):
            stop += 1
        lay_block(world, room, world.home[c], world.education[c], world.birth[c], world.birth[rows[stop - 1]])
        for place in range(row, stop):
            if world.weight[rows[place]] > 0.0:
                best[place] = best_path(world, room, rows[place])
        row = stop


@kernel()
def promise(world, room, c, lot, due):
    """Return the most that any recipe can give the candidate towards a lot; paths are not searched."""
    asked = world.lot_requirement[lot]
    entry, most, worth = world.entry[world.state[c], asked], -np.inf, world.weight[c] * world.lot_worth[lot]
    for recipe in range(world.entry_first[entry], world.entry_first[entry + 1]):
        if world.recipe_length[recipe] == 0:
            most = max(most, worth - room.due[due, 0])
        else:
            row = lay_row(world, room, due, lot, recipe, c)
            most = max(most, room.give[row, 0, 0, world.date[c]])
    return most + world.phi[c]


@kernel()
def best_in_lot(world, room, c, lot, due, enough, path):
    """Return the best net value above `enough` of the candidate's paths to a lot, and fill its intakes."""
    entry, best = world.entry[world.state[c], world.lot_requirement[lot]], enough
    for recipe in range(world.entry_first[entry], world.entry_first[entry + 1]):
        found = search(world, room, c, lot, due, recipe, best)
        if found > best:
            best = found
            for step in range(len(path)):
                path[step] = room.taken[1, step] if step < world.recipe_length[recipe] else -1
    return best


@kernel()
def best_by_lot(world, room, c, near, promises, nets, paths):
    """Fill the best net value and intakes of the candidate's paths to each of the `len(nets)` lots that give most.

    `near` names those lots (−1: there are no more), most first; `promises` is room, one for each lot.
    """
    lay_block(world, room, world.home[c], world.education[c], world.birth[c], world.birth[c])
    for fit in range(len(world.fit_lot)):
        lot = world.fit_lot[fit]
        first, last = window(world, world.birth[c], lot)
        due = lay_due(world, room, lot, first, last)
        if world.weight[c] > 0.0 and room.due[due, 0] < np.inf:
            promises[lot] = promise(world, room, c, lot, due)
    while True:
        lot = np.argmax(promises)
        ahead, least = promises[lot], nets[len(nets) - 1]
        if not ahead > least:
            return
        promises[lot] = -np.inf
        first, last = window(world, world.birth[c], lot)
        due = lay_due(world, room, lot, first, last)
        # A promise is nearly kept: what comes close to it is looked for before anything else.
        path = paths[len(nets)]
        close = max(least, ahead - CLOSE * world.weight[c] * world.lot_worth[lot])
        found = best_in_lot(world, room, c, lot, due, close, path)
        if found == close:
            found = best_in_lot(world, room, c, lot, due, least, path)
        if not found > least:
            continue
        place = len(nets) - 1
        while place > 0 and nets[place - 1] < found:
            nets[place], near[place] = nets[place - 1], near[place - 1]
            for step in range(len(path)):
                paths[place, step] = paths[place - 1, step]
            place -= 1
        nets[place], near[place] = found, lot
        for step in range(len(path)):
            paths[place, step] = path[step]
