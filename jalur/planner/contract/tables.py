"""The instance: five tables and a policy, the same in files, in memory and from the database."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from jalur.planner.contract.check import check
from jalur.planner.contract.policy import Policy
from jalur.planner.contract.schema import OPTIONAL_TABLES, SCHEMA, Violation, conform, empty_frame


class Invalid(ValueError):
    """Input that breaks the contract; `violations` holds every fault found."""

    def __init__(self, violations: list[Violation]) -> None:
        super().__init__(f"{len(violations)} violations, the first: {violations[0]}")
        self.violations = violations


@dataclass(frozen=True, slots=True)
class Tables:
    """One instance. Frames follow `schema.SCHEMA`; `check` says whether they do."""

    competencies: pl.DataFrame
    candidates: pl.DataFrame
    job_orders: pl.DataFrame
    intakes: pl.DataFrame
    reach: pl.DataFrame = field(default_factory=lambda: empty_frame("reach"))
    policy: Policy = field(default_factory=Policy)

    def checked(self) -> "Tables":
        """Return the same instance with exact column types, or raise `Invalid` with every violation."""
        frames = self.frames()
        violations = check(frames, self.policy)
        if violations:
            raise Invalid(violations)
        return Tables(policy=self.policy, **{name: conform(name, frames[name]) for name in SCHEMA})

    def frames(self) -> dict[str, pl.DataFrame]:
        """Return the tables by name."""
        return {name: getattr(self, name) for name in SCHEMA}


def read(folder: Path | str) -> Tables:
    """Read and check an instance folder.

    Raises:
        Invalid: a file is missing or unreadable, or its contents break the contract.
    """
    folder = Path(folder)
    faults: list[Violation] = []
    frames: dict[str, pl.DataFrame] = {}
    for table in SCHEMA:
        path = folder / f"{table}.parquet"
        frames[table] = empty_frame(table)
        if not path.is_file():
            if table not in OPTIONAL_TABLES:
                faults.append(Violation(table, None, "", path.name, "the file is missing"))
            continue
        try:
            frames[table] = read_frame(path, table)
        except Invalid as unreadable:
            faults += unreadable.violations
    policy = Policy()
    path = folder / "policy.json"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(raw, dict):
            policy = Policy.from_json(raw)
        else:
            faults.append(Violation("policy", None, "", said_type(raw), "policy.json should hold one object"))
    except FileNotFoundError:
        faults.append(Violation("policy", None, "", path.name, "the file is missing"))
    except (OSError, ValueError):
        faults.append(Violation("policy", None, "", path.name, "the file can't be read; it should be JSON"))
    broken = {fault.table for fault in faults}
    faults += [fault for fault in check(frames, policy) if fault.table not in broken]
    if faults:
        raise Invalid(faults)
    return Tables(policy=policy, **{name: conform(name, frames[name]) for name in SCHEMA})


def read_frame(path: Path, table: str) -> pl.DataFrame:
    """Read one table's file as it is.

    Raises:
        Invalid: it can't be read.
    """
    try:
        return pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as fault:
        wanted = "the file can't be read; it should be Parquet"
        raise Invalid([Violation(table, None, "", str(fault).splitlines()[0][:200], wanted)]) from None


def said_type(raw: object) -> str:
    """Name the type of a JSON value."""
    return type(raw).__name__


def write(tables: Tables, folder: Path | str) -> None:
    """Write an instance as Parquet files and policy.json, byte for byte the same for the same tables."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for table, frame in tables.frames().items():
        if table in OPTIONAL_TABLES and frame.height == 0:
            continue
        frame.write_parquet(folder / f"{table}.parquet")
    text = json.dumps(tables.policy.to_json(), indent=2, sort_keys=True)
    (folder / "policy.json").write_text(text + "\n", encoding="utf-8")
