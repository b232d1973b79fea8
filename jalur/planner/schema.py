"""What an instance of the planner must look like, as data, and the check that says where it does not.

Rows are numbered from 1, the first data row. Every check runs over whole columns, so a table of a million
faulty rows is reported in seconds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from jalur.planner.tables import Tables

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


def is_kind(found: pl.DataType, kind: str) -> bool:
    """Say whether a frame's type `found` can stand for `kind` without a change of meaning."""
    if found == pl.Null():
        return True
    if kind == "integer":
        return found.is_integer()
    if kind == "float":
        return found.is_numeric()
    if kind == "date":
        return found == pl.Date()
    if kind == "texts":
        return isinstance(found, pl.List) and (
            found.inner in (pl.String(), pl.Null()) or isinstance(found.inner, (pl.Categorical, pl.Enum))
        )
    return found == pl.String() or isinstance(found, (pl.Categorical, pl.Enum))


def check_shape(table: str, frame: pl.DataFrame) -> list[Violation]:
    """Return missing columns, wrong types and a table without rows; the rest is checked on conforming frames."""
    faults = []
    for column in SCHEMA[table]:
        if column.name not in frame.columns:
            wanted = f"the column is missing; it should hold {SAID_OF_KIND[column.kind]}: {column.meaning}"
            faults.append(Violation(table, None, column.name, "", wanted))
            continue
        found = frame.schema[column.name]
        if not is_kind(found, column.kind):
            wanted = f"wrong type; it should be {SAID_OF_KIND[column.kind]}"
            faults.append(Violation(table, None, column.name, str(found), wanted))
    if frame.height == 0 and table not in OPTIONAL_TABLES:
        faults.append(
            Violation(table, None, "", "0 rows", "the table is empty; it should have at least one row")
        )
    return faults


def conform(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the contract's columns of a frame that passed `check_shape`, in its order and types."""
    return frame.select(pl.col(column.name).cast(POLARS_TYPES[column.kind]) for column in SCHEMA[table])


def check(tables: "Tables") -> list[Violation]:
    """Return every violation of the contract, ordered by table, column and row; empty when all is well."""
    faults: list[Violation] = []
    sound: dict[str, pl.DataFrame] = {}
    for table in SCHEMA:
        frame: pl.DataFrame = getattr(tables, table)
        wrong = check_shape(table, frame)
        faults += wrong
        if not [fault for fault in wrong if fault.column]:
            sound[table] = conform(table, frame)
    codes = sound["competencies"]["code"].drop_nulls() if "competencies" in sound else None
    for table, frame in sound.items():
        for column in SCHEMA[table]:
            faults += check_column(table, frame, column, codes)
        faults += check_pairs(table, frame)
    if "competencies" in sound:
        faults += check_cycles(sound["competencies"])
    faults += check_policy(tables.policy)
    return faults


def report(table: str, frame: pl.DataFrame, column: str, wrong: pl.Series, message: str) -> list[Violation]:
    """Turn a boolean series into violations; null counts as sound."""
    rows = wrong.fill_null(value=False).arg_true()
    if not len(rows):
        return []
    values = frame[column].gather(rows).to_list()
    return [
        Violation(table, row + 1, column, said(value), message)
        for row, value in zip(rows.to_list(), values, strict=True)
    ]


def said(value: object) -> str:
    """Write a cell for a human."""
    return "null" if value is None else str(value)


def check_column(table: str, frame: pl.DataFrame, column: Column, codes: pl.Series | None) -> list[Violation]:
    """Return the faults of one column of a conforming frame."""
    cells = frame[column.name]
    faults: list[Violation] = []
    if not column.null:
        wanted = f"null; it should be {SAID_OF_KIND[column.kind]}"
        faults += report(table, frame, column.name, cells.is_null(), wanted)
    if column.kind in ("integer", "float"):
        faults += check_numbers(table, frame, column)
    elif column.kind == "text":
        faults += check_texts(table, frame, column)
    elif column.kind == "texts":
        faults += check_lists(table, frame, column, codes)
    return faults


def check_numbers(table: str, frame: pl.DataFrame, column: Column) -> list[Violation]:
    """Return numbers that are not finite or out of range."""
    cells = frame[column.name]
    faults: list[Violation] = []
    finite = None
    if column.kind == "float":
        finite = cells.is_finite()
        faults += report(table, frame, column.name, ~finite, "it should be a finite number")
    limits: list[tuple[pl.Series, str]] = []
    if column.least is not None:
        limits.append((cells < column.least, f"it should be at least {column.least:g}"))
    if column.above is not None:
        limits.append((cells <= column.above, f"it should be greater than {column.above:g}"))
    if column.most is not None:
        limits.append((cells > column.most, f"it should be at most {column.most:g}"))
    for wrong, wanted in limits:
        faults += report(table, frame, column.name, wrong if finite is None else wrong & finite, wanted)
    return faults


def check_texts(table: str, frame: pl.DataFrame, column: Column) -> list[Violation]:
    """Return empty, repeated, unknown and ill-formed texts."""
    cells = frame[column.name]
    faults = report(table, frame, column.name, cells.str.len_bytes() == 0, "it should not be empty")
    if column.unique:
        repeated = cells.is_duplicated() & cells.is_not_null() & ~cells.is_first_distinct()
        faults += report(table, frame, column.name, repeated, "it should be there only once")
    if column.choices:
        wanted = f"it should be one of {', '.join(column.choices)}"
        faults += report(table, frame, column.name, ~cells.is_in(list(column.choices)), wanted)
    if column.pattern:
        wanted = f"it should look like {pattern_example(column.pattern)}"
        faults += report(table, frame, column.name, ~cells.str.contains(column.pattern), wanted)
    return faults


def pattern_example(pattern: str) -> str:
    """Return an example of what `pattern` accepts."""
    examples = {REGENCY_PATTERN: "35.17", PROVINCE_PATTERN: "35", r"^[A-Z]{2}$": "JP", r"^\d{1,4}$": "7212"}
    return examples[pattern]


def check_lists(table: str, frame: pl.DataFrame, column: Column, codes: pl.Series | None) -> list[Violation]:
    """Return null, unknown and ill-formed entries of a list column, one violation per entry."""
    entries = (
        pl.DataFrame({"row": pl.int_range(1, frame.height + 1, eager=True), "entry": frame[column.name]})
        .filter(pl.col("entry").list.len() > 0)
        .explode("entry")
    )
    wrong = entries.filter(pl.col("entry").is_null())
    faults = [
        Violation(table, row, column.name, "null", "an entry should not be null") for row in wrong["row"]
    ]
    if column.refers_to and codes is not None:
        strange = entries.filter(pl.col("entry").is_not_null() & ~pl.col("entry").is_in(codes.implode()))
        wanted = "unknown code; it should be a code of competencies"
        faults += [Violation(table, row, column.name, entry, wanted) for row, entry in strange.iter_rows()]
    if column.pattern:
        strange = entries.filter(~pl.col("entry").str.contains(column.pattern))
        wanted = f"it should look like {pattern_example(column.pattern)}"
        faults += [Violation(table, row, column.name, entry, wanted) for row, entry in strange.iter_rows()]
    return faults


def check_pairs(table: str, frame: pl.DataFrame) -> list[Violation]:
    """Return rows whose columns contradict each other."""
    faults: list[Violation] = []
    if "min_age" in frame.columns:
        wrong = frame["min_age"] > frame["max_age"]
        faults += report(table, frame, "max_age", wrong, "it should be at least min_age")
    if table == "intakes":
        wrong = frame["starts"] > frame["ends"]
        faults += report(table, frame, "ends", wrong, "it should not be before starts")
    return faults


def check_cycles(competencies: pl.DataFrame) -> list[Violation]:
    """Return every competency that implies itself by way of others."""
    implied = {
        code: [other for other in (implies or []) if other is not None]
        for code, implies in zip(
            competencies["code"].to_list(), competencies["implies"].to_list(), strict=True
        )
        if code is not None
    }
    waiting = {code: {other for other in others if other in implied} for code, others in implied.items()}
    asked_by: dict[str, list[str]] = {code: [] for code in implied}
    for code, others in waiting.items():
        for other in others:
            asked_by[other].append(code)
    ready = [code for code, others in waiting.items() if not others]
    while ready:
        done = ready.pop()
        for code in asked_by[done]:
            waiting[code].discard(done)
            if not waiting[code]:
                ready.append(code)
    rows = {code: row for row, code in enumerate(competencies["code"], start=1)}
    wanted = "implies runs in a circle; a competency should not imply itself by way of others"
    return [
        Violation("competencies", rows[code], "implies", code, wanted)
        for code in implied
        if waiting[code] and reaches_itself(code, waiting)
    ]


def reaches_itself(code: str, waiting: dict[str, set[str]]) -> bool:
    """Say whether `code` is on a circle, not only above one."""
    seen: set[str] = set()
    ahead = list(waiting[code])
    while ahead:
        other = ahead.pop()
        if other == code:
            return True
        if other not in seen:
            seen.add(other)
            ahead += waiting[other]
    return False


def check_policy(policy: Any) -> list[Violation]:
    """Return the faults of a `Policy`, whose fields may hold anything JSON can."""
    faults = [
        Violation(
            "policy",
            None,
            key,
            said(value),
            "unknown key; it should be one of "
            + ", ".join(field.name for field in fields(policy) if field.name != "unknown"),
        )
        for key, value in policy.unknown
    ]
    if policy.budget is not None and not is_number(policy.budget, least=0):
        faults.append(
            Violation("policy", None, "budget", said(policy.budget), "it should be null or a number ≥ 0")
        )
    if not is_number(policy.cost_weight, least=0):
        wanted = "it should be a number ≥ 0"
        faults.append(Violation("policy", None, "cost_weight", said(policy.cost_weight), wanted))
    most = policy.max_intakes
    if not isinstance(most, int) or isinstance(most, bool) or most < 0:
        faults.append(Violation("policy", None, "max_intakes", said(most), "it should be a whole number ≥ 0"))
    return faults + list(check_floors(policy.floors))


def check_floors(floors: Any) -> Iterator[Violation]:
    """Yield the faults of the floors; their row is the position in the file, from 1."""
    groups = {"province": PROVINCE_PATTERN, "sex": r"^[FM]$", "regency": REGENCY_PATTERN}
    for row, floor in enumerate(floors, start=1):
        matched = [
            key
            for key, pattern in groups.items()
            if isinstance(floor.group, dict)
            and isinstance(floor.group.get(key), str)
            and pl.Series([floor.group[key]]).str.contains(pattern).all()
        ]
        if len(matched) != 1 or len(floor.group) != 1:
            wanted = 'it should be {"province": "35"}, {"sex": "F"} or {"regency": "35.17"}'
            yield Violation("policy", row, "floors.group", said(floor.group), wanted)
        for name in ("minimum", "penalty"):
            if not is_number(getattr(floor, name), least=0):
                yield Violation(
                    "policy", row, f"floors.{name}", said(getattr(floor, name)), "it should be a number ≥ 0"
                )


def is_number(value: object, *, least: float) -> bool:
    """Say whether `value` is a finite number of at least `least`."""
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value < float("inf")
