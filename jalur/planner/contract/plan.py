"""The plan: who takes which path, the prices that prove how good it is, and a summary."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from jalur.planner.contract.schema import Violation
from jalur.planner.contract.tables import Invalid, Tables

VERSION = "1"

ASSIGNMENTS: dict[str, pl.DataType] = {
    "candidate": pl.String(),
    "job_order": pl.String(),
    "intakes": pl.List(pl.String()),
    "value": pl.Float64(),
}
PRICES: dict[str, pl.DataType] = {"kind": pl.String(), "id": pl.String(), "price": pl.Float64()}


@dataclass(frozen=True, slots=True)
class Plan:
    """Assignments (candidate, job_order, intakes, value), prices (kind, id, price) and the summary.

    The summary holds value, bound, gap, placed, seconds, peak_bytes, iterations, seed, version and
    phases (seconds by phase).
    """

    assignments: pl.DataFrame
    prices: pl.DataFrame
    summary: dict[str, Any] = field(default_factory=dict)

    def write(self, folder: Path | str) -> None:
        """Write assignments.parquet, prices.parquet and summary.json into `folder`."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self.assignments.write_parquet(folder / "assignments.parquet")
        self.prices.write_parquet(folder / "prices.parquet")
        text = json.dumps(self.summary, indent=2, sort_keys=True)
        (folder / "summary.json").write_text(text + "\n", encoding="utf-8")


def by_name(prices: pl.DataFrame) -> dict[tuple[str, str], float]:
    """Return prices by (kind, id); what is not there has the price 0."""
    return {(kind, name): price for kind, name, price in prices.select("kind", "id", "price").iter_rows()}


def value_of(tables: Tables, assignments: pl.DataFrame) -> float:
    """Return the value of assignments less the penalties of the floors they miss."""
    return float(assignments["value"].sum()) - floor_penalties(tables, assignments)


def floor_penalties(tables: Tables, assignments: pl.DataFrame) -> float:
    """Return the penalties of the floors that assignments miss."""
    people = tables.candidates.filter(pl.col("id").is_in(assignments["candidate"].implode()))
    total = 0.0
    for floor in tables.policy.floors:
        total += floor.penalty * max(0.0, floor.minimum - people.filter(floor.counts()).height)
    return total


def read(folder: Path | str) -> Plan:
    """Read a plan folder.

    Raises:
        Invalid: a file is missing or unreadable, or a column is missing or of the wrong type.
    """
    folder = Path(folder)
    faults: list[Violation] = []
    frames: dict[str, pl.DataFrame] = {}
    for name, schema in (("assignments", ASSIGNMENTS), ("prices", PRICES)):
        path = folder / f"{name}.parquet"
        frames[name] = pl.DataFrame(schema=schema)
        try:
            frame = pl.read_parquet(path)
        except (pl.exceptions.PolarsError, OSError):
            faults.append(Violation(name, None, "", path.name, "the file is missing or not Parquet"))
            continue
        for column, kind in schema.items():
            if column not in frame.columns:
                faults.append(Violation(name, None, column, "", "the column is missing"))
            elif frame.schema[column] != kind:
                wanted = f"wrong type; it should be {kind}"
                faults.append(Violation(name, None, column, str(frame.schema[column]), wanted))
        frames[name] = frame
    summary: dict[str, Any] = {}
    try:
        raw = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        if isinstance(raw, dict):
            summary = raw
        else:
            faults.append(
                Violation("summary", None, "", type(raw).__name__, "summary.json should hold one object")
            )
    except (OSError, ValueError):
        faults.append(Violation("summary", None, "", "summary.json", "the file is missing or not JSON"))
    if faults:
        raise Invalid(faults)
    return Plan(
        frames["assignments"].select(list(ASSIGNMENTS)), frames["prices"].select(list(PRICES)), summary
    )
