"""Somebody who is not in the tables, answered at a plan's prices in a few milliseconds. SPEC.md §10.

What does not depend on the person is laid out once. Of the person's own, only the recipes that what they hold leads to
are cooked (and kept for the next one alike), and the best path to each lot of orders is searched exactly.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from jalur.planner.contract.plan import Plan
from jalur.planner.contract.schema import Violation
from jalur.planner.contract.tables import Invalid, Tables
from jalur.planner.verify.bound import lay_out, lots_of, tails_of
from jalur.planner.verify.encode import SEX, closures, encode
from jalur.planner.verify.recipes import droppable, regress, relevant
from jalur.planner.verify.search import Room, World, best_by_lot, make_room, window
from jalur.planner.verify.verdict import read_prices


@dataclass(frozen=True, slots=True)
class Found:
    """The best path to one lot: rows of its order and intakes in the tables, value, value net of prices."""

    order: int
    intakes: list[int]
    value: float
    net: float


class Desk:
    """One plan's prices, ready to answer newcomers one after the other (not for several threads at once)."""

    def __init__(self, tables: Tables, plan: Plan) -> None:
        homes = replace(tables, candidates=tables.candidates.unique("regency").sort("regency"))
        prices, _ = read_prices(homes, plan.prices)
        self.tables, self.data = tables, encode(homes)
        self.price = prices
        self.phi = _floor_prices(tables, plan)
        self.cost_weight = float(tables.policy.cost_weight)
        self.closed = closures(tables.competencies)
        self.home = {name: number for number, name in enumerate(homes.candidates["regency"])}
        codes = tables.job_orders["destination"].unique().sort().to_list()
        self.destination = {code: number for number, code in enumerate(codes)}
        self.days, self.deadlines = np.unique(self.data.starts), np.unique(self.data.ready)
        steps, taught, needed = tables.policy.max_intakes, self.data.taught, self.data.needed
        self.matters = [relevant(goal, steps, taught, needed) for goal in self.data.wanted]
        self.known: dict[tuple[int, int], list[tuple[int, ...]]] = {}
        self.ways: dict[int, dict[str, np.ndarray]] = {}
        lot, self.one = lots_of(self.data)
        self.rows = np.argsort(lot, kind="stable")
        self.least = np.full(len(self.one), np.inf)
        np.minimum.at(self.least, lot, prices.order)
        world = lay_out(self.data, prices, self.cost_weight, steps)
        self.world = world._replace(intake_true=self.data.cost * self.cost_weight)
        self.room = make_room(world)

    def paths(self, person: dict[str, Any], most: int) -> list[Found]:
        """Return the best path to each of the `most` lots of orders that give the person most, best net value first.

        `person` has the columns of `candidates`.

        Raises:
            Invalid: a value that the schema would refuse.
        """
        world, room = self.place(person)
        near, nets = np.full(most, -1), np.full(most, -np.inf)
        paths = np.full((most + 1, world.recipe_kinds.shape[1]), -1)
        best_by_lot(world, room, 0, near, np.full(len(self.one), -np.inf), nets, paths)
        return [
            self.found(world, int(lot), [int(item) for item in path if item >= 0], float(net))
            for lot, path, net in zip(near, paths, nets, strict=False)
            if lot >= 0
        ]

    def found(self, world: World, lot: int, intakes: list[int], net: float) -> Found:
        """Name the cheapest order of the lot that the path is in time for."""
        first, past = window(world, int(world.birth[0]), lot)
        if intakes:
            first = max(first, int(world.intake_column[intakes[-1]]))
        here = np.arange(world.lot_first[lot], world.lot_first[lot + 1])
        column = world.order_column[here]
        here = here[(column >= first) & (column < past)]
        order = int(self.rows[here[np.argmin(world.order_price[here])]])
        passing = float(np.prod(self.data.passing[intakes])) if intakes else 1.0
        worth = float(world.weight[0] * world.lot_worth[lot]) * passing
        return Found(order, intakes, worth - self.cost_weight * float(self.data.cost[intakes].sum()), net)

    def place(self, person: dict[str, Any]) -> tuple[World, Room]:
        """Return the world with this person alone in it, and room to search it."""
        _check(person, self.closed)
        held = 0
        for code in person["holds"] or ():
            held |= self.closed[code]
        if held not in self.ways:
            self.ways[held] = self.cook(held)
        ways = self.ways[held]
        born = person["birth_date"]
        day = (person["available_from"] - _EPOCH).days
        world = self.world._replace(
            home=np.array([self.home_of(person["regency"])], np.int32),
            education=np.array([person["education"]], np.int64),
            birth=np.array([born.year * 10_000 + born.month * 100 + born.day], np.int64),
            state=np.zeros(1, np.int32),
            date=np.array([np.searchsorted(self.days, day)]),
            weight=np.array([float(person["weight"])]),
            phi=np.array([self.bonus(person)]),
            weight_number=np.zeros(1, np.int64),
            weights=1,
            likeness=np.zeros(1, np.int32),
            entry=np.arange(len(self.data.wanted), dtype=np.int32)[None, :],
            **ways,
            **self.fitting(person),
        )
        tails, dates = len(ways["tail_kind"]), self.room.begin.shape[1]
        return world, self.room._replace(ahead=np.zeros((tails, dates)), surest=np.ones(tails))

    def cook(self, held: int) -> dict[str, np.ndarray]:
        """Return the recipes from what is held to each set of requirements, as `World` names them."""
        steps, taught, needed = self.tables.policy.max_intakes, self.data.taught, self.data.needed
        rows: list[tuple[int, ...]] = []
        first = [0]
        for goal, matters in zip(self.data.wanted, self.matters, strict=True):
            key = (held & matters, goal)
            if key not in self.known:
                found = regress(goal & ~key[0], key[0], steps, taught, needed)
                self.known[key] = [way for way in found if not droppable(key[0], goal, way, taught, needed)]
            rows += self.known[key]
            first.append(len(rows))
        padded = [way + (-1,) * (max(1, steps) - len(way)) for way in rows] or [(-1,) * max(1, steps)]
        sequences = np.array(padded, np.int32)
        whole, kind, after = tails_of(sequences)
        return {
            "entry_first": np.array(first, np.int64),
            "recipe_kinds": sequences,
            "recipe_length": (sequences >= 0).sum(axis=1),
            "recipe_tail": whole,
            "tail_kind": kind,
            "tail_next": after,
        }

    def fitting(self, person: dict[str, Any]) -> dict[str, np.ndarray]:
        """Return the lots whose sex, schooling and destination the person fits, as `World` names them."""
        data, one = self.data, self.one
        wished = np.ones(len(self.destination), np.bool_)
        if person["destinations"] is not None:
            wished[:] = False
            wished[
                [self.destination[code] for code in person["destinations"] if code in self.destination]
            ] = True
        sex = data.order_sex[one]
        fits = ((sex < 0) | (sex == SEX[person["sex"]])) & (data.order_education[one] <= person["education"])
        lots = np.flatnonzero(fits & wished[data.destination[one]])
        requirement = data.requirement[one][lots]
        order = np.argsort(requirement, kind="stable")
        counts = np.bincount(requirement, minlength=len(data.wanted))
        return {
            "wish": np.zeros(1, np.int32),
            "wishes": wished[None, :].astype(np.uint8),
            "fit_first": np.concatenate([[0], np.cumsum(counts)]),
            "fit_lot": lots[order].astype(np.int32),
            "fit_key": (person["weight"] * data.worth[one] - self.least)[lots[order]],
        }

    def home_of(self, regency: str) -> int:
        """Return a home's number.

        Raises:
            Invalid: nobody in the tables lives there, so nobody knows what is in reach.
        """
        if regency not in self.home:
            raise _refusal("regency", regency, "a regency of somebody in the tables")
        return self.home[regency]

    def bonus(self, person: dict[str, Any]) -> float:
        """Return Σ φ of the floors that count the person."""
        return sum(
            price
            for (key, code), price in self.phi
            if (person["sex"] == code if key == "sex" else person["regency"].startswith(code))
        )


_EPOCH = pl.Series([0], dtype=pl.Int32).cast(pl.Date)[0]


def _floor_prices(tables: Tables, plan: Plan) -> list[tuple[tuple[str, str], float]]:
    told = dict(plan.prices.filter(pl.col("kind") == "floor").select("id", "price").iter_rows())
    floors = tables.policy.floors
    return [
        (next(iter(floor.group.items())), min(told.get(str(place), 0.0), floor.penalty))
        for place, floor in enumerate(floors)
    ]


def _refusal(column: str, value: object, right: str) -> Invalid:
    return Invalid([Violation("candidates", None, column, str(value), f"it should be {right}")])


def _check(person: dict[str, Any], codes: dict[str, int]) -> None:
    if person["sex"] not in SEX:
        raise _refusal("sex", person["sex"], "F or M")
    if not 0.0 <= person["weight"] < np.inf:
        raise _refusal("weight", person["weight"], "a number ≥ 0")
    for code in person["holds"] or ():
        if code not in codes:
            raise _refusal("holds", code, "a code of competencies")
