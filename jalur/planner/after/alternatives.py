"""What came nearest for one person: the best path to each other order at the plan's prices, and why not that one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from jalur.planner.after.eligibility import age_on, closed, covers_of
from jalur.planner.contract.tables import Tables

# Classes looked at for one person: the cheapest at the plan's prices. A person has some twenty in reach.
MOST_CLASSES = 60
TINY = 0.0005


@dataclass(frozen=True)
class Prices:
    """λ by order number, µ by class number, the price of a rupiah of budget."""

    orders: Mapping[str, float]
    intakes: Mapping[str, float]
    budget: float = 0.0


@dataclass(frozen=True)
class Other:
    """A path to another order. `way`: what stands against it: seat (`detail`: which class), opening, budget, value, equal."""

    order: str
    intakes: tuple[str, ...]
    value: float
    net: float
    cost: float
    way: str
    detail: str = ""
    price: float = 0.0


@dataclass(frozen=True)
class ClassSequence:
    """One sequence of classes a person could take: what it teaches, its end, chance and cost."""

    intakes: tuple[str, ...]
    gained: frozenset[str]
    ends: date | None
    chance: float = 1.0
    cost: float = 0.0
    seats: float = 0.0


@dataclass(frozen=True)
class Chosen:
    """The path that the plan proposes: what the others are measured against."""

    order: str
    intakes: tuple[str, ...]
    value: float
    cost: float = 0.0


def nearest(tables: Tables, person: str, chosen: Chosen, prices: Prices, *, most: int = 3) -> list[Other]:
    """The best `most` other orders for a candidate, by value net of prices; one a destination and occupation."""
    rows = tables.candidates.filter(pl.col("id") == person)
    if rows.is_empty():
        return []
    who = rows.row(0, named=True)
    covers = covers_of(tables)
    held = closed(who["holds"], covers)
    sequences = list(sequences_of(tables, who, held, covers, prices))
    leading: dict[frozenset[str], list[ClassSequence]] = {}
    found = []
    for order in tables.job_orders.iter_rows(named=True):
        if order["id"] == chosen.order or not fits(who, order):
            continue
        missing = frozenset(order["requires"] or ()) - held
        if missing not in leading:
            leading[missing] = leading_to(missing, sequences)
        best = best_sequence(tables, who, order, leading[missing], prices)
        if best is not None:
            found.append(best)
    found.sort(key=lambda one: (-one[1], len(one[0].intakes), one[2]["id"]))
    kinds: set[tuple[str, str]] = set()
    others: list[Other] = []
    for sequence, net, goal in found:
        kind = (goal["destination"], goal["occupation"])
        if kind not in kinds and len(others) < most:
            kinds.add(kind)
            value = value_of(tables, who, goal, sequence)
            other = Other(goal["id"], sequence.intakes, value, net, sequence.cost, "value")
            others.append(beside(chosen, other, prices))
    return others


def beside(chosen: Chosen, other: Other, prices: Prices) -> Other:
    """The other path with what makes it worse: the largest of lost value, dearer seats, a dearer opening, more of the budget."""
    seats = {one: prices.intakes.get(one, 0.0) for one in other.intakes if one not in chosen.intakes}
    spared = sum(prices.intakes.get(one, 0.0) for one in chosen.intakes if one not in other.intakes)
    dearest = max(seats, key=lambda one: (seats[one], one), default="")
    losses = {
        "value": chosen.value - other.value,
        "seat": sum(seats.values()) - spared,
        "opening": prices.orders.get(other.order, 0.0) - prices.orders.get(chosen.order, 0.0),
        "budget": prices.budget * (other.cost - chosen.cost),
    }
    way = max(losses, key=lambda one: losses[one])
    if losses[way] <= TINY:
        return replace(other, way="equal")
    if way == "seat":
        return replace(other, way=way, detail=dearest, price=seats[dearest])
    return replace(other, way=way, price=prices.orders.get(other.order, 0.0))


def fits(who: Mapping[str, Any], order: Mapping[str, Any]) -> bool:
    """Whether a person may go at all: wish, age on the day, sex, schooling."""
    age = age_on(who["birth_date"], order["ready_by"])
    return (
        (who["destinations"] is None or order["destination"] in who["destinations"])
        and (order["min_age"] is None or age >= order["min_age"])
        and (order["max_age"] is None or age <= order["max_age"])
        and order["sex"] in (None, who["sex"])
        and (order["min_education"] is None or who["education"] >= order["min_education"])
    )


def sequences_of(
    tables: Tables,
    who: Mapping[str, Any],
    held: frozenset[str],
    covers: Mapping[str, frozenset[str]],
    prices: Prices,
) -> Iterator[ClassSequence]:
    """Every sequence of classes in which each adds something, prerequisites and days in order."""
    near_by = frozenset(tables.reach.rows())
    near = [row for row in tables.intakes.iter_rows(named=True) if attends(who, row, near_by)]
    near.sort(key=lambda row: (prices.intakes.get(row["id"], 0.0), row["starts"], row["id"]))
    near = sorted(near[:MOST_CLASSES], key=lambda row: (row["starts"], row["id"]))
    gains = {row["id"]: closed(row["teaches"], covers) for row in near}

    def extend(sequence: ClassSequence) -> Iterator[ClassSequence]:
        yield sequence
        if len(sequence.intakes) == tables.policy.max_intakes:
            return
        reached = held | sequence.gained
        for row in near:
            begins_after = sequence.ends is None or row["starts"] > sequence.ends
            adds = gains[row["id"]] - reached
            if begins_after and adds and reached.issuperset(row["prerequisites"] or ()):
                yield from extend(
                    ClassSequence(
                        (*sequence.intakes, row["id"]),
                        sequence.gained | gains[row["id"]],
                        row["ends"],
                        sequence.chance * row["pass_rate"],
                        sequence.cost + row["cost"],
                        sequence.seats + prices.intakes.get(row["id"], 0.0),
                    )
                )

    return extend(ClassSequence((), frozenset(), None))


def attends(who: Mapping[str, Any], intake: Mapping[str, Any], near_by: frozenset[tuple[Any, ...]]) -> bool:
    home, venue = who["regency"], intake["regency"]
    age = age_on(who["birth_date"], intake["starts"])
    in_reach = (
        intake["reach"] == "national"
        or home == venue
        or (intake["reach"] == "province" and home[:2] == venue[:2])
        or (home, venue) in near_by
    )
    return (
        in_reach
        and intake["starts"] >= who["available_from"]
        and (intake["min_age"] is None or age >= intake["min_age"])
        and (intake["max_age"] is None or age <= intake["max_age"])
        and (intake["min_education"] is None or who["education"] >= intake["min_education"])
    )


def leading_to(missing: frozenset[str], sequences: list[ClassSequence]) -> list[ClassSequence]:
    """The sequences that teach what is missing, without those to which an earlier one is preferred whatever the order."""
    kept: list[ClassSequence] = []
    for sequence in sequences:
        if missing <= sequence.gained and not any(is_no_worse(other, sequence) for other in kept):
            kept.append(sequence)
    return kept


def is_no_worse(one: ClassSequence, other: ClassSequence) -> bool:
    """Whether it ends as early, is passed as likely, and neither its seats nor its classes cost more."""
    as_early = one.ends is None or (other.ends is not None and one.ends <= other.ends)
    return as_early and one.chance >= other.chance and one.cost <= other.cost and one.seats <= other.seats


def best_sequence(
    tables: Tables,
    who: Mapping[str, Any],
    order: Mapping[str, Any],
    sequences: list[ClassSequence],
    prices: Prices,
) -> tuple[ClassSequence, float, Mapping[str, Any]] | None:
    """The sequence to an order with the best value net of prices; None when none ends in time at a value."""
    best: tuple[ClassSequence, float, Mapping[str, Any]] | None = None
    for sequence in sequences:
        if sequence.ends is not None and sequence.ends > order["ready_by"]:
            continue
        value = value_of(tables, who, order, sequence)
        if value <= 0:
            continue
        net = value - prices.orders.get(order["id"], 0.0) - sequence.seats - prices.budget * sequence.cost
        if best is None or net > best[1] + 1e-12:
            best = (sequence, net, order)
    return best


def value_of(
    tables: Tables, who: Mapping[str, Any], order: Mapping[str, Any], sequence: ClassSequence
) -> float:
    return who["weight"] * order["value"] * sequence.chance - tables.policy.cost_weight * sequence.cost
