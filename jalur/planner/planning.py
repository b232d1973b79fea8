"""The planner as one call."""

from functools import partial

import polars as pl

from jalur.planner.after.replan import replan
from jalur.planner.contract.plan import Plan
from jalur.planner.contract.tables import Tables
from jalur.planner.contract.workers import Workers
from jalur.planner.solve.run import Progress
from jalur.planner.solve.solver import solve


def make_plan(
    tables: Tables,
    *,
    seed: int = 1,
    time_limit: float | None = None,
    gap: float = 0.001,
    workers: Workers = None,
    progress: Progress | None = None,
    fixed: pl.DataFrame | None = None,
    start_prices: pl.DataFrame | None = None,
) -> Plan:
    """Make a plan for `tables` with a certificate.

    `time_limit` is in seconds; the run also ends when (bound - value) / bound reaches `gap`, or when `progress`
    returns False, with the best plan so far. The same `seed` gives the same plan for any order of rows and any
    `workers` (threads, None: one for each core; "ray" or "ray:4": actors of a Ray cluster).

    `fixed` holds accepted paths (`candidate`, `job_order`, `intakes`) that stay as they are, see `replan`;
    `start_prices` (a plan's prices) shortens the search.

    Raises:
        Invalid: the tables break the contract.
        WorkersLost: Ray was asked for and can't be had, or one of its actors died.
    """
    make = solve if fixed is None else partial(replan, accepted=fixed)
    return make(
        tables,
        seed=seed,
        time_limit=time_limit,
        gap=gap,
        workers=workers,
        progress=progress,
        start_prices=start_prices,
    )
