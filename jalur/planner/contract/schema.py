"""What an instance of the planner must look like, as data: every column with its type, range and what null means."""

from dataclasses import dataclass

import polars as pl

REGENCY_PATTERN = r"^\d{2}\.\d{2}$"
PROVINCE_PATTERN = r"^\d{2}$"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the contract: `kind` is text, integer, float, date or texts (a list of text)."""

    name: str
    kind: str
    meaning: str
    unit: str = ""
    null: str = ""  # what a null stands for; empty: null is refused
    least: float | None = None
    above: float | None = None  # exclusive lower limit
    most: float | None = None
    choices: tuple[str, ...] = ()
    pattern: str = ""
    refers_to: str = ""  # every entry must be a code of this table
    unique: bool = False


@dataclass(frozen=True, slots=True)
class Violation:
    """One fault: where it is, what stands there and what would be right."""

    table: str
    row: int | None
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        row = "" if self.row is None else f" row {self.row}"
        column = f" column {self.column}" if self.column else ""
        return f"{self.table}{row}{column}: {self.value!r}: {self.message}"


SCHEMA: dict[str, tuple[Column, ...]] = {
    "competencies": (
        Column("code", "text", "what others refer to", unique=True),
        Column("kind", "text", "sort of competency", choices=("skill", "language", "soft", "culture")),
        Column("implies", "texts", "codes held with it", null="none", refers_to="competencies"),
    ),
    "candidates": (
        Column("id", "text", "the candidate", unique=True),
        Column("regency", "text", "official region code, e.g. 35.17", pattern=REGENCY_PATTERN),
        Column("birth_date", "date", "day of birth"),
        Column("sex", "text", "F or M", choices=("F", "M")),
        Column("education", "integer", "level on the KKNI-like ladder", least=0, most=9),
        Column("holds", "texts", "competencies held", null="none", refers_to="competencies"),
        Column("destinations", "texts", "ISO 3166 alpha-2 wished for", null="any", pattern=r"^[A-Z]{2}$"),
        Column("available_from", "date", "first day in training"),
        Column("weight", "float", "policy priority, 1 = plain", least=0),
    ),
    "job_orders": (
        Column("id", "text", "the order", unique=True),
        Column("destination", "text", "ISO 3166 alpha-2", pattern=r"^[A-Z]{2}$"),
        Column("occupation", "text", "ISCO-08 code", pattern=r"^\d{1,4}$"),
        Column("openings", "integer", "people asked for", unit="people", least=0),
        Column("ready_by", "date", "last day to be ready"),
        Column("requires", "texts", "competencies required", null="none", refers_to="competencies"),
        Column(
            "min_age", "integer", "on ready_by, inclusive", unit="completed years", null="no limit", least=0
        ),
        Column(
            "max_age", "integer", "on ready_by, inclusive", unit="completed years", null="no limit", least=0
        ),
        Column("sex", "text", "asked for", null="any", choices=("F", "M")),
        Column("min_education", "integer", "inclusive", null="no limit", least=0, most=9),
        Column("value", "float", "worth of one opening filled", above=0),
    ),
    "intakes": (
        Column("id", "text", "the intake", unique=True),
        Column("programme", "text", "what is taught there"),
        Column("provider", "text", "who teaches it"),
        Column("regency", "text", "official region code", pattern=REGENCY_PATTERN),
        Column("reach", "text", "who may attend", choices=("regency", "province", "national")),
        Column("seats", "integer", "seats", unit="people", least=0),
        Column("starts", "date", "first day"),
        Column("ends", "date", "last day"),
        Column("teaches", "texts", "competencies taught", null="none", refers_to="competencies"),
        Column("prerequisites", "texts", "needed on entry", null="none", refers_to="competencies"),
        Column(
            "min_age", "integer", "on starts, inclusive", unit="completed years", null="no limit", least=0
        ),
        Column(
            "max_age", "integer", "on starts, inclusive", unit="completed years", null="no limit", least=0
        ),
        Column("min_education", "integer", "inclusive", null="no limit", least=0, most=9),
        Column("cost", "float", "per seat", unit="IDR", least=0),
        Column("pass_rate", "float", "share who pass", above=0, most=1),
    ),
    "reach": (
        Column("from_regency", "text", "where people live", pattern=REGENCY_PATTERN),
        Column("to_regency", "text", "where they can go daily", pattern=REGENCY_PATTERN),
    ),
}

OPTIONAL_TABLES = frozenset({"reach"})

POLARS_TYPES: dict[str, pl.DataType] = {
    "text": pl.String(),
    "integer": pl.Int64(),
    "float": pl.Float64(),
    "date": pl.Date(),
    "texts": pl.List(pl.String()),
}

SAID_OF_KIND = {
    "text": "text",
    "integer": "a whole number",
    "float": "a number",
    "date": "a date",
    "texts": "a list of text",
}


def empty_frame(table: str) -> pl.DataFrame:
    """Return `table` without rows, with the contract's columns and types."""
    return pl.DataFrame(schema={column.name: POLARS_TYPES[column.kind] for column in SCHEMA[table]})


def conform(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the contract's columns of a frame that passed `check_shape`, in its order and types."""
    return frame.select(pl.col(column.name).cast(POLARS_TYPES[column.kind]) for column in SCHEMA[table])
