"""The bound that prices prove: for every candidate the best path net of prices, exactly, then the dual's sum."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from jalur.planner.contract.workers import threads_of
from jalur.planner.verify.encode import Encoded
from jalur.planner.verify.recipes import cook
from jalur.planner.verify.search import World, best_paths, make_room

MOST_BANDS = 32
LONGEST_TABLE = 20_000_000
CHUNK = 8192
# People who share bounds: enough to pay for them, few enough to be of about the same age.
BLOCK = 512


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


def lots_of(data: Encoded) -> tuple[np.ndarray, np.ndarray]:
    """Number of each order's lot, and one order of each: orders of a lot differ in deadline and price only."""
    alike = (data.requirement, data.destination, data.order_sex, data.order_education,
             data.order_youngest, data.order_oldest, data.worth)  # fmt: skip
    _, one, lot = np.unique(np.column_stack(alike), axis=0, return_index=True, return_inverse=True)
    return lot.reshape(-1).astype(np.int32), one


def fitting_lots(
    data: Encoded, lots: tuple[np.ndarray, np.ndarray], price: np.ndarray
) -> dict[str, np.ndarray]:
    """Per likeness (band, sex and schooling, wishes) and requirement the lots that such people may fill, best first.

    Where wishes are many they are left aside; the search tests them again.
    """
    lot, one = lots
    band, heaviest = bands(data.weight)
    standing, meaning = standings(data)
    wishes, wish = data.wishes.astype(bool), data.wish
    if len(heaviest) * len(meaning) * len(wishes) * len(one) > LONGEST_TABLE:
        wishes, wish = np.ones((1, wishes.shape[1]), np.bool_), np.zeros_like(wish)
    least = np.full(len(one), np.inf)
    np.minimum.at(least, lot, price)
    requirement = data.requirement[one]
    listed, keys, sizes = [], [], []
    for weight in heaviest:
        key = weight * data.worth[one] - least
        falling = np.lexsort((-key, requirement)).astype(np.int32)
        for sex, education in meaning:
            fits = ((data.order_sex < 0) | (data.order_sex == sex)) & (data.order_education <= education)
            for wished in wishes:
                mine = falling[(fits & wished[data.destination])[one][falling]]
                listed.append(mine)
                keys.append(key[mine])
                sizes.append(np.bincount(requirement[mine], minlength=len(data.wanted)))
    size = np.array(sizes)
    ends = np.cumsum(size)
    best = np.full(size.shape, -np.inf)
    fit_key = np.concatenate(keys)
    best[size > 0] = fit_key[(ends.reshape(size.shape) - size)[size > 0]]
    return {
        "likeness": ((band * len(meaning) + standing) * len(wishes) + wish).astype(np.int32),
        "fit_first": np.concatenate([[0], ends]),
        "fit_lot": np.concatenate(listed),
        "fit_key": fit_key,
        "ranking": np.argsort(-best, axis=1, kind="stable").astype(np.int32),
    }


def tails_of(sequences: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ends that recipes share: the tail that is each whole recipe, each tail's first kind, the tail after it."""
    known: dict[tuple[int, ...], int] = {(): 0}
    kind, after, whole = [-1], [-1], []
    for row in sequences.tolist():
        sequence, tail = tuple(step for step in row if step >= 0), 0
        for first in range(len(sequence) - 1, -1, -1):
            if sequence[first:] not in known:
                known[sequence[first:]] = len(kind)
                kind.append(sequence[first])
                after.append(tail)
            tail = known[sequence[first:]]
        whole.append(tail)
    return np.array(whole, np.int32), np.array(kind, np.int32), np.array(after, np.int32)


def lay_out(data: Encoded, prices: Prices, cost_weight: float, most: int) -> World:
    """What the search reads, at these prices."""
    days, deadlines = np.unique(data.starts), np.unique(data.ready)
    weights, weight_number = np.unique(data.weight, return_inverse=True)
    lot, one = lots_of(data)
    order = np.argsort(lot, kind="stable")
    offer_first, offered = attendable(data)
    entry, entry_first, sequences = cook(data, most)
    whole, kind, after = tails_of(sequences)
    return World(
        home=data.home, education=data.education, birth=data.birth, state=data.state,
        date=np.searchsorted(days, data.available), weight=data.weight, phi=prices.floor,
        wish=data.wish, wishes=data.wishes,
        weight_number=weight_number.reshape(-1), weights=len(weights),
        **fitting_lots(data, (lot, one), prices.order),
        lot_first=np.searchsorted(lot[order], np.arange(len(one) + 1)),
        lot_worth=data.worth[one], lot_destination=data.destination[one], lot_requirement=data.requirement[one],
        lot_youngest=data.order_youngest[one], lot_oldest=data.order_oldest[one],
        order_column=np.searchsorted(deadlines, data.ready[order]), deadline=np.unique(data.ready_calendar),
        order_price=prices.order[order],
        intake_opens=np.searchsorted(days, data.starts),
        intake_after=np.searchsorted(days, data.ends, side="right"),
        intake_column=np.searchsorted(deadlines, data.ends),
        intake_calendar=data.starts_calendar, intake_youngest=data.intake_youngest,
        intake_oldest=data.intake_oldest, intake_education=data.intake_education, intake_passing=data.passing,
        intake_net=data.cost * (cost_weight + prices.budget) + prices.intake,
        # The true cost matters only where a floor's price could carry a path whose own value is not above 0.
        intake_true=data.cost * cost_weight if (prices.floor > 0).any() else np.full(len(data.cost), -np.inf),
        offer_first=offer_first, offered=offered,
        entry=entry, entry_first=entry_first, recipe_kinds=sequences,
        recipe_length=(sequences >= 0).sum(axis=1), recipe_tail=whole, tail_kind=kind, tail_next=after,
    )  # fmt: skip


def gains(
    data: Encoded, prices: Prices, cost_weight: float, most: int, workers: int | None = None
) -> np.ndarray:
    """Each candidate's max(0, best path's value net of prices), float64, in the order of the table."""
    best = np.zeros(len(data.weight))
    if not len(data.worth) or not len(best):
        return best
    world = lay_out(data, prices, cost_weight, most)
    rows = np.lexsort((data.birth, data.education, data.home))

    def work(some: np.ndarray) -> None:
        found = np.zeros(len(some))
        best_paths(world, make_room(world), some, BLOCK, found)
        best[some] = found

    with ThreadPoolExecutor(threads_of(workers)) as pool:
        list(pool.map(work, np.array_split(rows, max(1, len(rows) // CHUNK))))
    return best
