"""The exact answer by brute force on small instances: every path enumerated from the contract's words, then HiGHS.

Nothing here is shared with the solver or with `verify`; slow and plain on purpose.
"""

import datetime as dt
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import polars as pl

from jalur.planner.contract.policy import Policy
from jalur.planner.contract.schema import POLARS_TYPES, SCHEMA
from jalur.planner.contract.tables import Tables


@dataclass(frozen=True)
class Path:
    """One path of one candidate; `value` is weight · value · Π pass rates − cost_weight · Σ cost."""

    candidate: str
    job_order: str
    intakes: tuple[str, ...]
    value: float
    cost: float


def age_on(birth: dt.date, day: dt.date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def within(age: int, row: dict[str, Any]) -> bool:
    return (row["min_age"] is None or age >= row["min_age"]) and (
        row["max_age"] is None or age <= row["max_age"]
    )


def schooled(person: dict[str, Any], row: dict[str, Any]) -> bool:
    return row["min_education"] is None or person["education"] >= row["min_education"]


def close(codes: set[str], implies: dict[str, list[str]]) -> set[str]:
    done: set[str] = set()
    while codes:
        code = codes.pop()
        if code not in done:
            done.add(code)
            codes |= set(implies[code])
    return done


class Oracle:
    """All paths of an instance, by the contract's letter."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.policy = tables.policy
        self.implies = {
            row["code"]: row["implies"] or [] for row in tables.competencies.iter_rows(named=True)
        }
        self.place = {code: place for place, code in enumerate(self.implies)}
        self.people = list(tables.candidates.iter_rows(named=True))
        self.orders = list(tables.job_orders.iter_rows(named=True))
        self.intakes = list(tables.intakes.iter_rows(named=True))
        self.pairs = set(tables.reach.iter_rows())
        for intake in self.intakes:
            intake["gives"] = self.bits(close(set(intake["teaches"] or []), self.implies))
            intake["needs"] = self.bits(set(intake["prerequisites"] or []))

    def attends(self, person: dict[str, Any], intake: dict[str, Any]) -> bool:
        near = person["regency"] == intake["regency"] or (person["regency"], intake["regency"]) in self.pairs
        reach = (
            near
            or intake["reach"] == "national"
            or (intake["reach"] == "province" and person["regency"][:2] == intake["regency"][:2])
        )
        return (
            reach
            and within(age_on(person["birth_date"], intake["starts"]), intake)
            and schooled(person, intake)
        )

    def fits(self, person: dict[str, Any], order: dict[str, Any]) -> bool:
        return (
            within(age_on(person["birth_date"], order["ready_by"]), order)
            and schooled(person, order)
            and order["sex"] in (None, person["sex"])
            and (person["destinations"] is None or order["destination"] in person["destinations"])
        )

    def bits(self, codes: set[str]) -> int:
        return sum(1 << self.place[code] for code in codes)

    @staticmethod
    def leads(held: int, goal: int, taken: tuple[dict[str, Any], ...]) -> bool:
        for intake in taken:
            if intake["needs"] & ~held:
                return False
            held |= intake["gives"]
        return not goal & ~held

    def sequences(
        self, person: dict[str, Any], held: int
    ) -> Iterator[tuple[tuple[dict[str, Any], ...], int]]:
        """Sequences of intakes right in reach, age, schooling, dates and prerequisites, with what is known after."""
        open_to = sorted((i for i in self.intakes if self.attends(person, i)), key=lambda i: i["starts"])

        def extend(
            taken: tuple[dict[str, Any], ...], known: int
        ) -> Iterator[tuple[tuple[dict[str, Any], ...], int]]:
            yield taken, known
            if len(taken) == self.policy.max_intakes:
                return
            for intake in open_to:
                late = (
                    intake["starts"] > taken[-1]["ends"]
                    if taken
                    else intake["starts"] >= person["available_from"]
                )
                # An intake that adds nothing can always be dropped.
                if late and not intake["needs"] & ~known and intake["gives"] & ~known:
                    yield from extend((*taken, intake), known | intake["gives"])

        yield from extend((), held)

    def paths(self, person: dict[str, Any]) -> Iterator[Path]:
        held = self.bits(close(set(person["holds"] or []), self.implies))
        by_goal: dict[int, list[dict[str, Any]]] = {}
        for order in self.orders:
            if self.fits(person, order):
                by_goal.setdefault(self.bits(set(order["requires"] or [])), []).append(order)
        for taken, known in self.sequences(person, held):
            for goal, orders in by_goal.items():
                if goal & ~known or any(
                    self.leads(held, goal, kept)
                    for size in range(len(taken))
                    for kept in itertools.combinations(taken, size)
                ):
                    continue
                for order in orders:
                    path = self.path(person, order, taken)
                    if path.value > 0 and (not taken or taken[-1]["ends"] <= order["ready_by"]):
                        yield path

    def path(self, person: dict[str, Any], order: dict[str, Any], taken: tuple[dict[str, Any], ...]) -> Path:
        value, cost = person["weight"] * order["value"], 0.0
        for intake in taken:
            value *= intake["pass_rate"]
            cost += intake["cost"]
        value -= self.policy.cost_weight * cost
        return Path(person["id"], order["id"], tuple(i["id"] for i in taken), value, cost)

    def all_paths(self) -> list[Path]:
        return [path for person in self.people for path in self.paths(person)]

    def counted(self, person: dict[str, Any], group: dict[str, str]) -> bool:
        told = {"province": person["regency"][:2], "regency": person["regency"], "sex": person["sex"]}
        return all(told[key] == value for key, value in group.items())

    def bound(self, prices: dict[tuple[str, str], float]) -> float:
        """The dual's value at prices keyed by (kind, id)."""
        beta = prices.get(("budget", "budget"), 0.0)
        total = sum(prices.get(("order", row["id"]), 0.0) * row["openings"] for row in self.orders)
        total += sum(prices.get(("intake", row["id"]), 0.0) * row["seats"] for row in self.intakes)
        total += beta * (self.policy.budget or 0.0)
        phi = [prices.get(("floor", str(k)), 0.0) for k in range(len(self.policy.floors))]
        total -= sum(p * floor.minimum for p, floor in zip(phi, self.policy.floors, strict=True))
        for person in self.people:
            bonus = sum(
                p
                for p, floor in zip(phi, self.policy.floors, strict=True)
                if self.counted(person, floor.group)
            )
            nets = [
                path.value
                - prices.get(("order", path.job_order), 0.0)
                - sum(prices.get(("intake", intake), 0.0) for intake in path.intakes)
                - beta * path.cost
                + bonus
                for path in self.paths(person)
            ]
            total += max(0.0, *nets, 0.0)
        return total

    def optimum(
        self, paths: list[Path] | None = None, *, integer: bool = True, slack: float = 0.0
    ) -> tuple[float, list[Path]]:
        """The best plan, at most `slack` (relative) below the optimum: objective less floor penalties, and its paths."""
        paths = self.all_paths() if paths is None else paths
        columns = len(paths) + len(self.policy.floors)
        cost = np.array([path.value for path in paths] + [-floor.penalty for floor in self.policy.floors])
        rows: dict[tuple[str, str], list[tuple[int, float]]] = {}
        for column, path in enumerate(paths):
            keys = [
                ("candidate", path.candidate),
                ("order", path.job_order),
                *(("intake", i) for i in path.intakes),
            ]
            for key in keys:
                rows.setdefault(key, []).append((column, 1.0))
            rows.setdefault(("budget", ""), []).append((column, path.cost))
        upper = {("order", row["id"]): float(row["openings"]) for row in self.orders}
        upper |= {("intake", row["id"]): float(row["seats"]) for row in self.intakes}
        upper |= {("candidate", row["id"]): 1.0 for row in self.people}
        upper["budget", ""] = float("inf") if self.policy.budget is None else float(self.policy.budget)
        lower = dict.fromkeys(upper, -float("inf"))
        who = {row["id"]: row for row in self.people}
        for k, floor in enumerate(self.policy.floors):
            rows["floor", str(k)] = [
                (column, 1.0)
                for column, path in enumerate(paths)
                if self.counted(who[path.candidate], floor.group)
            ] + [(len(paths) + k, 1.0)]
            lower["floor", str(k)], upper["floor", str(k)] = float(floor.minimum), float("inf")
        return self._solve(paths, columns, cost, rows, lower, upper, integer, slack)

    def _solve(self, paths, columns, cost, rows, lower, upper, integer, slack) -> tuple[float, list[Path]]:
        if columns == 0:  # nobody has a path and there is no floor: HiGHS calls that "Empty", not optimal
            return 0.0, []
        solver = highspy.Highs()
        solver.silent()
        limits = [1.0] * len(paths) + [highspy.kHighsInf] * len(self.policy.floors)
        for column in range(columns):
            solver.addCol(float(cost[column]), 0.0, limits[column], 0, [], [])
        if integer:
            for column in range(len(paths)):
                solver.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        for key, entries in rows.items():
            index, weight = zip(*entries, strict=True)
            low = -highspy.kHighsInf if lower[key] == -float("inf") else lower[key]
            high = highspy.kHighsInf if upper[key] == float("inf") else upper[key]
            solver.addRow(low, high, len(index), np.array(index, np.int32), np.array(weight, float))
        solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        solver.setOptionValue("mip_rel_gap", slack)
        solver.setOptionValue("threads", 1)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise AssertionError(solver.modelStatusToString(solver.getModelStatus()))
        chosen = np.array(solver.getSolution().col_value)[: len(paths)]
        return solver.getInfo().objective_function_value, [
            p for p, x in zip(paths, chosen, strict=True) if x > 0.5
        ]


def cut(tables: Tables, candidates: int, seed: int) -> Tables:
    """A random part of an instance, its seats, openings (at least one each), budget and floors in proportion."""
    share = candidates / tables.candidates.height
    people = tables.candidates.sample(candidates, seed=seed)

    def shrunk(column: str) -> pl.Expr:
        return pl.max_horizontal((pl.col(column) * share).round(), 1).cast(pl.Int64).alias(column)

    raw = tables.policy.to_json()
    if raw["budget"] is not None:
        raw["budget"] = raw["budget"] * share
    for floor in raw["floors"]:
        floor["minimum"] = float(round(floor["minimum"] * share))
    return Tables(
        tables.competencies,
        people,
        tables.job_orders.with_columns(shrunk("openings")),
        tables.intakes.with_columns(shrunk("seats")),
        tables.reach,
        Policy.from_json(raw),
    )


REGENCIES = ["35.17", "35.16", "33.05", "33.01"]
CODES = [f"K{n}" for n in range(6)]
# Leap days and birthdays that fall inside the season.
BIRTHS = [dt.date(*day) for day in ((2008, 2, 29), (2010, 1, 3), (2010, 1, 20), (1990, 2, 28), (2004, 2, 29))]
FIRST_DAY = dt.date(2028, 1, 3)


class Draw(random.Random):
    """Chance, in the pieces an instance is made of."""

    def some(self, most: int) -> list[str] | None:
        return None if self.random() < 0.1 else self.sample(CODES, self.randint(0, most))

    def maybe(self, value: Any, chance: float = 0.5) -> Any:
        return value if self.random() < chance else None

    def day(self, least: int, most: int) -> dt.date:
        return FIRST_DAY + dt.timedelta(days=self.randint(least, most))

    def person(self, n: int) -> dict[str, Any]:
        return {
            "id": f"c{n}", "regency": self.choice(REGENCIES),
            "birth_date": self.choice(BIRTHS) + dt.timedelta(days=self.randint(0, 3)),
            "sex": self.choice("FM"), "education": self.randint(0, 3), "holds": self.some(2),
            "destinations": self.maybe(self.sample(["JP", "KR", "TW"], self.randint(0, 2))),
            "available_from": self.day(0, 25), "weight": self.choice([0.0, 1.0, 1.0, 1.5, 0.7]),
        }  # fmt: skip

    def order(self, n: int) -> dict[str, Any]:
        return {
            "id": f"j{n}", "destination": self.choice(["JP", "KR", "TW"]), "occupation": "7212",
            "openings": self.randint(0, 3), "ready_by": self.day(10, 60), "requires": self.some(3),
            "min_age": self.maybe(self.choice([17, 18, 20]), 0.4), "max_age": self.maybe(self.choice([20, 24, 38]), 0.4),
            "sex": self.maybe(self.choice("FM"), 0.3), "min_education": self.maybe(self.randint(0, 2), 0.3),
            "value": self.choice([0.3, 1.0, 1.7]),
        }  # fmt: skip

    def intake(self, n: int) -> dict[str, Any]:
        starts = self.day(0, 45)
        return {
            "id": f"t{n}", "programme": "p", "provider": "q", "regency": self.choice(REGENCIES),
            "reach": self.choice(["regency", "province", "national", "national"]), "seats": self.randint(0, 3),
            "starts": starts, "ends": starts + dt.timedelta(days=self.randint(0, 12)),
            "teaches": self.some(2), "prerequisites": self.some(1), "min_age": self.maybe(self.choice([17, 18]), 0.2),
            "max_age": self.maybe(self.choice([24, 38]), 0.2), "min_education": self.maybe(self.randint(0, 2), 0.2),
            "cost": self.choice([0.0, 1e6, 4e6]), "pass_rate": self.choice([1.0, 0.9, 0.5, 0.83]),
        }  # fmt: skip

    def policy(self) -> Policy:
        return Policy.from_json({
            "budget": self.maybe(self.choice([0.0, 5e6, 2e7])),
            "cost_weight": self.choice([0.0, 2e-8, 1e-7]),
            "max_intakes": self.choice([0, 1, 2, 3, 3, 4]),
            "floors": [
                {"group": group, "minimum": self.randint(0, 5), "penalty": self.choice([0.0, 0.2, 2.0])}
                for group in ({"sex": "F"}, {"province": "33"}, {"regency": "35.17"})
                if self.random() < 0.5
            ],
        })  # fmt: skip


def tiny(seed: int) -> Tables:
    """A random instance of a dozen candidates that hits every rule's edge: equal days, birthdays, leap days, nulls."""
    draw = Draw(seed)
    rows: dict[str, list[dict[str, Any]]] = {
        "competencies": [
            {"code": code, "kind": "skill", "implies": [other for other in CODES[:n] if draw.random() < 0.15]}
            for n, code in enumerate(CODES)
        ],
        "candidates": [draw.person(n) for n in range(12)],
        "job_orders": [draw.order(n) for n in range(5)],
        "intakes": [draw.intake(n) for n in range(14)],
        "reach": [{"from_regency": "33.05", "to_regency": "35.17"}],
    }
    frames = {
        name: pl.DataFrame(
            rows[name], schema={column.name: POLARS_TYPES[column.kind] for column in SCHEMA[name]}
        )
        for name in SCHEMA
    }
    return Tables(policy=draw.policy(), **frames)


def random_prices(tables: Tables, seed: int) -> dict[tuple[str, str], float]:
    """Prices of every kind, some of them missing."""
    draw = random.Random(seed)
    prices = {("order", row): draw.choice([0.0, 0.1, 0.6]) for row in tables.job_orders["id"]}
    prices |= {("intake", row): draw.choice([0.0, 0.0, 0.05, 0.3]) for row in tables.intakes["id"]}
    if tables.policy.budget is not None:
        prices["budget", "budget"] = draw.choice([0.0, 1e-8])
    for k, floor in enumerate(tables.policy.floors):
        prices["floor", str(k)] = floor.penalty * draw.choice([0.0, 0.5, 1.0])
    return {key: price for key, price in prices.items() if draw.random() < 0.9}


def random_rows(tables: Tables, seed: int) -> list[Path]:
    """One assignment for each candidate, valued honestly: half of them true paths, the others mostly not."""
    draw = random.Random(seed)
    brute = Oracle(tables)
    rows = []
    for person in brute.people:
        true = list(brute.paths(person))
        if true and draw.random() < 0.5:
            rows.append(draw.choice(true))
            continue
        order = draw.choice(brute.orders)
        taken = tuple(draw.sample(brute.intakes, draw.randint(0, 3)))
        rows.append(brute.path(person, order, taken))
    return rows


def price_frame(prices: dict[tuple[str, str], float]) -> pl.DataFrame:
    return pl.DataFrame(
        [(kind, name, price) for (kind, name), price in prices.items()],
        schema={"kind": pl.String, "id": pl.String, "price": pl.Float64},
        orient="row",
    )


def path_frame(paths: list[Path]) -> pl.DataFrame:
    return pl.DataFrame(
        [(p.candidate, p.job_order, list(p.intakes), p.value) for p in paths],
        schema={
            "candidate": pl.String,
            "job_order": pl.String,
            "intakes": pl.List(pl.String),
            "value": pl.Float64,
        },
        orient="row",
    )
