"""Every path of an instance as columns of the path linear program, enumerated by compiled code."""

from dataclasses import dataclass

import numpy as np
from numba import njit

from jalur.planner.contract.tables import Tables
from jalur.planner.verify.bound import attendable
from jalur.planner.verify.encode import Encoded, encode
from jalur.planner.verify.recipes import cook
from jalur.planner.verify.verdict import members


@dataclass(frozen=True)
class Columns:
    """One entry per path: candidate, order, value, cost, and its intakes (−1 after the last)."""

    candidate: np.ndarray
    order: np.ndarray
    value: np.ndarray
    cost: np.ndarray
    intakes: np.ndarray


@njit(cache=True)
def suited(c, asked, orders, job, person, fitting):
    """Write the orders with requirement `asked` that candidate c fits into `fitting`; their number."""
    destination, _, ready_calendar, youngest, oldest, order_sex, schooling, _ = job
    _, _, birth, sex, education, wish, wishes, _, _ = person
    first, listed = orders
    count = 0
    for position in range(first[asked], first[asked + 1]):
        j = listed[position]
        age = (ready_calendar[j] - birth[c]) // 10_000
        there = wishes[wish[c], destination[j]] and (order_sex[j] < 0 or order_sex[j] == sex[c])
        if there and youngest[j] <= age <= oldest[j] and education[c] >= schooling[j]:
            fitting[count] = j
            count += 1
    return count


@njit(cache=True)
def emit(c, chosen, length, fitting, job, intake, weight, cost_weight, fill, count):
    """Count, and write down if there is room, the paths of one sequence of intakes to the orders it reaches in time."""
    ready, worth = job[1], job[7]
    candidate, order, value, spent, taken = fill
    rate, paid, last = 1.0, 0.0, -(10**9)
    for step in range(length):
        rate *= intake[7][chosen[step]]
        paid += intake[6][chosen[step]]
        last = intake[1][chosen[step]]
    for j in fitting:
        gain = weight * worth[j] * rate - cost_weight * paid
        if ready[j] >= last and gain > 0:
            if len(candidate) > 0:
                candidate[count], order[count] = c, j
                value[count], spent[count] = gain, paid
                taken[count, :length] = chosen[:length]
            count += 1
    return count


@njit(cache=True)
def next_intake(c, kind, offers, place, depth, soonest, person, intake):
    """The next intake of `kind` the candidate may take from `soonest` on, −1 if there is none; `place` moves on."""
    starts, _, calendar, low, high, least, _, _ = intake
    first, listed, kinds = offers
    last = first[person[0][c] * kinds + kind + 1]
    while place[depth] < last:
        item = listed[place[depth]]
        place[depth] += 1
        age = (calendar[item] - person[2][c]) // 10_000
        if starts[item] >= soonest and low[item] <= age <= high[item] and person[4][c] >= least[item]:
            return item
    return -1


@njit(cache=True)
def walk(job, person, intake, recipes, offers, orders, cost_weight, most, fill):
    """Count the paths (with an empty `fill`) or write them down: every recipe, every date, every order."""
    index, recipe_first, sequences = recipes
    first, _, kinds = offers
    count = 0
    chosen, place = np.full(max(1, most), -1), np.zeros(max(1, most), np.int64)
    fitting = np.empty(len(job[0]), np.int64)
    for c in range(len(person[0])):
        for asked in range(len(orders[0]) - 1):
            entry = index[person[1][c], asked]
            if recipe_first[entry] == recipe_first[entry + 1]:
                continue
            fits = fitting[: suited(c, asked, orders, job, person, fitting)]
            for recipe in range(recipe_first[entry], recipe_first[entry + 1] if len(fits) else 0):
                length = 0
                while length < most and sequences[recipe, length] >= 0:
                    length += 1
                if length == 0:
                    count = emit(c, chosen, 0, fits, job, intake, person[8][c], cost_weight, fill, count)
                    continue
                depth = 0
                place[0] = first[person[0][c] * kinds + sequences[recipe, 0]]
                while depth >= 0:
                    soonest = person[7][c] if depth == 0 else intake[1][chosen[depth - 1]] + 1
                    item = next_intake(
                        c, sequences[recipe, depth], offers, place, depth, soonest, person, intake
                    )
                    if item < 0:
                        depth -= 1
                        continue
                    chosen[depth] = item
                    if depth == length - 1:
                        count = emit(
                            c, chosen, length, fits, job, intake, person[8][c], cost_weight, fill, count
                        )
                        continue
                    depth += 1
                    place[depth] = first[person[0][c] * kinds + sequences[recipe, depth]]
    return count


def columns(tables: Tables, most_columns: int) -> tuple[Encoded, Columns | None, int]:
    """All paths, or None with their number when there are more than `most_columns`."""
    data = encode(tables)
    most = tables.policy.max_intakes
    offer_first, listed = attendable(data)
    by_requirement = np.argsort(data.requirement, kind="stable")
    counts = np.bincount(data.requirement, minlength=len(data.wanted))
    arguments = (
        (data.destination, data.ready, data.ready_calendar, data.order_youngest, data.order_oldest, data.order_sex,
         data.order_education, data.worth),
        (data.home, data.state, data.birth, data.sex, data.education, data.wish, data.wishes, data.available,
         data.weight),
        (data.starts, data.ends, data.starts_calendar, data.intake_youngest, data.intake_oldest,
         data.intake_education, data.cost, data.passing),
        cook(data, most),
        (offer_first, listed, max(1, len(data.taught))),
        (np.concatenate([[0], np.cumsum(counts)]), by_requirement),
        float(tables.policy.cost_weight), most,
    )  # fmt: skip

    def room(count: int) -> tuple[np.ndarray, ...]:
        return (
            np.zeros(count, np.int64), np.zeros(count, np.int64), np.zeros(count), np.zeros(count),
            np.full((count, max(1, most)), -1, np.int64),
        )  # fmt: skip

    count = walk(*arguments, room(0))
    if count > most_columns:
        return data, None, count
    filled = room(count)
    walk(*arguments, filled)
    return data, Columns(*filled), count


@dataclass(frozen=True)
class Program:
    """max cost·x, 0 ≤ x ≤ upper, rows: low ≤ A x ≤ high; A by column (start, row, entry)."""

    cost: np.ndarray
    upper: np.ndarray
    low: np.ndarray
    high: np.ndarray
    start: np.ndarray
    row: np.ndarray
    entry: np.ndarray


def program(tables: Tables, data: Encoded, paths: Columns) -> Program:
    """The path linear program: rows are candidates, orders, intakes, the budget, floors (each with its shortfall)."""
    people, orders, intakes = len(data.weight), len(data.worth), len(data.cost)
    floors = tables.policy.floors
    count = len(paths.value)
    budget_row = people + orders + intakes
    blocks = [
        (np.arange(count), paths.candidate, np.ones(count)),
        (np.arange(count), people + paths.order, np.ones(count)),
        (np.arange(count), np.full(count, budget_row), paths.cost / 1e6),
    ]
    for step in range(paths.intakes.shape[1]):
        used = np.flatnonzero(paths.intakes[:, step] >= 0)
        blocks.append((used, people + orders + paths.intakes[used, step], np.ones(len(used))))
    for place, floor in enumerate(floors):
        counted = np.flatnonzero(members(tables, floor.group)[paths.candidate])
        blocks.append((counted, np.full(len(counted), budget_row + 1 + place), np.ones(len(counted))))
        blocks.append((np.array([count + place]), np.array([budget_row + 1 + place]), np.ones(1)))
    column, row, entry = (np.concatenate(part) for part in zip(*blocks, strict=True))
    order = np.lexsort((row, column))
    total = count + len(floors)
    budget = np.inf if tables.policy.budget is None else tables.policy.budget / 1e6
    return Program(
        cost=np.concatenate([paths.value, [-floor.penalty for floor in floors]]),
        upper=np.concatenate([np.ones(count), np.full(len(floors), np.inf)]),
        low=np.concatenate([np.full(budget_row + 1, -np.inf), [float(floor.minimum) for floor in floors]]),
        high=np.concatenate(
            [np.ones(people), data.openings, data.seats, [budget], np.full(len(floors), np.inf)]
        ).astype(float),
        start=np.concatenate([[0], np.cumsum(np.bincount(column, minlength=total))]).astype(np.int64),
        row=row[order].astype(np.int32),
        entry=entry[order].astype(float),
    )
