"""The groups in sixteen fixed shards: priced and smoothed apart, added up in the shards' order. SPEC.md §15."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from queue import SimpleQueue
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from jalur.planner.model.arrays import OF_GROUPS, Arrays, Floats, Ints
from jalur.planner.search.labels import Priced, Scratch, scratch
from jalur.planner.search.pricing import Pool, empty_pool, price_groups
from jalur.planner.solve.dual import smooth_groups

SHARDS = 16  # arrays, so that sums come out the same for any number of workers
SLOTS = 12  # paths kept per group
VISIT = 600  # groups that take as long to price as laying a regency's labels


class Ask(NamedTuple):
    """Which groups to price, at what: `first`, `first` + `every`, … of one of `parts` parts of the regencies."""

    priced: Priced
    slack: float
    every: int
    first: int
    part: int
    parts: int


class Smooth(NamedTuple):
    """Prices and temperature at which every so many groups choose among their kept paths."""

    price: Floats
    beta: float
    bonus: Floats
    heat: float
    every: int


class Shards(Protocol):
    """All groups, wherever they are held. Sums come per shard, in the shards' order: shards × …"""

    def admit(self, present: NDArray[np.bool_] | None) -> None:
        """Let only `present` groups (None: all) count from now on."""

    def price(self, ask: Ask) -> Floats:
        """Price groups exactly; returns Σ count · best value."""

    def smooth(self, ask: Smooth) -> tuple[Floats, Floats]:
        """Return the smoothed values, and the loads and curvatures of the kept paths; good until the next call."""

    def pool(self) -> Pool:
        """Return the paths of all groups, for reading until the next pricing."""

    def best(self) -> Floats:
        """Return each group's best value when it was last priced."""

    def close(self) -> None:
        """Let go of the workers."""


def borders(regency: Ints) -> list[int]:
    """Return where each shard begins, and the number of groups, given their regencies in order: about equal in work."""
    work = 1 + VISIT * np.r_[True, regency[1:] != regency[:-1]][: len(regency)]
    done = np.concatenate([[0], work.cumsum()])
    return np.searchsorted(done, done[-1] * np.arange(SHARDS + 1) // SHARDS).tolist()


def rows_of(arrays: Arrays, rows: slice | NDArray[np.int64]) -> Arrays:
    """Return the same arrays with some of the groups only."""
    return arrays._replace(**{name: getattr(arrays, name)[rows] for name in OF_GROUPS})


class Shard:
    """A range of groups: their fixed arrays, paths and best values, as views of longer arrays."""

    def __init__(self, arrays: Arrays, pool: Pool, best: Floats, first: int) -> None:
        self.arrays = self.everyone = arrays
        self.pool, self.best = pool, best
        self.first = first  # number of its first group among all groups

    def admit(self, present: NDArray[np.bool_] | None) -> None:
        """Let only `present` groups of the shard (None: all) count."""
        all_of = self.everyone
        if present is None:
            self.arrays = all_of
        else:
            self.arrays = all_of._replace(weight=all_of.weight * present, people=all_of.people * present)

    def price(self, ask: Ask, work: Scratch) -> float:
        """Price the groups that are asked for; see `Shards.price`."""
        start = (ask.first - self.first) % ask.every
        reach = (start, len(self.best), ask.every, ask.part, ask.parts)
        total: float = price_groups(self.arrays, ask.priced, self.pool, work, ask.slack, *reach, self.best)
        return total

    def smooth(self, ask: Smooth, sums: Floats) -> float:
        """Fill `sums` with the loads and curvatures of the kept paths; returns the smoothed value."""
        sums[:] = 0.0
        arrays, pool = self.arrays, self.pool
        return smooth_groups(
            ask.price,
            ask.beta,
            ask.bonus,
            pool.size,
            pool.resources,
            pool.value,
            pool.cost,
            arrays.people,
            arrays.floor_set,
            ask.heat,
            -self.first % ask.every,
            len(self.best),
            ask.every,
            sums,
            np.zeros(SLOTS),
        )


class Threads:
    """Some shards in this process, worked on by a few threads."""

    def __init__(self, arrays: Arrays, cuts: list[int], threads: int) -> None:
        """Hold the groups of `arrays`, which are those from `cuts[0]` on: the next shard begins at each cut."""
        self.kept = empty_pool(arrays, SLOTS)
        self.values = np.zeros(len(arrays.weight))
        self.rows = [slice(first - cuts[0], last - cuts[0]) for first, last in pairwise(cuts)]
        self.shards = []
        for rows, first in zip(self.rows, cuts[:-1], strict=True):
            kept = Pool._make(array[rows] for array in self.kept)
            self.shards.append(Shard(rows_of(arrays, rows), kept, self.values[rows], first))
        self.threads = ThreadPoolExecutor(threads)
        self.idle: SimpleQueue[Scratch] = SimpleQueue()  # working memory that no thread is using
        for _ in range(threads):
            self.idle.put(scratch(arrays))
        self.sums = np.zeros((len(self.shards), 0, 2))

    def admit(self, present: NDArray[np.bool_] | None) -> None:
        """Let only `present` groups (None: all) count from now on."""
        for shard, rows in zip(self.shards, self.rows, strict=True):
            shard.admit(None if present is None else present[rows])

    def price(self, ask: Ask) -> Floats:
        """Price groups exactly; see `Shards`."""

        def one(shard: Shard) -> float:
            work = self.idle.get()
            try:
                return shard.price(ask, work)
            finally:
                self.idle.put(work)

        return np.array(list(self.threads.map(one, self.shards)))

    def smooth(self, ask: Smooth) -> tuple[Floats, Floats]:
        """Let groups choose among their paths; see `Shards`."""
        size = len(ask.price) + 1 + len(ask.bonus)
        if self.sums.shape[1] != size:
            self.sums = np.zeros((len(self.shards), size, 2))
        values = self.threads.map(lambda shard, sums: shard.smooth(ask, sums), self.shards, self.sums)
        return np.array(list(values)), self.sums

    def pool(self) -> Pool:
        """Return the paths of all groups held."""
        return self.kept

    def best(self) -> Floats:
        """Return each group's best value when it was last priced."""
        return self.values

    def close(self) -> None:
        """End the threads."""
        self.threads.shutdown()
