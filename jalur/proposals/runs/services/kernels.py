"""The planner compiles its kernels when first used: a minute on a new machine, better spent before somebody waits."""

import threading
from datetime import date
from typing import Any

import polars as pl

from jalur import planner
from jalur.planner import Tables
from jalur.planner.after.reasons import explain_plan
from jalur.planner.contract.schema import SCHEMA, conform
from jalur.planner.verify import verify

# Taken once a process and never given back.
_begun = threading.Lock()
DAY = date(2026, 1, 5)
ROWS: dict[str, list[dict[str, Any]]] = {
    "competencies": [{"code": "A", "kind": "skill", "implies": []}],
    "candidates": [
        {
            "id": str(number),
            "regency": "35.17",
            "birth_date": date(2000, 1, 1),
            "sex": "F",
            "education": 4,
            "holds": [],
            "destinations": None,
            "available_from": DAY,
            "weight": 1.0,
        }
        for number in range(3)
    ],
    "job_orders": [
        {
            "id": "O",
            "destination": "KR",
            "occupation": "7212",
            "openings": 2,
            "ready_by": date(2026, 12, 31),
            "requires": ["A"],
            "value": 1.0,
        }
    ],
    "intakes": [
        {
            "id": "I",
            "programme": "P",
            "provider": "P",
            "regency": "35.17",
            "reach": "regency",
            "seats": 2,
            "starts": date(2026, 2, 1),
            "ends": date(2026, 3, 1),
            "teaches": ["A"],
            "prerequisites": [],
            "cost": 1.0,
            "pass_rate": 0.9,
        }
    ],
}


def smallest() -> Tables:
    """Three people, one order, one class: enough to go through every part of the planner."""
    frames = {}
    for name, rows in ROWS.items():
        columns = [column.name for column in SCHEMA[name]]
        frames[name] = conform(
            name, pl.DataFrame([{column: row.get(column) for column in columns} for row in rows])
        )
    return Tables(**frames).checked()


def warm_up() -> None:
    """Plan, check and compare once in this process, on a thread of its own; nothing is stored."""
    if _begun.acquire(blocking=False):
        threading.Thread(target=compile_kernels, name="warming the planner", daemon=True).start()


def compile_kernels() -> None:
    from jalur.planner import baselines  # loads its kernels: only this thread waits for that

    tables = smallest()
    plan = planner.make_plan(tables)
    verify(tables, plan)
    baselines.first_come_reaches(tables)
    explain_plan(tables, plan)
