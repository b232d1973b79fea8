"""`verify`: every assignment to the letter, capacities, budget, prices, value and bound, against the plan's claims."""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from jalur.planner.contract.plan import Plan
from jalur.planner.contract.schema import Violation
from jalur.planner.contract.tables import Tables
from jalur.planner.verify.bound import Prices, gains
from jalur.planner.verify.encode import Encoded, encode, number
from jalur.planner.verify.paths import SAYS, check_paths

# What a plan claims may differ from what is recomputed by the order of a sum of a million floats, and no more.
CLAIM_TOLERANCE = 1e-6
DUST = 1e-12  # what is left of a sum of zero; a gap made of it would be any number
BUDGET_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Verdict:
    """`value` (floor penalties taken off), `bound`, `gap` = (bound − value) / bound, and every violation found."""

    value: float
    bound: float
    gap: float
    violations: list[Violation] = field(default_factory=list)
    placed: int = 0


def verify(tables: Tables, plan: Plan, *, workers: int | None = None) -> Verdict:
    """Recompute the plan's feasibility, value and bound from the tables alone.

    `tables` must keep the schema (`tables.read` checks it). Nothing is raised for a bad plan: what is wrong is in
    `violations`; then value counts the assignments as stated and the bound the prices that make sense.
    """
    data = encode(tables)
    total, placed_by_floor, faults = check_assignments(tables, data, plan.assignments)
    for floor, placed in zip(tables.policy.floors, placed_by_floor, strict=True):
        total -= floor.penalty * max(0.0, floor.minimum - placed)
    prices, wrong = read_prices(tables, plan.prices)
    faults += wrong
    bound = _bound(tables, data, prices, workers)
    apart = bound - total
    gap = apart / bound if bound and abs(apart) > DUST * max(1.0, abs(bound)) else 0.0
    if not faults and total > bound + CLAIM_TOLERANCE * max(1.0, abs(bound)):
        faults.append(Violation("summary", None, "value", f"{total:.9g}", f"above the bound {bound:.9g}"))
    faults += _check_claims(plan.summary, total, bound, gap, plan.assignments.height)
    return Verdict(total, bound, gap, faults, plan.assignments.height)


def members(tables: Tables, group: dict[str, str]) -> np.ndarray:
    """Boolean per candidate: does the floor count them?"""
    people = tables.candidates
    inside = np.ones(people.height, np.bool_)
    for key, wanted in group.items():
        column = people["regency"].str.slice(0, 2) if key == "province" else people[key]
        inside &= (column == wanted).to_numpy()
    return inside


def _rows(frame: pl.DataFrame, wrong: np.ndarray, column: str, message: str) -> list[Violation]:
    rows = np.flatnonzero(wrong)
    values = frame[column].gather(pl.Series(rows)).to_list()
    return [
        Violation("assignments", int(row) + 1, column, str(value), message)
        for row, value in zip(rows, values, strict=True)
    ]


def check_assignments(
    tables: Tables, data: Encoded, frame: pl.DataFrame
) -> tuple[float, list[int], list[Violation]]:
    """Total value, placements per floor, violations."""
    who = number(frame["candidate"], tables.candidates["id"].to_list())
    order = number(frame["job_order"], tables.job_orders["id"].to_list())
    lengths = frame["intakes"].list.len().fill_null(0).to_numpy().astype(np.int64)
    row_of = np.repeat(np.arange(frame.height), lengths)
    flat = (
        frame["intakes"].fill_null([]).explode(empty_as_null=False)
        if len(row_of)
        else pl.Series([], dtype=pl.String)
    )
    listed = number(flat, tables.intakes["id"].to_list())
    strange = np.zeros(frame.height, np.bool_)
    strange[row_of[listed < 0]] = True
    faults = _rows(frame, who < 0, "candidate", "unknown id; it should be a candidate's")
    faults += _rows(frame, order < 0, "job_order", "unknown id; it should be a job order's")
    faults += _rows(frame, strange, "intakes", "unknown id; each should be an intake's")
    again = (frame["candidate"].is_duplicated() & ~frame["candidate"].is_first_distinct()).to_numpy()
    faults += _rows(frame, again, "candidate", "has a path already; a candidate gets at most one")
    known = (who >= 0) & (order >= 0) & ~strange
    kept = np.flatnonzero(known)
    inner = listed[known[row_of]]
    first = np.concatenate([[0], np.cumsum(lengths[kept])])
    flags, value = _run_check(
        tables, data, who[kept], order[kept], first, inner, frame["value"].to_numpy()[kept]
    )
    for flag, (column, message) in SAYS.items():
        hit = np.zeros(frame.height, np.bool_)
        hit[kept[(flags & flag) > 0]] = True
        faults += _rows(frame, hit, column, message)
    faults += _check_capacity(tables, order[kept], inner)
    placed = [int(members(tables, floor.group)[who[kept]].sum()) for floor in tables.policy.floors]
    return math.fsum(value), placed, faults


def _run_check(
    tables: Tables, data: Encoded, who: np.ndarray, order: np.ndarray, first: np.ndarray, listed: np.ndarray,
    stated: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    per_kind_teach, per_kind_need = data.words(data.taught), data.words(data.needed)
    order_limit = np.column_stack([data.order_youngest, data.order_oldest, data.order_education])
    intake_limit = np.column_stack([data.intake_youngest, data.intake_oldest, data.intake_education])
    return check_paths(
        (who, order, first.astype(np.int64), listed, np.ascontiguousarray(stated, dtype=np.float64)),
        tables.policy.max_intakes, float(tables.policy.cost_weight),
        (data.home, data.state, data.birth, data.sex, data.education, data.wish, data.wishes, data.available,
         data.weight),
        data.words(data.states), data.words(data.wanted), per_kind_teach[data.kind], per_kind_need[data.kind],
        data.within,
        (data.destination, data.requirement, data.ready, data.ready_calendar, order_limit, data.order_sex,
         data.worth),
        (data.starts, data.starts_calendar, data.ends, intake_limit, data.cost, data.passing),
    )  # fmt: skip


def _check_capacity(tables: Tables, order: np.ndarray, listed: np.ndarray) -> list[Violation]:
    faults = []
    checks = (
        ("job_orders", tables.job_orders, "openings", order, "filled", "openings"),
        ("intakes", tables.intakes, "seats", listed, "taken", "seats"),
    )
    for table, frame, column, used, verb, noun in checks:
        count = np.bincount(used, minlength=frame.height)
        room = frame[column].to_numpy()
        for row in np.flatnonzero(count > room):
            told = f"{frame['id'][int(row)]}: {count[row]} {verb}"
            faults.append(Violation(table, int(row) + 1, column, told, f"only {room[row]} {noun}"))
    budget = tables.policy.budget
    spent = math.fsum(tables.intakes["cost"].to_numpy()[listed])
    if budget is not None and spent > budget * (1 + BUDGET_TOLERANCE):
        faults.append(
            Violation("policy", None, "budget", f"{spent:.0f} spent", f"the budget is {budget:.0f}")
        )
    return faults


def read_prices(tables: Tables, frame: pl.DataFrame) -> tuple[Prices, list[Violation]]:
    """Prices by position, φ per candidate; what makes no sense is reported and left out."""
    floors = tables.policy.floors
    names = {
        "order": tables.job_orders["id"].to_list(),
        "intake": tables.intakes["id"].to_list(),
        "budget": ["budget"] if tables.policy.budget is not None else [],
        "floor": [str(position) for position in range(len(floors))],
    }
    found = {kind: np.zeros(len(ids)) for kind, ids in names.items()}
    faults: list[Violation] = []

    def tell(rows: np.ndarray, column: str, message: str) -> None:
        for row in rows:
            told = f"{frame['kind'][int(row)]} {frame['id'][int(row)]} {frame['price'][int(row)]}"
            faults.append(Violation("prices", int(row) + 1, column, told, message))

    kinds, values = frame["kind"].to_numpy(), frame["price"].fill_null(math.nan).to_numpy()
    tell(np.flatnonzero(~np.isin(kinds, list(names))), "kind", "unknown kind")
    repeated = (frame.select("kind", "id").is_duplicated()).to_numpy()
    tell(np.flatnonzero(repeated), "id", "it has more than one price")
    sound = np.isfinite(values) & (values >= 0) & ~repeated
    tell(np.flatnonzero(~(np.isfinite(values) & (values >= 0))), "price", "a price should be a number ≥ 0")
    for kind, ids in names.items():
        rows = np.flatnonzero(kinds == kind)
        position = number(frame["id"].gather(pl.Series(rows)), ids)
        tell(rows[position < 0], "id", f"unknown {kind}")
        good = sound[rows] & (position >= 0)
        found[kind][position[good]] = values[rows[good]]
    phi = np.zeros(tables.candidates.height)
    owed = 0.0
    for place, floor in enumerate(floors):
        if found["floor"][place] > floor.penalty * (1 + CLAIM_TOLERANCE * 1e-3):
            told = f"floor {place} {found['floor'][place]}"
            faults.append(
                Violation("prices", None, "price", told, f"above the floor's penalty {floor.penalty}")
            )
            found["floor"][place] = floor.penalty
        owed += float(found["floor"][place]) * floor.minimum
        phi += np.where(members(tables, floor.group), found["floor"][place], 0.0)
    budget = float(found["budget"][0]) if len(found["budget"]) else 0.0
    return Prices(found["order"], found["intake"], budget, phi, owed), faults


def _bound(tables: Tables, data: Encoded, prices: Prices, workers: int | None) -> float:
    """The dual's value at these prices."""
    best = gains(data, prices, float(tables.policy.cost_weight), tables.policy.max_intakes, workers)
    terms = [
        math.fsum(best),
        float(prices.order @ data.openings),
        float(prices.intake @ data.seats),
        -prices.owed,
    ]
    if tables.policy.budget is not None:
        terms.append(prices.budget * tables.policy.budget)
    return math.fsum(terms)


def _check_claims(
    summary: dict[str, Any], value: float, bound: float, gap: float, placed: int
) -> list[Violation]:
    faults = []
    for name, true in (("value", value), ("bound", bound), ("gap", gap), ("placed", float(placed))):
        claim = summary.get(name)
        if isinstance(claim, bool) or not isinstance(claim, int | float):
            faults.append(Violation("summary", None, name, str(claim), "missing; it should be a number"))
        elif not abs(claim - true) <= CLAIM_TOLERANCE * max(1.0, abs(true)):
            faults.append(Violation("summary", None, name, f"{claim:.9g}", f"recomputed: {true:.9g}"))
    return faults
