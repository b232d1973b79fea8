"""Where tables and policy break the contract: one violation per fault.

Rows are numbered from 1, the first data row. Every check runs over whole columns, so a table of a million
faulty rows is reported in seconds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

import polars as pl

from jalur.planner.contract.policy import Policy
from jalur.planner.contract.schema import (
    OPTIONAL_TABLES,
    PROVINCE_PATTERN,
    REGENCY_PATTERN,
    SAID_OF_KIND,
    SCHEMA,
    Column,
    Violation,
    conform,
)


def check(frames: Mapping[str, pl.DataFrame], policy: Policy) -> list[Violation]:
    """Return every violation of the contract, ordered by table, column and row; empty when all is well."""
    faults: list[Violation] = []
    sound: dict[str, pl.DataFrame] = {}
    for table in SCHEMA:
        frame = frames[table]
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
    faults += check_policy(policy)
    return faults


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


def check_policy(policy: Policy) -> list[Violation]:
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
