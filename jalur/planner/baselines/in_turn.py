"""Candidates served one after the other: by arrival, or by what their best path is worth.

Both take for a candidate the best path still open: every order and seat on it free, its cost left in the budget. Once
the budget can't pay that path, the best one without training is taken. Floors guide neither; they count in the value.
"""

import heapq
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
from numba import njit

from jalur.planner.baselines.best_open_path import arguments, best_path, look_ahead
from jalur.planner.contract.plan import ASSIGNMENTS, PRICES, Plan, value_of
from jalur.planner.contract.tables import Tables
from jalur.planner.verify.bound import Prices, gains
from jalur.planner.verify.encode import Encoded, encode
from jalur.planner.verify.recipes import cook

# An education nobody has: an order or intake that asks for it is closed.
CLOSED = 1_000_000
# How often the optimistic bounds forget what has closed meanwhile; speed only.
ROUNDS = 20
SAME = 1e-9


@njit(cache=True, nogil=True)
def retrace(c, j, target, low, person, extra, job, intake, recipes, offers):
    """The intakes (as indices, −1 after the last) of a path of candidate c to order j with value `target`."""
    home, state, _, weights, _, _, _ = extra
    starts, ends, limit, passing, net, _, calendar = intake
    index, recipe_first, sequences = recipes
    first, listed, _, _ = offers
    most, kinds = sequences.shape[1], offers[3].shape[1]
    chosen = np.full(most, -1)
    place = np.zeros(most, np.int64)
    worth = weights[c] * job[5][j]
    entry = index[state[c], job[7][j]]
    for recipe in range(recipe_first[entry], recipe_first[entry + 1]):
        length = 0
        while length < most and sequences[recipe, length] >= 0:
            length += 1
        depth = 0
        if length == 0 and worth >= target - SAME:
            return chosen
        if length == 0:
            continue
        place[0] = low[sequences[recipe, 0]]
        while depth >= 0:
            if place[depth] >= first[home[c] * kinds + sequences[recipe, depth] + 1]:
                chosen[depth] = -1
                depth -= 1
                continue
            item = listed[place[depth]]
            place[depth] += 1
            age = (calendar[item] - person[0][c]) // 10_000
            if age < limit[item, 0] or age > limit[item, 1] or person[2][c] < limit[item, 2]:
                continue
            if ends[item] > job[1][j] or (depth > 0 and starts[item] <= ends[chosen[depth - 1]]):
                continue
            chosen[depth] = item
            gain, paid = worth, 0.0
            for step in range(depth + 1):
                gain *= passing[chosen[step]]
                paid += net[chosen[step]]
            if gain - paid < target - SAME:
                continue
            if depth == length - 1:
                return chosen
            depth += 1
            place[depth] = low[sequences[recipe, depth]]
        chosen[:] = -1
    return chosen


@njit(cache=True, nogil=True)
def take(j, chosen, room, job, intake):
    """Take the seats, the opening and the money; close what is full. True if the money was there."""
    openings, seats, purse, cost = room
    paid = 0.0
    for item in chosen:
        if item >= 0:
            paid += cost[item]
    if paid > purse[0]:
        return False
    purse[0] -= paid
    openings[j] -= 1
    if openings[j] == 0:
        job[3][j, 2] = CLOSED
    for item in chosen:
        if item >= 0:
            seats[item] -= 1
            if seats[item] == 0:
                intake[2][item, 2] = CLOSED
    return True


@njit(cache=True, nogil=True)
def serve(rows, hopes, room, person, extra, job, intake, recipes, offers, ladder, queues, untrained):
    """Serve candidates in turn. `hopes` = (hoped, stop). Without `hoped` (empty) each takes the best path still open.

    With it, rows are served by falling hope down to `stop`; one whose best is now less waits again with what is left
    to hope. `hoped` keeps what the unserved still hope for, −1 for the others. Returns order (−1: none) and intakes
    per row, in the order of `rows`.
    """
    hoped, stop = hopes
    kinds = offers[3].shape[1]
    nothing = np.array([[-1e9, 1.0, 0.0, 0.0]])
    spare = (np.empty((256, 4)), np.empty((256, 4)), np.empty((256, 3)), nothing)
    scratch = (np.zeros(len(queues[0]), np.int64), spare)
    low, least = np.zeros(kinds, np.int64), np.zeros(kinds)
    orders, taken = np.full(len(rows), -1), np.full((len(rows), recipes[2].shape[1]), -1)
    plain_job = (job[0], job[1], job[2], job[3], job[4], job[5], job[6])
    waiting = [(-hoped[row], row) for row in range(len(hoped))]
    heapq.heapify(waiting)
    turn = 0
    while turn < len(rows) if len(hoped) == 0 else len(waiting) > 0 and -waiting[0][0] >= stop:
        if len(hoped) == 0:
            hope, row = 0.0, turn
            turn += 1
        else:
            hope, row = heapq.heappop(waiting)
            hoped[row] = -1.0
        c = rows[row]
        if extra[3][c] <= 0:
            continue
        look_ahead(extra[0][c], extra[2][c], offers, intake[0], low, least)
        net, j = best_path(
            c, person, extra, plain_job, intake, recipes, offers, ladder, queues, low, least, scratch
        )
        if j < 0:
            continue
        if len(hoped) and net < -hope - SAME:
            heapq.heappush(waiting, (-net, row))
            hoped[row] = net
            continue
        chosen = retrace(c, j, net, low, person, extra, job, intake, recipes, offers)
        if not take(j, chosen, room, job, intake):
            net, j = best_path(
                c, person, extra, plain_job, intake, untrained, offers, ladder, queues, low, least, scratch
            )
            if j < 0:
                continue
            chosen[:] = -1
            take(j, chosen, room, job, intake)
        orders[row] = j
        taken[row] = chosen
    return orders, taken


class _Market:
    """What is still open, and the arguments of the search on it."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.data: Encoded = encode(tables)
        policy = tables.policy
        self.weight = float(policy.cost_weight)
        self.recipes = cook(self.data, policy.max_intakes)
        self.untrained = cook(self.data, 0)
        self.prices = Prices(
            np.zeros(len(self.data.worth)),
            np.zeros(len(self.data.kind)),
            0.0,
            np.zeros(len(self.data.weight)),
        )
        purse = float("inf") if policy.budget is None else float(policy.budget)
        self.room = (
            self.data.openings.astype(np.int64), self.data.seats.astype(np.int64), np.array([purse]), self.data.cost,
        )  # fmt: skip
        self.orders = np.full(len(self.data.weight), -1)
        self.taken = np.full((len(self.data.weight), self.recipes[2].shape[1]), -1)

    def serve(self, rows: np.ndarray, hoped: np.ndarray, stop: float = 0.0) -> None:
        # What is full costs more than anything is worth, so that the bounds forget it.
        prices = replace(
            self.prices,
            order=np.where(self.room[0] > 0, 0.0, np.inf),
            intake=np.where(self.room[1] > 0, 0.0, np.inf),
        )
        person, extra, job, intake, recipes, offers, ladder, queues = arguments(
            self.data, prices, self.weight, self.recipes
        )
        job[3][self.room[0] <= 0, 2] = CLOSED
        intake[2][self.room[1] <= 0, 2] = CLOSED
        job = (*job, self.data.requirement)
        self.orders[rows], self.taken[rows] = serve(
            rows,
            (hoped, stop),
            self.room,
            person,
            extra,
            job,
            intake,
            recipes,
            offers,
            ladder,
            queues,
            self.untrained,
        )

    def plan(self) -> Plan:
        placed = np.flatnonzero(self.orders >= 0)
        data, taken = self.data, self.taken[placed]
        names = self.tables.intakes["id"].to_list()
        rate = np.where(taken >= 0, data.passing[taken], 1.0).prod(axis=1)
        cost = np.where(taken >= 0, data.cost[taken], 0.0).sum(axis=1)
        value = data.weight[placed] * data.worth[self.orders[placed]] * rate - self.weight * cost
        columns: dict[str, Any] = {
            "candidate": self.tables.candidates["id"].gather(pl.Series(placed)),
            "job_order": self.tables.job_orders["id"].gather(pl.Series(self.orders[placed])),
            "intakes": [[names[item] for item in row if item >= 0] for row in taken],
            "value": value,
        }
        return Plan(pl.DataFrame(columns, schema=ASSIGNMENTS), pl.DataFrame(schema=PRICES), {})


def first_come(tables: Tables) -> Plan:
    """Each candidate, by available_from and then id, takes the best path still open. No prices, no summary."""
    market = _Market(tables)
    turn = (
        tables.candidates.with_row_index("row")
        .sort("available_from", "id")["row"]
        .to_numpy()
        .astype(np.int64)
    )
    for rows in np.array_split(turn, ROUNDS if len(turn) > 10_000 else 1):
        market.serve(rows, np.zeros(0))
    return market.plan()


def first_come_reaches(tables: Tables) -> dict[str, Any]:
    """The `value` (floor penalties taken off) and the number `placed` of first come, first served."""
    assignments = first_come(tables).assignments
    return {"value": value_of(tables, assignments), "placed": assignments.height}


def greedy(tables: Tables) -> Plan:
    """Again and again the most valuable path still open anywhere is taken. No prices, no summary."""
    market = _Market(tables)
    hoped = gains(market.data, market.prices, market.weight, tables.policy.max_intakes)
    rows = np.flatnonzero(hoped > 0)
    hoped = hoped[rows]
    # Down in steps, each through an equal share of the hopes; after each the bounds forget what has closed.
    for stop in (*np.quantile(hoped, np.linspace(1, 0, ROUNDS)[1:-1]), 0.0) if len(rows) else ():
        market.serve(rows, hoped, float(stop))
        rows, hoped = rows[hoped >= 0], hoped[hoped >= 0]
    return market.plan()


def weeks_of(candidates: pl.DataFrame) -> np.ndarray:
    """Return the week of arrival (`available_from`) of each row, from 0."""
    day = candidates["available_from"].to_physical().to_numpy().astype(np.int64)
    return (day - day.min()) // 7


def weekly_greedy(tables: Tables) -> Plan:
    """Each week the most valuable path still open to somebody who arrived in it is taken, again and again."""
    market, week = _Market(tables), weeks_of(tables.candidates)
    hoped = gains(market.data, market.prices, market.weight, tables.policy.max_intakes)
    for number in np.unique(week):
        rows = np.flatnonzero((week == number) & (hoped > 0))
        market.serve(rows, hoped[rows])
    return market.plan()
