"""Make a plan: prices, paths, rounding, certificate. SPEC.md §3–§9."""

import resource
import time

import numpy as np
import polars as pl

from jalur.planner.contract.plan import VERSION, Plan
from jalur.planner.contract.tables import Tables
from jalur.planner.contract.workers import Workers
from jalur.planner.model.instance import read_instance
from jalur.planner.solve.exact_improvement import SMALL_MEMBERS, improve_parts, solve_small
from jalur.planner.solve.plan_frames import assignments, prices_frame
from jalur.planner.solve.rounding import LARGE, round_plan
from jalur.planner.solve.run import Progress, Run, Stopped, gap_of

# Temperatures, as shares of a typical order's value. In a large country the first ones are for a sample.
WARM = (0.08, 0.04, 0.02, 0.01)
COLD = (0.005, 0.0025, 0.00125)
SAMPLED = 0.03  # above this temperature
SAMPLE = 100_000  # people a sample holds, about
COLDEST = 0.0005
# Prices move after each block has been priced. While prices are far off, a crowd finds the few places that are too
# cheap at once: many small blocks see far more of them than a few large ones. Later, long runs of steps pay.
WARM_BLOCKS, WARM_STEPS = 16, 4
COLD_BLOCKS, COLD_STEPS = 3, 20
PARTS = 4  # of the regencies; a warm block is a quarter of the groups in a quarter of the regencies
TURNS = 40


def cool(run: Run, heat: float, every: int, *, blocks: int, parts: int, steps: int) -> None:
    """Price every so many groups block by block, moving prices at temperature `heat` after each. SPEC.md §4."""
    turns = blocks // parts
    for block in range(blocks):
        run.price_all(
            1.5 * heat * run.prices.scale,
            every=every * turns,
            first=every * (block // parts),
            part=block % parts,
            parts=parts,
            noise=run.noise(heat),
        )
        run.smooth(heat, steps, every)
        run.say()


def cool_warm(run: Run, heat: float, every: int = 1) -> None:
    """Cool in many small blocks, each of a part of the regencies where there are enough of them."""
    parts = PARTS if len(run.instance.regencies) >= 4 * PARTS else 1
    cool(run, heat, every, blocks=WARM_BLOCKS, parts=parts, steps=WARM_STEPS)


def cool_cold(run: Run, heat: float, every: int = 1) -> None:
    """Cool in few blocks with long runs of steps."""
    cool(run, heat, every, blocks=COLD_BLOCKS, parts=1, steps=COLD_STEPS)


def search(run: Run, *, warm: bool = False) -> None:
    """Cool down, first on a sample, then on everyone; then price, round and certify until nothing moves. SPEC.md §4."""
    members = len(run.instance.member_of)
    small, large = members <= SMALL_MEMBERS, members > LARGE

    def cool_down(heat: float) -> None:
        every = max(1, members // SAMPLE) if heat > SAMPLED else 1
        if heat in WARM or large:
            cool_warm(run, heat, every)
        else:
            cool_cold(run, heat, every)

    for heat in (*(() if warm else WARM), *COLD):
        cool_down(heat)
        if heat <= (COLD[1] if large else run.gap / 4.0):
            break
    idle = 0
    for turn in range(TURNS):
        bound, value = run.bound, run.value
        since = time.perf_counter()
        run.certify(heat * run.prices.scale)
        run.say()
        round_plan(run)
        run.closing = time.perf_counter() - since
        run.say()
        gap = run.gap_now()
        if (gap is not None and gap <= run.gap) or small:
            return
        still = run.bound > bound - 1e-4 * abs(bound) and run.value < value + 1e-4 * abs(value)
        idle = idle + 1 if turn > 0 and still else 0
        if idle >= 2:
            return
        heat = max(COLDEST, 0.7 * heat)
        cool_down(heat)


def solve(
    tables: Tables,
    *,
    seed: int = 1,
    time_limit: float | None = None,
    gap: float = 0.001,
    workers: Workers = None,
    progress: Progress | None = None,
    start_prices: pl.DataFrame | None = None,
) -> Plan:
    """Make a plan for `tables` with a certificate; see `planning.make_plan`."""
    began = time.perf_counter()
    tables = tables.checked()
    checked = time.perf_counter()
    instance = read_instance(tables)
    run = Run(
        instance, seed=seed, time_limit=time_limit, gap=gap, workers=workers, progress=progress, began=began
    )
    grouping = time.perf_counter() - checked - run.phases["starting"]
    run.phases |= {"checking": checked - began, "grouping": grouping}
    try:
        if start_prices is not None:
            run.start_from(tables, start_prices)
        search(run, warm=start_prices is not None)
        solve_small(run)
        improve_parts(run)
    except Stopped:
        pass
    if not (np.isfinite(run.value) and np.isfinite(run.bound)):
        run.certify(COLD[-1] * run.prices.scale)
        round_plan(run)
    run.close()
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
        "bound": float(run.bound),
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
