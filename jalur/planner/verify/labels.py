"""Chains of intakes as labels (last day, pass rate, net cost, true cost), kept only while nothing beats them."""

import numpy as np
from numba import njit


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
