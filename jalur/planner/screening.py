"""What each of thousands of possible classes could add at most, group by group, in one walk. SPEC.md §13."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jalur.planner.fixed import Floats, Ints, kernel
from jalur.planner.trips import admits, fits_age


class Classes(NamedTuple):
    """The possible classes: the columns of `Instance` for each, and what a seat costs at the plan's prices."""

    start: Ints
    end: Ints
    last: Ints
    lo: Ints
    hi: Ints
    education: Ints
    passes: Floats
    charge: Floats


class Ground(NamedTuple):
    """What the walk reads: groups, orders and intakes of `Instance`, prices on them, classes in reach."""

    regency: Ints
    state: Ints
    sex: Ints
    education: Ints
    birth: Ints
    available: Ints
    wish: Ints
    weight: Floats
    people: Ints  # members of each group
    bonus: Floats  # per group: Σ φ of the floors that count it
    best: Floats  # per group: best reduced value without any new class, at least 0
    order_value: Floats
    order_price: Floats
    order_ready: Ints
    order_lo: Ints
    order_hi: Ints
    order_sex: Ints
    order_education: Ints
    goal_first: Ints  # goals: destination × requirement set
    goal_order: Ints  # orders of each goal, latest deadline first
    goal_demand: Ints  # requirement set of each goal
    wish_first: Ints
    wish_goals: Ints
    list_of: Ints
    list_first: NDArray[np.int64]
    recipe_kinds: Ints
    recipe_length: Ints
    intake_start: Ints
    intake_end: Ints
    intake_last: Ints
    intake_lo: Ints
    intake_hi: Ints
    intake_education: Ints
    intake_pass: Floats
    intake_charge: Floats  # μ + (cost_weight + β) · cost
    open_first: NDArray[np.int64]  # per regency × kind: the intakes there are
    open_intake: Ints
    open_high: Floats  # highest and lowest pass rate, lowest charge
    open_low: Floats
    open_least: Floats
    new_first: NDArray[np.int64]  # per regency × kind: the possible classes, by pass rate
    new_class: Ints
    classes: Classes
    kinds: int
    dates: int


class Room(NamedTuple):
    """Working memory of one thread."""

    ready: Ints  # the orders of one goal that a group fits and no other beats
    worth: Floats
    price: Floats
    before: Floats  # two rows: lowest charge of what ends before each date
    after: Floats  # two rows: most that can still follow from each date
    gain: Floats  # per class
    touched: Ints  # classes whose gain is not 0


def room(ground: Ground) -> Room:
    """Return working memory for one thread."""
    orders = int(np.diff(ground.goal_first).max(initial=0)) + 1
    dates, classes = ground.dates + 1, len(ground.classes.start)
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
def fitting_orders(ground, room, group, goal):
    """Gather the orders of a goal that a group fits and no other beats, latest deadline first; return how many."""
    kept = 0
    for place in range(ground.goal_first[goal], ground.goal_first[goal + 1]):
        order = ground.goal_order[place]
        if not (
            fits_age(ground, group, order)
            and ground.education[group] >= ground.order_education[order]
            and (ground.order_sex[order] < 0 or ground.order_sex[order] == ground.sex[group])
        ):
            continue
        worth, price = ground.weight[group] * ground.order_value[order], ground.order_price[order]
        beaten = False
        for earlier in range(kept):
            beaten = beaten or (room.worth[earlier] >= worth and room.price[earlier] <= price)
        if not beaten:
            room.ready[kept], room.worth[kept], room.price[kept] = ground.order_ready[order], worth, price
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
def admits_class(ground, group, new):
    """Say whether a group fits a possible class's ages and schooling."""
    classes = ground.classes
    return (
        classes.lo[new] < ground.birth[group] <= classes.hi[new]
        and ground.education[group] >= classes.education[new]
    )


@kernel(inline="always")
def dearer(ground, cell, intake, slope):
    """Return an intake's charge and what it loses against the best pass rate of its kind in reach, at least."""
    return ground.intake_charge[intake] + slope * (ground.open_high[cell] - ground.intake_pass[intake])


@kernel()
def look_back(ground, room, group, recipe, step, slope):
    """Fill the lowest charge of the steps before `step`, by the date they leave free; return its row."""
    row = 0
    for date in range(ground.dates + 1):
        room.before[0, date] = 0.0 if date >= ground.available[group] else np.inf
    for earlier in range(step):
        cell = ground.regency[group] * ground.kinds + ground.recipe_kinds[recipe, earlier]
        now, then = room.before[row], room.before[1 - row]
        then[:] = np.inf
        for place in range(ground.open_first[cell], ground.open_first[cell + 1]):
            intake = ground.open_intake[place]
            if admits(ground, group, intake):
                charge = now[ground.intake_start[intake]] + dearer(
                    ground, cell, intake, slope / ground.open_low[cell]
                )
                end = ground.intake_end[intake]
                then[end] = min(then[end], charge)
        for date in range(1, ground.dates + 1):
            then[date] = min(then[date], then[date - 1])
        row = 1 - row
    return row


@kernel()
def look_ahead(ground, room, group, recipe, step, slope, kept, passed):
    """Fill the most that the steps after `step` and an order give, by the date they may start; return its row."""
    row = 0
    length = ground.recipe_length[recipe]
    for later in range(length - 1, step, -1):
        cell = ground.regency[group] * ground.kinds + ground.recipe_kinds[recipe, later]
        now, then = room.after[row], room.after[1 - row]
        then[:] = -np.inf
        for place in range(ground.open_first[cell], ground.open_first[cell + 1]):
            intake = ground.open_intake[place]
            if admits(ground, group, intake):
                last = later == length - 1
                day, date = ground.intake_last[intake], ground.intake_end[intake]
                most = most_from(room, kept, passed, day) if last else now[date]
                most -= dearer(ground, cell, intake, slope / ground.open_low[cell])
                start = ground.intake_start[intake]
                then[start] = max(then[start], most)
        for date in range(ground.dates - 1, -1, -1):
            then[date] = max(then[date], then[date + 1])
        row = 1 - row
    return row


@kernel()
def screen_step(ground, room, group, recipe, step, kept, least, found):
    """Raise the gains of the classes that could be step `step` of a recipe; return how many gains are not 0."""
    cells = ground.regency[group] * ground.kinds
    cell = cells + ground.recipe_kinds[recipe, step]
    length = ground.recipe_length[recipe]
    classes = ground.classes
    bonus, best = ground.bonus[group], ground.best[group]
    rest, low, spare = 1.0, 1.0, 0.0
    for other in range(length):
        if other != step:
            at = cells + ground.recipe_kinds[recipe, other]
            if ground.open_first[at] == ground.open_first[at + 1]:
                return found
            rest *= ground.open_high[at]
            low *= ground.open_low[at]
            spare += ground.open_least[at]
    if not bonus + most_from(room, kept, rest, 0) - spare > best:
        return found
    stop = ground.new_first[cell]
    while stop < ground.new_first[cell + 1]:
        first = stop
        passes = classes.passes[ground.new_class[first]]
        while stop < ground.new_first[cell + 1] and classes.passes[ground.new_class[stop]] == passes:
            stop += 1
        slope = least * passes * low
        before = room.before[look_back(ground, room, group, recipe, step, slope)]
        after = room.after[look_ahead(ground, room, group, recipe, step, slope, kept, rest * passes)]
        for place in range(first, stop):
            new = ground.new_class[place]
            if not admits_class(ground, group, new):
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
def screen_group(ground, room, group):
    """Fill the gain of every class for one member of a group; return how many are above 0."""
    found = 0
    wish = ground.wish[group]
    for at in range(ground.wish_first[wish], ground.wish_first[wish + 1]):
        goal = ground.wish_goals[at]
        q = ground.list_of[ground.state[group], ground.goal_demand[goal]]
        if q < 0:
            continue
        kept = fitting_orders(ground, room, group, goal)
        if kept == 0 or not ground.bonus[group] + most_from(room, kept, 1.0, 0) > ground.best[group]:
            continue
        least = np.inf
        for place in range(kept):
            least = min(least, room.worth[place])
        for recipe in range(ground.list_first[q], ground.list_first[q + 1]):
            for step in range(ground.recipe_length[recipe]):
                found = screen_step(ground, room, group, recipe, step, kept, least, found)
    return found


@kernel()
def screen_groups(ground, room, first, last, seats, tops):
    """Keep, per class, the highest gains of single people among groups `first` to `last` in `tops`, falling."""
    for group in range(first, last):
        if ground.weight[group] <= 0.0:
            continue
        for place in range(screen_group(ground, room, group)):
            new = room.touched[place]
            top, gain = tops[new], room.gain[new]
            room.gain[new] = 0.0
            for _ in range(ground.people[group]):
                if not gain > top[seats - 1]:
                    break
                at = seats - 1
                while at > 0 and top[at - 1] < gain:
                    top[at] = top[at - 1]
                    at -= 1
                top[at] = gain
