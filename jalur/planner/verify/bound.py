"""The bound that prices prove: for every candidate the best path net of prices, exactly, then the dual's sum.

Per candidate: for each set of requirements in falling order of what it could give, for each recipe, the labels
(last day, pass rate, net cost, true cost) that nothing beats, then the orders. Optimistic bounds cut whole branches.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from typing import Any

import numpy as np

from jalur.planner.verify.encode import Encoded
from jalur.planner.verify.recipes import cook
from jalur.planner.verify.search import best_paths, outlook

MOST_BANDS = 32
LONGEST_TABLE = 20_000_000
CHUNK = 4096


@dataclass(frozen=True)
class Prices:
    """λ per order, μ per intake, β, φ per candidate (summed over the floors that count them), `owed` = Σ φ·minimum."""

    order: np.ndarray
    intake: np.ndarray
    budget: float
    floor: np.ndarray
    owed: float = 0.0


def standings(data: Encoded) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """Each candidate's (sex, schooling) as an index, and what the indices stand for."""
    levels, level = np.unique(data.education, return_inverse=True)
    meaning = [(sex, int(education)) for education in levels for sex in (0, 1)]
    return (2 * level.reshape(-1) + data.sex).astype(np.int32), meaning


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


def arguments(data: Encoded, prices: Prices, cost_weight: float, recipes: Any) -> tuple[Any, ...]:
    """What `best_paths` takes after its rows, at these prices; `recipes` as `cook` gives them."""
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


def search_order(data: Encoded) -> np.ndarray:
    """Candidates sorted so that neighbours share what `best_paths` looks up."""
    return np.lexsort((data.state, data.available, data.home))


def gains(
    data: Encoded, prices: Prices, cost_weight: float, most: int, workers: int | None = None
) -> np.ndarray:
    """Each candidate's max(0, best path's value net of prices), float64, in the order of the table."""
    shared = arguments(data, prices, cost_weight, cook(data, most))
    rows = search_order(data)
    parts = np.array_split(rows, max(1, len(rows) // CHUNK))
    with ThreadPoolExecutor(workers or cpu_count()) as pool:
        found = np.concatenate(list(pool.map(lambda some: best_paths(some, *shared)[0], parts)))
    best = np.empty(len(rows))
    best[rows] = found
    return best
