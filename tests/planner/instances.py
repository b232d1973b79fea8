"""Small random instances for property tests: every feature of the contract, few people."""

import datetime as dt
import random

import polars as pl

from jalur.planner.contract.policy import Floor, Policy
from jalur.planner.contract.schema import SCHEMA, conform, empty_frame
from jalur.planner.contract.tables import Tables

DAY = dt.date(2026, 1, 5)
CODES = ("A1", "A2", "B1", "W1", "W2", "C1")
IMPLIES = {"A2": ["A1"], "B1": ["A2"], "W2": ["W1"]}
PLACES = ("35.17", "35.08", "33.05")


def frame(table: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    """Make a frame of a table; missing columns are null."""
    schema = empty_frame(table).schema
    full = [{column.name: row.get(column.name) for column in SCHEMA[table]} for row in rows]
    return conform(table, pl.DataFrame(full, schema=schema))


def some(dice: random.Random, most: int) -> list[str]:
    return dice.sample(CODES, dice.randint(0, most))


def candidate(dice: random.Random, number: int) -> dict[str, object]:
    return {
        "id": f"C{number:03d}",
        "regency": dice.choice(PLACES),
        "birth_date": dt.date(dice.randint(1985, 2007), dice.randint(1, 12), dice.randint(1, 28)),
        "sex": dice.choice("FM"),
        "education": dice.randint(0, 5),
        "holds": some(dice, 3),
        "destinations": dice.choice([None, ["JP"], ["KR"], ["JP", "KR"]]),
        "available_from": DAY + dt.timedelta(days=7 * dice.randint(0, 8)),
        "weight": dice.choice([1.0, 1.0, 1.5]),
    }


def job_order(dice: random.Random, number: int) -> dict[str, object]:
    return {
        "id": f"J{number:02d}",
        "destination": dice.choice(["JP", "KR"]),
        "occupation": "7212",
        "openings": dice.randint(1, 4),
        "ready_by": DAY + dt.timedelta(days=dice.randint(40, 200)),
        "requires": some(dice, 3),
        "min_age": dice.choice([None, 18, 21]),
        "max_age": dice.choice([None, 30, 35]),
        "sex": dice.choice([None, None, "F"]),
        "min_education": dice.choice([None, 2]),
        "value": dice.choice([0.8, 1.0, 1.7]),
    }


def intake(dice: random.Random, number: int) -> dict[str, object]:
    starts = DAY + dt.timedelta(days=dice.randint(0, 120))
    return {
        "id": f"T{number:02d}",
        "programme": f"P{number}",
        "provider": "L",
        "regency": dice.choice(PLACES),
        "reach": dice.choice(["regency", "province", "national"]),
        "seats": dice.randint(1, 4),
        "starts": starts,
        "ends": starts + dt.timedelta(days=dice.randint(5, 50)),
        "teaches": dice.sample(CODES, dice.randint(1, 2)),
        "prerequisites": some(dice, 1),
        "min_age": dice.choice([None, 18]),
        "max_age": dice.choice([None, 38]),
        "min_education": dice.choice([None, 1]),
        "cost": float(dice.choice([0, 1_000_000, 3_000_000])),
        "pass_rate": dice.choice([1.0, 0.9, 0.7]),
    }


def instance(seed: int, *, people: int = 30, orders: int = 8, intakes: int = 14) -> Tables:
    """Return a random instance; the same for the same seed."""
    dice = random.Random(seed)
    floors = (Floor({"sex": "F"}, dice.randint(0, 8), 0.3),) if seed % 2 else ()
    budget = 30_000_000.0 if seed % 3 == 0 else None
    return Tables(
        competencies=frame(
            "competencies", [{"code": code, "kind": "skill", "implies": IMPLIES.get(code)} for code in CODES]
        ),
        candidates=frame("candidates", [candidate(dice, number) for number in range(people)]),
        job_orders=frame("job_orders", [job_order(dice, number) for number in range(orders)]),
        intakes=frame("intakes", [intake(dice, number) for number in range(intakes)]),
        reach=frame("reach", [{"from_regency": "35.08", "to_regency": "35.17"}]),
        policy=Policy(budget, 2e-8, 3, floors),
    )
