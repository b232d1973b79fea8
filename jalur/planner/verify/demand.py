"""Job orders by what they require, each list by falling weight · value − λ, and what a candidate gets from them."""

from typing import Any

import numpy as np
from numba import njit

from jalur.planner.verify.encode import Encoded

LONGEST_TABLE = 20_000_000


@njit(cache=True, nogil=True)
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
    """The best net value over the orders in `queue` (falling `keys`) reached by `labels` and its order, or `best`, −1."""
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
