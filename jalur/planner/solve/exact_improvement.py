"""Exact work where it fits: whole small instances, provinces a few regencies at a time. SPEC.md §8."""

import time
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from jalur.planner.search.enumeration import list_all, list_part
from jalur.planner.search.labels import scratch
from jalur.planner.search.pricing import price_lists
from jalur.planner.solve import path_program
from jalur.planner.solve.run import Run

SMALL_MEMBERS = 5_000  # up to here HiGHS solves the integer program over the paths near the best
EXACT_MEMBERS = 400  # up to here over all paths that could be in a better plan
EXACT_PATHS = 150_000
PART_MEMBERS = 100_000  # up to here parts of a plan are improved by HiGHS
PART_GROUPS = 1_500
PART_LOSS = 0.03  # how far below the best a path may be to be offered, as a share of a typical order's value


def solve_small(run: Run) -> None:
    """Solve a small instance to the optimum, from the paths that could still be in a better plan. SPEC.md §8."""
    instance = run.instance
    members = len(instance.member_of)
    gap = run.gap_now()
    near = gap is not None and gap <= (0.0 if members <= EXACT_MEMBERS else run.gap)
    if members > SMALL_MEMBERS or near:
        return
    run.prices, work = run.bound_prices.copy(), scratch(run.arrays)
    for loss in (0.03, 0.15, 0.5, np.inf):
        if loss > 0.03 and (members > EXACT_MEMBERS or run.bound - run.value <= 1e-7):
            return
        since = time.perf_counter()
        for _ in range(2):
            bound = run.certify(0.0)
            prices = run.prices
            priced = price_lists(instance, run.arrays, prices.price, prices.beta, prices.phi)
            threshold = run.best - min(loss * prices.scale, bound - run.value) - 1e-7
            paths = list_all(run.arrays, priced, work, threshold, EXACT_PATHS)
            if paths is None:
                return
            # Before prices move: a set whose linear program is the optimum need not be among the next one's paths.
            best = path_program.solve(instance, paths, run.capacity, integer=True, seconds=run.left(10.0))
            if best is not None:
                run.keep_paths(paths, best.people)
            relaxed = path_program.solve(instance, paths, run.capacity, integer=False, seconds=run.left(10.0))
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


def improve_parts(run: Run) -> None:
    """Improve a plan part by part: HiGHS on a few regencies at a time, everyone else staying put. SPEC.md §8."""
    instance = run.instance
    if not SMALL_MEMBERS < len(instance.member_of) <= PART_MEMBERS or not np.isfinite(run.value):
        return
    run.prices = prices = run.bound_prices.copy()
    run.price_all(0.0)
    work = scratch(run.arrays)
    priced = price_lists(instance, run.arrays, prices.price, prices.beta, prices.phi)
    own = run.values - prices.beta * run.costs - prices.price[run.paths].sum(axis=1)
    own += np.where(run.paths[:, 0] > 0, prices.bonus[instance.floor_set[instance.member_of]], 0.0)
    least = run.best - PART_LOSS * prices.scale
    np.minimum.at(least, instance.member_of, own - 1e-7)
    for first, last in pairwise(part_edges(instance.regency, PART_GROUPS)):
        gap = run.gap_now()
        if gap is not None and gap <= run.gap:
            return
        since = time.perf_counter()
        found = list_part(run.arrays, priced, work, least, first, last, EXACT_PATHS)
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
            best = path_program.solve(part, local, room, integer=True, seconds=run.left(3.0))
            if best is not None:
                run.keep_paths(found, best.people, first, last)
        run.timed("parts", since)
        run.say()
