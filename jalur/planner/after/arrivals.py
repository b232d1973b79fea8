"""A year week by week: each newcomer is answered in the week of arrival, at prices that remember. SPEC.md §12.

The prices come from a forecast: years of people drawn with replacement from the same population. Each week what is left
of openings, seats and money is priced anew against the arrivals of the week and the forecast of the rest, as many of
them as the arrivals so far make likely; then the week's people get the best paths net of prices. Anchor: Ahani, Gölz,
Procaccia, Teytelboym and Trapp, Dynamic Placement in Refugee Resettlement, Operations Research 2024.
"""

import time
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jalur.planner.baselines import first_come, weekly_greedy, weeks_of
from jalur.planner.contract.plan import Plan, value_of
from jalur.planner.contract.tables import Tables
from jalur.planner.contract.workers import Workers
from jalur.planner.model.instance import read_instance
from jalur.planner.solve import solver
from jalur.planner.solve.plan_frames import assignments
from jalur.planner.solve.rounding import LOOK, charge, exchange, standing, take_best
from jalur.planner.solve.run import Run, gap_of

HEATS, STEPS = (0.005, 0.0025, 0.00125), 10  # each week, on this week's people and the forecast of the rest
ROUNDS, SLACK = 4, 0.01  # of places within a week
YEARS, PEOPLE = 8, 60_000  # of forecast: at most so many years, and about so many people
SPARE = 1.5  # forecast people drawn for each expected one, for years that bring more than expected
DOUBT = 11  # arrivals that say as much of a year's size as a forecast that is 30 % off: 1 / 0.3²
FORECAST_MARK = "~"  # before the id of a forecast person; sorts after every real one


@dataclass(frozen=True, slots=True)
class Year:
    """What a year of weekly answers reached beside the hindsight bound; `greedy` and `first_come`: their ratios."""

    plan: Plan
    value: float
    bound: float
    ratio: float
    weeks: int
    greedy: float
    first_come: float


def forecast_of(candidates: pl.DataFrame, seed: int, people: int) -> pl.DataFrame:
    """Draw so many people with replacement, with marked ids."""
    random = np.random.default_rng([seed, 7])
    ordered = candidates.sort("id")
    drawn = ordered[np.sort(random.integers(0, ordered.height, people))]
    names = pl.Series([f"{FORECAST_MARK}{number:07d}" for number in range(drawn.height)], dtype=pl.String)
    return drawn.with_columns(id=names)


class Memory:
    """The prices of the year, and what is left of openings, seats and money."""

    def __init__(self, tables: Tables, *, seed: int, off: float, workers: Workers) -> None:
        people = tables.candidates.height
        # Several years of forecast at once, against as many times the places: the mean of what they ask for.
        self.years = max(1, min(YEARS, PEOPLE // max(1, people)))
        drawn = round(self.years * SPARE * (1.0 + off) * people)
        forecast = forecast_of(tables.candidates, seed, drawn)
        everyone = replace(tables, candidates=pl.concat([tables.candidates, forecast]))
        self.tables, self.instance = everyone, read_instance(everyone, group=False)
        groups = self.instance.n_groups
        self.real, self.week = np.empty(groups, bool), np.empty(groups, np.int64)
        self.real[self.instance.member_of] = self.instance.member_row < people
        self.week[self.instance.member_of] = weeks_of(everyone.candidates)[self.instance.member_row]
        self.instance.count[self.real] = self.years
        # A forecast person counts where its rank is below the size of the year, in years as forecast.
        self.rank = SPARE * np.random.default_rng([seed, 8]).random(groups)
        self.arrived = np.bincount(self.week[self.real]).cumsum()
        self.forecast = np.bincount(self.week[~self.real], minlength=len(self.arrived)).cumsum()
        self.forecast = self.forecast / (self.years * SPARE)
        self.run = Run(
            self.instance,
            seed=seed,
            time_limit=None,
            gap=0.002,
            workers=workers,
            progress=None,
            began=time.perf_counter(),
        )
        members = len(self.instance.member_of)
        self.slots = np.full(members, -1, np.int32)
        self.used = np.zeros(len(self.run.capacity), np.int64)
        self.tally = np.zeros(1 + len(self.instance.floor_minimum))
        self.values = np.zeros(members)
        self.paths = np.zeros((members, self.run.paths.shape[1]), np.int32)

    def learn(self) -> None:
        """Find the year's first prices from the first week's people and the forecast. SPEC.md §4."""
        run = self.run
        run.admit(~self.real & (self.rank < self.size(0)))
        self.leave_open()
        for heat in solver.WARM:
            solver.cool_warm(run, heat)
        for heat in solver.COLD[:2]:
            solver.cool_cold(run, heat)

    def leave_open(self) -> None:
        """Let prices clear what is left: once for each year of forecast."""
        prices = self.run.prices
        prices.capacity = self.years * self.close()
        prices.budget = self.years * (self.instance.budget - self.tally[0])
        prices.minimum = self.years * np.maximum(self.instance.floor_minimum - self.tally[1:], 0.0)

    def expected(self, week: int) -> NDArray[np.bool_]:
        """Say which forecast people of later weeks count: as many as the arrivals up to `week` make likely."""
        return ~self.real & (self.week > week) & (self.rank < self.size(week))

    def size(self, week: int) -> float:
        """Return how many people the year brings for each one forecast, as the arrivals up to `week` make likely."""
        return float((self.arrived[week] + DOUBT) / (self.forecast[week] + DOUBT))

    def answer(self, week: int) -> None:
        """Price what is left, then give everyone who arrives in `week` the best path net of prices."""
        run, instance = self.run, self.instance
        now = self.real & (self.week == week)
        if not now.any():
            return
        run.admit(now | self.expected(week))
        self.leave_open()
        for heat in HEATS:
            run.price_all(1.5 * heat * run.prices.scale, noise=run.noise(heat))
            run.smooth(heat, STEPS)
        for _ in range(ROUNDS):
            waiting = now.copy()
            waiting[instance.member_of[self.slots >= 0]] = False
            run.admit(waiting)
            run.price_all(SLACK * run.prices.scale, noise=run.noise(HEATS[-1]))
            self.place(np.flatnonzero(waiting[instance.member_of]))
            self.close()

    def close(self) -> NDArray[np.float64]:
        """Return the places left; where none is, nobody can pay the price any more."""
        left = np.maximum(self.run.capacity - self.used, 0.0)
        self.run.prices.price[1:][left[1:] == 0.0] = self.run.unpayable
        return left

    def place(self, members: NDArray[np.int64]) -> None:
        """Place this week's members; nobody answered earlier is moved."""
        run, instance, pool, prices = self.run, self.instance, self.run.pool, self.run.prices
        width = pool.resources.shape[2]
        head = np.full(len(run.capacity), -1, np.int64)
        after = np.full(len(self.slots) * width, -1, np.int64)
        before = np.full(len(self.slots) * width, -1, np.int64)
        linked = (self.slots, self.used, self.tally, head, after, before)
        # Within the week people compete by value net of the prices of what they would take from later weeks.
        net = np.empty_like(pool.value)
        charge(pool.resources, pool.size, pool.value, pool.cost, prices.price, prices.beta, net)
        paths = (pool.resources, pool.size, net, pool.cost)
        floors = (instance.floor_set, instance.floor_sets, instance.floor_minimum, instance.floor_penalty)
        bonus = prices.bonus
        regret, lead = np.zeros(len(self.slots)), np.zeros(len(self.slots))
        nothing = np.zeros_like(prices.price)
        standing(
            *paths, nothing, 0.0, bonus, instance.member_of, instance.floor_set, self.slots, regret, lead
        )
        sequence = members[np.argsort(-lead[members], kind="stable")]
        take_best(
            *paths,
            nothing,
            0.0,
            bonus,
            -1e-9,
            instance.member_of,
            sequence,
            *floors,
            run.capacity,
            instance.budget,
            *linked,
        )
        for _ in range(3):
            if not exchange(
                *paths, instance.member_of, sequence, *floors, run.capacity, instance.budget, LOOK, *linked
            ):
                break
        placed = members[self.slots[members] >= 0]
        group = instance.member_of[placed]
        self.values[placed] = pool.value[group, self.slots[placed]]
        self.paths[placed] = pool.resources[group, self.slots[placed]]


def plan_arrivals(
    tables: Tables,
    *,
    seed: int = 1,
    workers: Workers = None,
    time_limit: float | None = None,
    forecast_off: float = 0.0,
) -> Year:
    """Answer everyone in the week of arrival (`available_from`) and compare with the bound in hindsight.

    Beside it, on the same year: each week the most valuable path first, and first come first served.

    `forecast_off` makes the forecast wrong by that share of its size, e.g. -0.3.
    """
    tables = tables.checked()
    memory = Memory(tables, seed=seed, off=forecast_off, workers=workers)
    memory.learn()
    weeks = int(weeks_of(tables.candidates).max()) + 1
    for week in range(weeks):
        memory.answer(week)
    memory.run.close()
    frame = assignments(memory.tables, memory.instance, memory.paths, memory.values)
    value = value_of(tables, frame)
    hindsight = solver.solve(tables, seed=seed, workers=workers, time_limit=time_limit)
    bound = float(hindsight.summary["bound"])
    ratio, greedy, first = (
        reached / bound if bound else 1.0
        for reached in (
            value,
            value_of(tables, weekly_greedy(tables).assignments),
            value_of(tables, first_come(tables).assignments),
        )
    )
    summary = hindsight.summary | {
        "value": value,
        "bound": bound,
        "gap": gap_of(value, bound),
        "placed": frame.height,
        "hindsight_value": hindsight.summary["value"],
        "ratio": ratio,
        "greedy_ratio": greedy,
        "first_come_ratio": first,
        "weeks": weeks,
    }
    return Year(Plan(frame, hindsight.prices, summary), value, bound, ratio, weeks, greedy, first)
