"""What each of thousands of possible classes could add at most, group by group, in one walk. SPEC.md §13."""

from typing import NamedTuple

import numpy as np

from jalur.planner.after.screening_arrays import ScreeningArrays
from jalur.planner.model.arrays import Floats, Ints, kernel
from jalur.planner.search.labels import admits, fits_age


class Room(NamedTuple):
    """Working memory of one thread."""

    ready: Ints  # the orders of one goal that a group fits and no other beats
    worth: Floats
    price: Floats
    before: Floats  # two rows: lowest charge of what ends before each date
    after: Floats  # two rows: most that can still follow from each date
    gain: Floats  # per class
    touched: Ints  # classes whose gain is not 0


def room(arrays: ScreeningArrays) -> Room:
    """Return working memory for one thread."""
    orders = int(np.diff(arrays.goal_first).max(initial=0)) + 1
    dates, classes = arrays.dates + 1, len(arrays.classes.start)
    return Room(
        np.zeros(orders, np.int32),
        np.zeros(orders),
        np.zeros(orders),
        np.zeros((2, dates)),
        np.zeros((2, dates)),
        np.zeros(classes),
        np.zeros(classes, np.int32),
    )


@kernel()
def fitting_orders(arrays, room, group, goal):
    """Gather the orders of a goal that a group fits and no other beats, latest deadline first; return how many."""
    kept = 0
    for place in range(arrays.goal_first[goal], arrays.goal_first[goal + 1]):
        order = arrays.goal_order[place]
        if not (
            fits_age(arrays, group, order)
            and arrays.education[group] >= arrays.order_education[order]
            and (arrays.order_sex[order] < 0 or arrays.order_sex[order] == arrays.sex[group])
        ):
            continue
        worth, price = arrays.weight[group] * arrays.order_value[order], arrays.order_price[order]
        beaten = False
        for earlier in range(kept):
            beaten = beaten or (room.worth[earlier] >= worth and room.price[earlier] <= price)
        if not beaten:
            room.ready[kept], room.worth[kept], room.price[kept] = arrays.order_ready[order], worth, price
            kept += 1
    return kept


@kernel(inline="always")
def most_from(room, kept, passed, day):
    """Return the most that any order kept gives to someone ready on `day`, passing with chance `passed`."""
    most = -np.inf
    for place in range(kept):
        if room.ready[place] < day:
            break
        most = max(most, passed * room.worth[place] - room.price[place])
    return most


@kernel(inline="always")
def admits_class(arrays, group, new):
    """Say whether a group fits a possible class's ages and schooling."""
    classes = arrays.classes
    return (
        classes.lo[new] < arrays.birth[group] <= classes.hi[new]
        and arrays.education[group] >= classes.education[new]
    )


@kernel(inline="always")
def dearer(arrays, cell, intake, slope):
    """Return an intake's charge and what it loses against the best pass rate of its kind in reach, at least."""
    return arrays.intake_charge[intake] + slope * (arrays.open_high[cell] - arrays.intake_pass[intake])


@kernel()
def look_back(arrays, room, group, recipe, step, slope):
    """Fill the lowest charge of the steps before `step`, by the date they leave free; return its row."""
    row = 0
    for date in range(arrays.dates + 1):
        room.before[0, date] = 0.0 if date >= arrays.available[group] else np.inf
    for earlier in range(step):
        cell = arrays.regency[group] * arrays.kinds + arrays.recipe_kinds[recipe, earlier]
        now, then = room.before[row], room.before[1 - row]
        then[:] = np.inf
        for place in range(arrays.open_first[cell], arrays.open_first[cell + 1]):
            intake = arrays.open_intake[place]
            if admits(arrays, group, intake):
                charge = now[arrays.intake_start[intake]] + dearer(
                    arrays, cell, intake, slope / arrays.open_low[cell]
                )
                end = arrays.intake_end[intake]
                then[end] = min(then[end], charge)
        for date in range(1, arrays.dates + 1):
            then[date] = min(then[date], then[date - 1])
        row = 1 - row
    return row


@kernel()
def look_ahead(arrays, room, group, recipe, step, slope, kept, passed):
    """Fill the most that the steps after `step` and an order give, by the date they may start; return its row."""
    row = 0
    length = arrays.recipe_length[recipe]
    for later in range(length - 1, step, -1):
        cell = arrays.regency[group] * arrays.kinds + arrays.recipe_kinds[recipe, later]
        now, then = room.after[row], room.after[1 - row]
        then[:] = -np.inf
        for place in range(arrays.open_first[cell], arrays.open_first[cell + 1]):
            intake = arrays.open_intake[place]
            if admits(arrays, group, intake):
                last = later == length - 1
                day, date = arrays.intake_last[intake], arrays.intake_end[intake]
                most = most_from(room, kept, passed, day) if last else now[date]
                most -= dearer(arrays, cell, intake, slope / arrays.open_low[cell])
                start = arrays.intake_start[intake]
                then[start] = max(then[start], most)
        for date in range(arrays.dates - 1, -1, -1):
            then[date] = max(then[date], then[date + 1])
        row = 1 - row
    return row


@kernel()
def screen_step(arrays, room, group, recipe, step, kept, least, found):
    """Raise the gains of the classes that could be step `step` of a recipe; return how many gains are not 0."""
    cells = arrays.regency[group] * arrays.kinds
    cell = cells + arrays.recipe_kinds[recipe, step]
    length = arrays.recipe_length[recipe]
    classes = arrays.classes
    bonus, best = arrays.bonus[group], arrays.best[group]
    rest, low, spare = 1.0, 1.0, 0.0
    for other in range(length):
        if other != step:
            at = cells + arrays.recipe_kinds[recipe, other]
            if arrays.open_first[at] == arrays.open_first[at + 1]:
                return found
            rest *= arrays.open_high[at]
            low *= arrays.open_low[at]
            spare += arrays.open_least[at]
    if not bonus + most_from(room, kept, rest, 0) - spare > best:
        return found
    stop = arrays.new_first[cell]
    while stop < arrays.new_first[cell + 1]:
        first = stop
        passes = classes.passes[arrays.new_class[first]]
        while stop < arrays.new_first[cell + 1] and classes.passes[arrays.new_class[stop]] == passes:
            stop += 1
        slope = least * passes * low
        before = room.before[look_back(arrays, room, group, recipe, step, slope)]
        after = room.after[look_ahead(arrays, room, group, recipe, step, slope, kept, rest * passes)]
        for place in range(first, stop):
            new = arrays.new_class[place]
            if not admits_class(arrays, group, new):
                continue
            last, date = step == length - 1, classes.end[new]
            most = most_from(room, kept, rest * passes, classes.last[new]) if last else after[date]
            gain = bonus + most - before[classes.start[new]] - classes.charge[new] - best
            if gain > room.gain[new]:
                if room.gain[new] == 0.0:
                    room.touched[found] = new
                    found += 1
                room.gain[new] = gain
    return found


@kernel()
def screen_group(arrays, room, group):
    """Fill the gain of every class for one member of a group; return how many are above 0."""
    found = 0
    wish = arrays.wish[group]
    for at in range(arrays.wish_first[wish], arrays.wish_first[wish + 1]):
        goal = arrays.wish_goals[at]
        q = arrays.list_of[arrays.state[group], arrays.goal_demand[goal]]
        if q < 0:
            continue
        kept = fitting_orders(arrays, room, group, goal)
        if kept == 0 or not arrays.bonus[group] + most_from(room, kept, 1.0, 0) > arrays.best[group]:
            continue
        least = np.inf
        for place in range(kept):
            least = min(least, room.worth[place])
        for recipe in range(arrays.list_first[q], arrays.list_first[q + 1]):
            for step in range(arrays.recipe_length[recipe]):
                found = screen_step(arrays, room, group, recipe, step, kept, least, found)
    return found


@kernel()
def screen_groups(arrays, room, first, last, seats, tops):
    """Keep, per class, the highest gains of single people among groups `first` to `last` in `tops`, falling."""
    for group in range(first, last):
        if arrays.weight[group] <= 0.0:
            continue
        for place in range(screen_group(arrays, room, group)):
            new = room.touched[place]
            top, gain = tops[new], room.gain[new]
            room.gain[new] = 0.0
            for _ in range(arrays.people[group]):
                if not gain > top[seats - 1]:
                    break
                at = seats - 1
                while at > 0 and top[at - 1] < gain:
                    top[at] = top[at - 1]
                    at -= 1
                top[at] = gain
