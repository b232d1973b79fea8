"""A run of the solver: its prices, its pool of paths, its clock; the bound that prices prove. SPEC.md §4, §9."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jalur.planner.contract.plan import by_name
from jalur.planner.contract.tables import Tables
from jalur.planner.contract.workers import Workers, actors_of, threads_of
from jalur.planner.model.arrays import Arrays, Floats, arrays_of
from jalur.planner.model.instance import Instance
from jalur.planner.search.enumeration import Paths
from jalur.planner.search.pricing import NO_NOISE, Pool, price_lists
from jalur.planner.solve.dual import Momentum, Prices
from jalur.planner.solve.shards import Ask, Shards, Smooth, Threads, borders

NOISES = 4096  # different noises; a regency and a resource share one of them
CLOSING = 1.5e-5  # seconds a group until one is measured; the nation's 871,028 groups took 13 s on 4 cores
DAMP = 0.3  # a path uses up to four resources whose prices all move at once


@dataclass(frozen=True, slots=True)
class State:
    """What a run has reached: seconds, bound and value so far, gap, phase."""

    elapsed: float
    bound: float | None
    value: float | None
    gap: float | None
    phase: str


Progress = Callable[[State], bool | None]


class Stopped(Exception):
    """Raised inside a run to end it with the best plan so far."""


def gap_of(value: float, bound: float) -> float:
    """Return (bound - value) / bound; 0 for a difference of rounding only. Negative when the bound is."""
    if bound - value <= 1e-12 * max(1.0, abs(bound)) or bound == 0.0:
        return 0.0
    return (bound - value) / bound


def shards_of(arrays: Arrays, workers: Workers) -> Shards:
    """Put all groups into shards for `workers`.

    Raises:
        WorkersLost: Ray is wanted and can't be had.
        ValueError: `workers` is no such thing.
    """
    if isinstance(workers, str):
        wanted = actors_of(workers)
        from jalur.planner.solve.ray_shards import Actors

        return Actors(arrays, wanted)
    return Threads(arrays, borders(arrays.regency), threads_of(workers))


class Run:
    """One run of the solver over one instance."""

    def __init__(
        self,
        instance: Instance,
        *,
        seed: int,
        time_limit: float | None,
        gap: float,
        workers: Workers,
        progress: Progress | None,
        began: float,
    ) -> None:
        self.instance, self.seed, self.time_limit, self.gap = instance, seed, time_limit, gap
        self.progress, self.began = progress, began
        self.random = np.random.default_rng([seed, 4])
        self.arrays = arrays_of(instance)
        self.capacity = np.concatenate([[0], instance.order_openings, instance.intake_seats]).astype(
            np.float64
        )
        since = time.perf_counter()
        self.shards = shards_of(self.arrays, workers)
        self.phases = {"starting": time.perf_counter() - since}
        self.present: NDArray[np.bool_] | None = None
        self.count = instance.count
        self.seen = np.zeros(instance.n_groups, bool)  # groups priced at least once
        worth = float(np.median(instance.order_value)) if instance.n_orders else 1.0
        self.prices = Prices(
            self.capacity,
            instance.budget,
            instance.floor_minimum,
            instance.floor_penalty,
            instance.floor_sets,
            worth,
        )
        most = float(instance.weight.max(initial=0.0)) * float(instance.order_value.max(initial=0.0))
        self.unpayable = 2.0 * (
            most + float(instance.floor_penalty.sum()) + 1.0
        )  # closes a place for everyone
        closed = self.capacity == 0
        closed[0] = False
        self.prices.price[closed] = self.unpayable
        self.bound, self.bound_prices = np.inf, self.prices
        self.value = -np.inf
        width = 1 + max(1, self.arrays.recipe_kinds.shape[1])
        self.paths = np.zeros((len(instance.member_of), width), np.int32)  # resources of each member, 0: none
        self.values, self.costs = np.zeros(len(self.paths)), np.zeros(len(self.paths))
        self.iterations = 0
        self.phase = "reading"
        self.stopped = False
        self.closing = CLOSING * instance.n_groups  # seconds that a last pricing and rounding would take

    # -- time and progress -------------------------------------------------------------------------------------

    def wanted(self) -> bool:
        """Report progress; return whether the caller wants the run to go on. Who said no isn't asked again."""
        if self.progress is None or self.stopped:
            return not self.stopped
        elapsed = time.perf_counter() - self.began
        bound = float(self.bound) if np.isfinite(self.bound) else None
        value = float(self.value) if np.isfinite(self.value) else None
        self.stopped = self.progress(State(elapsed, bound, value, self.gap_now(), self.phase)) is False
        return not self.stopped

    def say(self) -> None:
        """Report progress; raise `Stopped` when the caller says so, or when there is only time to close the run."""
        if not self.wanted() or self.left(np.inf) < self.closing:
            raise Stopped

    def left(self, most: float) -> float:
        """Return the seconds left, at most `most`."""
        if self.time_limit is None:
            return most
        return min(most, self.time_limit - (time.perf_counter() - self.began))

    def gap_now(self) -> float | None:
        """Return (bound - value) / bound, or None before both are known."""
        if not (np.isfinite(self.bound) and np.isfinite(self.value)):
            return None
        return float(abs(gap_of(self.value, self.bound)))

    def timed(self, phase: str, since: float) -> None:
        """Add the time since `since` to a phase."""
        self.phase = phase
        self.phases[phase] = self.phases.get(phase, 0.0) + time.perf_counter() - since

    # -- groups ------------------------------------------------------------------------------------------------

    @property
    def pool(self) -> Pool:
        """The paths kept for all groups, brought here for reading until the next pricing."""
        return self.shards.pool()

    @property
    def best(self) -> Floats:
        """Each group's best value when it was last priced."""
        return self.shards.best()

    def admit(self, present: NDArray[np.bool_] | None) -> None:
        """Let only `present` groups (None: all) be priced and weigh on prices from now on."""
        self.present = present
        self.count = self.instance.count if present is None else self.instance.count * present
        self.shards.admit(present)

    def close(self) -> None:
        """Let go of the workers."""
        self.shards.close()

    # -- prices ------------------------------------------------------------------------------------------------

    def noise(self, heat: float) -> Floats:
        """Draw what regencies see on top of prices, so that they don't all want the same of equal paths."""
        return self.random.exponential(heat * self.prices.scale, NOISES)

    def price_all(
        self,
        slack: float,
        *,
        every: int = 1,
        first: int = 0,
        part: int = 0,
        parts: int = 1,
        noise: Floats = NO_NOISE,
    ) -> float:
        """Price the groups first, first + every … of one part of the regencies exactly.

        Their paths join the pool. Returns the sum of their best values.
        """
        since = time.perf_counter()
        prices = self.prices
        priced = price_lists(self.instance, self.arrays, prices.price, prices.beta, prices.phi, noise)
        self.seen[first::every] |= self.instance.regency[first::every] % parts == part
        totals = self.shards.price(Ask(priced, slack, every, first, part, parts))
        self.timed("pricing", since)
        return float(sum(totals))

    def certify(self, slack: float) -> float:
        """Price all groups exactly, keep the bound if it is the best, and return it. SPEC.md §9."""
        bound = self.price_all(slack) + self.prices.fixed_part()
        if bound < self.bound:
            self.bound, self.bound_prices = bound, self.prices.copy()
        self.iterations += 1
        return bound

    def smooth(self, heat: float, steps: int, every: int = 1) -> None:
        """Move prices `steps` times against the pools of every so many groups at temperature `heat`."""
        since = time.perf_counter()
        prices = self.prices
        seen = self.count[::every][self.seen[::every]]
        prices.part = float(seen.sum() / max(1, self.count.sum()))
        heat *= prices.scale
        ahead = Momentum(prices)
        for _ in range(steps):
            ask = Smooth(prices.price, prices.beta, prices.bonus, heat, every)
            values, sums = self.shards.smooth(ask)
            smoothed = float(sum(values)) + prices.part * prices.fixed_part()
            load, curve = sums.sum(axis=0).T
            prices.move(load, curve, heat, DAMP)
            ahead.push(prices, smoothed)
        ahead.settle(prices)
        self.timed("smoothing", since)

    def start_from(self, tables: Tables, frame: pl.DataFrame) -> None:
        """Take over the prices of another plan; the dearest of grouped rows counts."""
        said = by_name(frame)
        price = np.zeros(len(self.capacity))
        instance = self.instance
        for kind, ids, group_of, first in (
            ("order", tables.job_orders["id"], instance.order_of, 1),
            ("intake", tables.intakes["id"], instance.intake_of, 1 + instance.n_orders),
        ):
            for row, name in enumerate(ids.to_list()):
                place = first + group_of[row]
                price[place] = max(price[place], said.get((kind, name), 0.0))
        closed = self.capacity == 0
        self.prices.price = np.where(closed, np.maximum(price, self.prices.price), price)
        self.prices.beta = said.get(("budget", "budget"), 0.0) if np.isfinite(self.prices.budget) else 0.0
        floors = [said.get(("floor", str(index)), 0.0) for index in range(len(self.prices.phi))]
        self.prices.phi = np.minimum(np.array(floors), self.prices.penalty)

    # -- plan --------------------------------------------------------------------------------------------------

    def keep(self, paths: NDArray[np.int32], values: Floats, costs: Floats) -> None:
        """Keep a plan (resources, value and cost of each member's path) if it is the best."""
        missed = np.maximum(self.instance.floor_minimum - self.counted(paths), 0.0)
        value = float(values.sum()) - float(self.instance.floor_penalty @ missed)
        if value > self.value:
            self.value, self.paths, self.values, self.costs = value, paths, values, costs

    def keep_paths(
        self, found: Paths, people: NDArray[np.int64], first: int = 0, last: int | None = None
    ) -> None:
        """Send `people` along the paths `found` instead of what groups `first` to `last` do, if that is better."""
        instance = self.instance
        members = slice(
            *np.searchsorted(instance.member_of, [first, instance.n_groups if last is None else last])
        )
        paths, values, costs = self.paths.copy(), self.values.copy(), self.costs.copy()
        paths[members], values[members], costs[members] = 0, 0.0, 0.0
        taken = np.flatnonzero(people)
        taken = np.repeat(taken, people[taken])
        taken = taken[np.argsort(found.group[taken], kind="stable")]
        group = found.group[taken]
        place = (
            np.searchsorted(instance.member_of, group) + np.arange(len(group)) - np.searchsorted(group, group)
        )
        steps = found.intakes[taken]
        paths[place, 0] = found.order[taken] + 1
        paths[place, 1:] = np.where(steps >= 0, steps + 1 + instance.n_orders, 0)
        values[place], costs[place] = found.value[taken], found.cost[taken]
        self.keep(paths, values, costs)

    def counted(self, paths: NDArray[np.int32]) -> Floats:
        """Return how many of the placed each floor counts."""
        group = self.instance.member_of[paths[:, 0] > 0]
        sets = np.bincount(self.instance.floor_set[group], minlength=len(self.instance.floor_sets))
        return np.asarray(sets @ self.instance.floor_sets.astype(np.float64), np.float64)
