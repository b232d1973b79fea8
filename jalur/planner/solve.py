"""Make a plan: prices, paths, rounding, certificate. SPEC.md §3–§9."""

import os
import resource
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jalur.planner.dual import Momentum, Prices, smooth_groups
from jalur.planner.enumeration import Paths
from jalur.planner.instance import Instance, read_instance
from jalur.planner.outcome import assignments, prices_frame
from jalur.planner.plan import VERSION, Plan
from jalur.planner.pricing import Fixed, Floats, Pool, Priced, fix, price_groups, price_lists, scratch
from jalur.planner.rounding import exchange, standing, take_best
from jalur.planner.tables import Tables

SHARDS = 16  # fixed, so that sums come out the same for any number of workers
SLOTS = 12
SMALL_MEMBERS = 5_000  # up to here HiGHS solves the integer program over the paths near the best
EXACT_MEMBERS = 400  # up to here over all paths that could be in a better plan
EXACT_PATHS = 150_000
CHUNK = 4_000  # people who exchange before asking whether it still pays
FRUITFUL = 0.004
LOOK = 40  # others looked at per full place
FEES = (0.97, 0.9, 0.8, 0.5, 0.2, 0.0)  # share of the prices charged while places are exchanged
PART_MEMBERS = 100_000  # up to here parts of a plan are improved by HiGHS
PART_GROUPS = 1_500
PART_LOSS = 0.03  # how far below the best a path may be to be offered, as a share of a typical order's value


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


class Run:
    """One run of the solver over one instance."""

    def __init__(
        self,
        instance: Instance,
        *,
        seed: int,
        time_limit: float | None,
        gap: float,
        workers: int,
        progress: Progress | None,
        began: float,
    ) -> None:
        self.instance, self.seed, self.time_limit, self.gap = instance, seed, time_limit, gap
        self.workers, self.progress, self.began = workers, progress, began
        self.fixed = fix(instance)
        self.capacity = np.concatenate([[0], instance.order_openings, instance.intake_seats]).astype(
            np.float64
        )
        width = 1 + max(1, instance.recipes.kinds.shape[1])
        groups = instance.n_groups
        self.pool = Pool(
            np.zeros(groups, np.int32),
            np.zeros((groups, SLOTS, width), np.int32),
            np.zeros((groups, SLOTS)),
            np.zeros((groups, SLOTS)),
        )
        self.cuts = np.linspace(0, groups, SHARDS + 1).astype(int)
        self.threads = ThreadPoolExecutor(workers)
        self.work = [scratch(self.fixed) for _ in range(SHARDS)]
        self.best = np.zeros(groups)
        worth = float(np.median(instance.order_value)) if instance.n_orders else 1.0
        self.prices = Prices(
            self.capacity,
            instance.budget,
            instance.floor_minimum,
            instance.floor_penalty,
            instance.floor_sets,
            worth,
        )
        most = self.fixed.heaviest * float(instance.order_value.max(initial=0.0))
        closed = self.capacity == 0
        closed[0] = False
        self.prices.price[closed] = 2.0 * (most + float(instance.floor_penalty.sum()) + 1.0)
        self.bound, self.bound_prices = np.inf, self.prices
        self.value = -np.inf
        self.paths = np.zeros((len(instance.member_of), width), np.int32)  # resources of each member, 0: none
        self.values, self.costs = np.zeros(len(self.paths)), np.zeros(len(self.paths))
        self.iterations = 0
        self.phases: dict[str, float] = {}
        self.phase = "reading"

    # -- time and progress -------------------------------------------------------------------------------------

    def say(self) -> None:
        """Report progress; raise `Stopped` when time is up, the gap is met or the caller says so."""
        elapsed = time.perf_counter() - self.began
        if self.progress is not None:
            bound = self.bound if np.isfinite(self.bound) else None
            value = self.value if np.isfinite(self.value) else None
            if self.progress(State(elapsed, bound, value, self.gap_now(), self.phase)) is False:
                raise Stopped
        if self.time_limit is not None and elapsed > self.time_limit:
            raise Stopped

    def gap_now(self) -> float | None:
        """Return (bound - value) / bound, or None before both are known."""
        if not (np.isfinite(self.bound) and np.isfinite(self.value)):
            return None
        return abs(gap_of(self.value, self.bound))

    def timed(self, phase: str, since: float) -> None:
        """Add the time since `since` to a phase."""
        self.phase = phase
        self.phases[phase] = self.phases.get(phase, 0.0) + time.perf_counter() - since

    # -- prices ------------------------------------------------------------------------------------------------

    def price_all(self, slack: float, *, block: int = 0, blocks: int = 1) -> tuple[float, Floats]:
        """Price the groups of one block exactly; return the sum of best values and the best paths' loads."""
        since = time.perf_counter()
        prices = self.prices
        priced = price_lists(self.instance, self.fixed, prices.price, prices.beta, prices.phi)
        loads = np.zeros((SHARDS, len(prices.price) + 1))

        def one(shard: int) -> float:
            return price_groups(
                self.fixed,
                priced,
                self.pool,
                self.work[shard],
                slack,
                self.cuts[shard],
                self.cuts[shard + 1],
                block,
                blocks,
                self.best,
                loads[shard],
            )

        total = float(sum(self.threads.map(one, range(SHARDS))))
        self.timed("pricing", since)
        return total, loads.sum(axis=0)

    def certify(self, slack: float) -> Floats:
        """Price all groups exactly and keep the bound if it is the best; return the loads. SPEC.md §9."""
        total, load = self.price_all(slack)
        bound = total + self.prices.fixed_part()
        if bound < self.bound:
            self.bound, self.bound_prices = bound, self.prices.copy()
        self.iterations += 1
        return load

    def warm_up(self, blocks: int, step: float) -> None:
        """Walk once through the groups in `blocks` interleaved parts, moving prices after each. SPEC.md §4."""
        prices = self.prices
        share = self.capacity / blocks
        for block in range(blocks):
            _, load = self.price_all(0.0, block=block, blocks=blocks)
            off = (load[:-1] - share) / (share + 1.0)
            prices.price = np.maximum(prices.price + step * prices.scale * np.clip(off, -1.0, 4.0), 0.0)
            prices.price[0] = 0.0
            if np.isfinite(prices.budget) and prices.budget > 0:
                off = (load[-1] * blocks - prices.budget) / prices.budget
                unit = prices.scale / max(float(np.mean(self.fixed.intake_cost)), 1.0)
                prices.beta = max(0.0, prices.beta + step * 0.3 * unit * float(np.clip(off, -1.0, 2.0)))
            self.say()

    def smooth(self, heat: float, steps: int, damp: float) -> None:
        """Move prices `steps` times against the pool at temperature `heat`."""
        since = time.perf_counter()
        instance, pool = self.instance, self.pool
        size = len(self.prices.price) + 1 + len(instance.floor_sets)
        loads, curves = np.zeros((SHARDS, size)), np.zeros((SHARDS, size))
        shares = np.zeros((SHARDS, SLOTS))
        prices = self.prices
        ahead = Momentum(prices)
        for _ in range(steps):
            price, beta, bonus = prices.price, prices.beta, prices.bonus
            loads[:], curves[:] = 0.0, 0.0

            def one(shard: int, price: Floats = price, beta: float = beta, bonus: Floats = bonus) -> float:
                return smooth_groups(
                    price,
                    beta,
                    bonus,
                    pool.size,
                    pool.resources,
                    pool.value,
                    pool.cost,
                    instance.count,
                    instance.floor_set,
                    heat,
                    self.cuts[shard],
                    self.cuts[shard + 1],
                    loads[shard],
                    curves[shard],
                    shares[shard],
                )

            smoothed = float(sum(self.threads.map(one, range(SHARDS)))) + prices.fixed_part()
            prices.move(loads.sum(axis=0), curves.sum(axis=0), heat, damp)
            ahead.push(prices, smoothed)
        ahead.settle(prices)
        self.timed("smoothing", since)

    def start_from(self, tables: Tables, frame: pl.DataFrame) -> None:
        """Take over the prices of another plan; the dearest of grouped rows counts."""
        said = {(kind, name): price for kind, name, price in frame.select("kind", "id", "price").iter_rows()}
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

    def round(self, passes: int) -> None:
        """Make a plan from the present prices and keep it if it is the best."""
        since = time.perf_counter()
        instance, pool, prices = self.instance, self.pool, self.prices
        members = len(instance.member_of)
        slots = np.full(members, -1, np.int32)
        width = pool.resources.shape[2]
        used = np.zeros(len(self.capacity), np.int64)
        tally = np.zeros(1 + len(instance.floor_minimum))
        head = np.full(len(self.capacity), -1, np.int64)
        after, before = np.full(members * width, -1, np.int64), np.full(members * width, -1, np.int64)
        linked = (slots, used, tally, head, after, before)
        paths = (pool.resources, pool.size, pool.value, pool.cost)
        floors = (instance.floor_set, instance.floor_sets, instance.floor_minimum, instance.floor_penalty)
        regret, lead = np.zeros(members), np.zeros(members)
        charges = (prices.price, prices.beta, prices.bonus)
        limits = (*floors, self.capacity, instance.budget)
        ranks = (instance.member_of, instance.floor_set, slots, regret, lead)
        standing(*paths, *charges, *ranks)
        sequence = np.argsort(-lead, kind="stable")
        take_best(*paths, *charges, -1e-9, instance.member_of, sequence, *limits, *linked)
        free = (np.zeros_like(prices.price), 0.0, prices.bonus * 0.0)
        # Places are charged at a falling share of their price, else early gap-fillers take what better paths need.
        fees = prices.price[pool.resources].sum(axis=2)
        money = prices.beta * pool.cost
        for share in FEES[-passes:]:
            charged = pool.value - share * fees - (money if share > 0.0 else 0.0)
            worth = (pool.resources, pool.size, charged, pool.cost)
            standing(*paths, *charges, *ranks)
            by_regret = np.argsort(-regret, kind="stable")
            take_best(*worth, *free, 0.0, instance.member_of, by_regret, *limits, *linked)
            unhappy = np.flatnonzero(regret > 1e-9)
            sequence = unhappy[np.argsort(-regret[unhappy], kind="stable")]
            for start in range(0, len(sequence), CHUNK):
                part = sequence[start : start + CHUNK]
                moves = exchange(*worth, instance.member_of, part, *limits, LOOK, *linked)
                if moves < FRUITFUL * len(part) or self.left(1.0) <= 0.0:
                    break
        value = self.value_of(slots, tally)
        if value > self.value:
            placed = np.flatnonzero(slots >= 0)
            group, slot = instance.member_of[placed], slots[placed]
            self.value = value
            self.paths[:], self.values[:], self.costs[:] = 0, 0.0, 0.0
            self.paths[placed] = pool.resources[group, slot]
            self.values[placed], self.costs[placed] = pool.value[group, slot], pool.cost[group, slot]
        self.timed("rounding", since)

    def left(self, most: float) -> float:
        """Return the seconds left, at most `most`."""
        if self.time_limit is None:
            return most
        return min(most, self.time_limit - (time.perf_counter() - self.began))

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
        placed = self.counted(paths)
        value = float(values.sum()) - float(
            instance.floor_penalty @ np.maximum(instance.floor_minimum - placed, 0.0)
        )
        if value > self.value:
            self.value, self.paths, self.values, self.costs = value, paths, values, costs

    def counted(self, paths: NDArray[np.int32]) -> Floats:
        """Return how many of the placed each floor counts."""
        group = self.instance.member_of[paths[:, 0] > 0]
        sets = np.bincount(self.instance.floor_set[group], minlength=len(self.instance.floor_sets))
        return np.asarray(sets @ self.instance.floor_sets.astype(np.float64), np.float64)

    def value_of(self, slots: NDArray[np.int32], tally: Floats) -> float:
        """Return the objective: values of the paths taken less the penalties of missed floors."""
        instance = self.instance
        taken = np.flatnonzero(slots >= 0)
        value = float(self.pool.value[instance.member_of[taken], slots[taken]].sum())
        missed = np.maximum(instance.floor_minimum - tally[1:], 0.0)
        return value - float(instance.floor_penalty @ missed)


def gap_of(value: float, bound: float) -> float:
    """Return (bound - value) / bound; 0 for a difference of rounding only. Negative when the bound is."""
    if bound - value <= 1e-12 * max(1.0, abs(bound)) or bound == 0.0:
        return 0.0
    return (bound - value) / bound


def polish(run: Run) -> None:
    """Solve a small instance to the optimum, from the paths that could still be in a better plan. SPEC.md §8."""
    from jalur.planner import exact
    from jalur.planner.enumeration import list_all

    instance = run.instance
    members = len(instance.member_of)
    if members > SMALL_MEMBERS or run.gap_now() == 0.0:
        return
    run.prices = run.bound_prices.copy()
    for loss in (0.03, 0.15, 0.5, np.inf):
        if loss > 0.03 and (members > EXACT_MEMBERS or run.bound - run.value <= 1e-7):
            return
        since = time.perf_counter()
        for _ in range(2):
            run.certify(0.0)
            prices = run.prices
            priced = price_lists(instance, run.fixed, prices.price, prices.beta, prices.phi)
            threshold = run.best - min(loss * prices.scale, run.bound - run.value) - 1e-7
            paths = list_all(instance, run.fixed, priced, run.work[0], threshold, EXACT_PATHS)
            if paths is None:
                return
            # Before prices move: a set whose linear program is the optimum need not be among the next one's paths.
            best = exact.solve(instance, paths, run.capacity, integer=True, seconds=run.left(10.0))
            if best is not None:
                run.keep_paths(paths, best.people)
            relaxed = exact.solve(instance, paths, run.capacity, integer=False, seconds=run.left(10.0))
            if relaxed is None or relaxed.duals is None:
                break
            size = len(run.capacity)
            run.prices = prices.copy()
            closed = (run.capacity == 0) & (prices.price > 0)
            run.prices.price = np.where(closed, prices.price, relaxed.duals[:size])
            run.prices.beta, run.prices.phi = float(relaxed.duals[size]), relaxed.duals[size + 1 :]
            run.certify(0.0)
            if run.bound - relaxed.value <= 1e-6 * max(1.0, abs(run.bound)):
                break
        run.timed("exact", since)
        run.say()


def part_edges(regency: NDArray[np.int32], size: int) -> list[int]:
    """Cut the groups, sorted by regency, into parts of whole regencies of about `size` groups."""
    starts = np.flatnonzero(np.r_[True, regency[1:] != regency[:-1]])
    edges = [0]
    for start in [*starts[1:].tolist(), len(regency)]:
        if start - edges[-1] >= size or start == len(regency):
            edges.append(start)
    return edges


def polish_parts(run: Run) -> None:
    """Improve a plan part by part: HiGHS on a few regencies at a time, everyone else staying put. SPEC.md §8."""
    from jalur.planner import exact
    from jalur.planner.enumeration import list_part

    instance = run.instance
    if not SMALL_MEMBERS < len(instance.member_of) <= PART_MEMBERS or not np.isfinite(run.value):
        return
    run.prices = prices = run.bound_prices.copy()
    run.price_all(0.0)
    priced = price_lists(instance, run.fixed, prices.price, prices.beta, prices.phi)
    own = run.values - prices.beta * run.costs - prices.price[run.paths].sum(axis=1)
    own += np.where(run.paths[:, 0] > 0, prices.bonus[instance.floor_set[instance.member_of]], 0.0)
    least = run.best - PART_LOSS * prices.scale
    np.minimum.at(least, instance.member_of, own - 1e-7)
    for first, last in pairwise(part_edges(instance.regency, PART_GROUPS)):
        gap = run.gap_now()
        if gap is not None and gap <= run.gap:
            return
        since = time.perf_counter()
        found = list_part(instance, run.fixed, priced, run.work[0], least, first, last, EXACT_PATHS)
        if found is not None and len(found.group):
            outside = run.paths.copy()
            members = slice(*np.searchsorted(instance.member_of, [first, last]))
            outside[members] = 0
            used = np.bincount(outside.ravel(), minlength=len(run.capacity))
            spent = run.costs.sum() - run.costs[members].sum()
            part = replace(
                instance,
                weight=instance.weight[first:last],
                count=instance.count[first:last],
                floor_set=instance.floor_set[first:last],
                budget=max(0.0, instance.budget - spent),
                floor_minimum=np.maximum(instance.floor_minimum - run.counted(outside), 0.0),
            )
            local = found._replace(group=(found.group - first).astype(np.int32))
            room = np.maximum(run.capacity - used, 0.0)
            best = exact.solve(part, local, room, integer=True, seconds=run.left(3.0))
            if best is not None:
                run.keep_paths(found, best.people, first, last)
        run.timed("parts", since)
        run.say()


# Temperature, and how far below the best a path may be to join the pool: shares of a typical order's value.
STAGES = (
    (0.02, 0.05),
    (0.01, 0.05),
    (0.005, 0.04),
    (0.003, 0.02),
    (0.002, 0.01),
    (0.001, 0.005),
    (0.0005, 0.002),
)
# A nation has so many people per place that fewer, larger steps reach the same prices.
LARGE_STAGES = ((0.01, 0.05), (0.003, 0.02), (0.0015, 0.01), (0.001, 0.005))
LARGE_MEMBERS = 200_000
BLOCKS = 5  # prices move after each part of the groups has been priced
STEPS = 25
DAMP = 0.3  # a path uses up to four resources whose prices all move at once


def search(run: Run, *, warm: bool = False) -> None:
    """Alternate smoothing, exact pricing and rounding until the gap is met or nothing moves. SPEC.md §4."""
    scale = run.prices.scale
    small = len(run.instance.member_of) <= SMALL_MEMBERS
    large = len(run.instance.member_of) > LARGE_MEMBERS
    stages, steps, first = (LARGE_STAGES, 15, 1) if large else (STAGES, STEPS, 3)
    if not warm:
        run.warm_up(16, 0.1)
    idle = 0
    for turn in range(first - 1 if warm else 0, 40):
        heat, slack = stages[min(turn, len(stages) - 1)]
        bound, value = run.bound, run.value
        for block in range(BLOCKS):
            run.price_all(slack * scale, block=block, blocks=BLOCKS)
            run.smooth(heat * scale, steps, DAMP)
            run.say()
        if turn < first:
            continue
        run.round(len(FEES))
        run.say()
        run.certify(slack * scale)
        run.say()
        gap = run.gap_now()
        if (gap is not None and gap <= run.gap) or small:
            return
        still = run.bound > bound - 1e-4 * abs(bound) and run.value < value + 1e-4 * abs(value)
        idle = idle + 1 if turn > first and still else 0
        if idle >= 2:
            return


def make_plan(
    tables: Tables,
    *,
    seed: int = 1,
    time_limit: float | None = None,
    gap: float = 0.001,
    workers: int | None = None,
    progress: Progress | None = None,
    fixed: pl.DataFrame | None = None,
    start_prices: pl.DataFrame | None = None,
) -> Plan:
    """Make a plan for `tables` with a certificate.

    `time_limit` is in seconds; the run also ends when (bound - value) / bound reaches `gap`, or when `progress`
    returns False, with the best plan so far. The same `seed` gives the same plan for any order of rows and any number
    of `workers` (threads; None: all cores).

    `fixed` holds accepted paths (`candidate`, `job_order`, `intakes`) that stay as they are, see `replan`;
    `start_prices` (a plan's prices) shortens the search.

    Raises:
        Invalid: the tables break the contract.
    """
    if fixed is not None:
        from jalur.planner.replan import replan

        return replan(
            tables,
            fixed,
            start_prices=start_prices,
            seed=seed,
            time_limit=time_limit,
            gap=gap,
            workers=workers,
            progress=progress,
        )
    began = time.perf_counter()
    tables = tables.checked()
    checked = time.perf_counter()
    instance = read_instance(tables)
    threads = workers or os.cpu_count() or 1
    run = Run(
        instance, seed=seed, time_limit=time_limit, gap=gap, workers=threads, progress=progress, began=began
    )
    run.phases |= {"checking": checked - began, "grouping": time.perf_counter() - checked}
    try:
        if start_prices is not None:
            run.start_from(tables, start_prices)
        search(run, warm=start_prices is not None)
        polish(run)
        polish_parts(run)
    except Stopped:
        pass
    if not (np.isfinite(run.value) and np.isfinite(run.bound)):
        run.certify(0.0)
        run.round(2)
    run.threads.shutdown()
    return finish(tables, run)


def finish(tables: Tables, run: Run) -> Plan:
    """Turn a run into a plan with ids."""
    since = time.perf_counter()
    instance = run.instance
    frame = assignments(tables, instance, run.paths, run.values)
    prices = prices_frame(tables, instance, run.bound_prices)
    run.timed("writing", since)
    summary = {
        "value": run.value,
        "bound": run.bound,
        "gap": gap_of(run.value, run.bound),
        "placed": frame.height,
        "seconds": time.perf_counter() - run.began,
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "iterations": run.iterations,
        "seed": run.seed,
        "version": VERSION,
        "phases": run.phases,
    }
    return Plan(frame, prices, summary)


def demand_for(instance: Instance, fixed: Fixed, priced: Priced, wanted: int) -> int:
    """Return how many people's best path under `priced` uses resource `wanted`."""
    width = 1 + max(1, fixed.recipe_kinds.shape[1])
    groups = instance.n_groups
    pool = Pool(
        np.zeros(groups, np.int32),
        np.zeros((groups, 1, width), np.int32),
        np.zeros((groups, 1)),
        np.zeros((groups, 1)),
    )
    load = np.zeros(len(priced.price) + 1)
    price_groups(fixed, priced, pool, scratch(fixed), 0.0, 0, groups, 0, 1, np.zeros(groups), load)
    return int(load[wanted])
