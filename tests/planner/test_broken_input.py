"""Broken files through the door people use: one line per violation, exit 1, and nothing written."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from jalur.planner.commands import main
from jalur.planner.contract.tables import write
from jalur.planner.generate import generate


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    write(generate("regency", 5), tmp_path / "instance")
    return tmp_path / "instance"


def put(table: str, column: str, row: int, value: object) -> Callable[[Path], None]:
    """Put a value into one cell; rows count from 1."""

    def spoil(folder: Path) -> None:
        path = folder / f"{table}.parquet"
        frame = pl.read_parquet(path)
        cells = frame[column].to_list()
        cells[row - 1] = value
        frame.with_columns(pl.Series(column, cells, dtype=frame.schema[column])).write_parquet(path)

    return spoil


def rewrite(table: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / f"{table}.parquet"
        change(pl.read_parquet(path)).write_parquet(path)

    return spoil


def policy(**values: object) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / "policy.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | values))

    return spoil


def text(name: str, content: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_text(content) and None


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


# What is spoilt, and what the line must name: table, row, column, value.
FAULTS: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "unknown code held": (put("candidates", "holds", 4, ["NOPE"]), ("candidates", "row 4", "holds", "NOPE")),
    "unknown code required": (put("job_orders", "requires", 2, ["NOPE"]), ("job_orders", "row 2", "NOPE")),
    "unknown code taught": (put("intakes", "teaches", 3, ["NOPE"]), ("intakes", "row 3", "NOPE")),
    "unknown code implied": (put("competencies", "implies", 1, ["NOPE"]), ("competencies", "row 1", "NOPE")),
    "cycle": (put("competencies", "implies", 1, ["JLPT-N4"]), ("competencies", "implies", "JLPT-N4")),
    "implies itself": (put("competencies", "implies", 1, ["JLPT-N5"]), ("competencies", "row 1", "JLPT-N5")),
    "NaN": (put("job_orders", "value", 5, float("nan")), ("job_orders", "row 5", "value", "nan")),
    "infinite": (put("intakes", "cost", 5, float("inf")), ("intakes", "row 5", "cost", "inf")),
    "negative weight": (put("candidates", "weight", 9, -1.0), ("candidates", "row 9", "weight", "-1.0")),
    "negative seats": (put("intakes", "seats", 9, -3), ("intakes", "row 9", "seats", "-3")),
    "negative openings": (put("job_orders", "openings", 9, -3), ("job_orders", "row 9", "openings", "-3")),
    "pass rate above 1": (put("intakes", "pass_rate", 1, 1.2), ("intakes", "row 1", "pass_rate", "1.2")),
    "pass rate 0": (put("intakes", "pass_rate", 1, 0.0), ("intakes", "row 1", "pass_rate", "0.0")),
    "value 0": (put("job_orders", "value", 1, 0.0), ("job_orders", "row 1", "value", "0.0")),
    "duplicate candidate": (put("candidates", "id", 8, "C0001"), ("candidates", "row 8", "id", "C0001")),
    "duplicate order": (put("job_orders", "id", 8, "J01"), ("job_orders", "row 8", "id", "J01")),
    "duplicate intake": (put("intakes", "id", 8, "T01"), ("intakes", "row 8", "id", "T01")),
    "strange sex": (put("candidates", "sex", 6, "X"), ("candidates", "row 6", "sex", "X")),
    "strange reach": (put("intakes", "reach", 6, "galaxy"), ("intakes", "row 6", "reach", "galaxy")),
    "strange regency": (
        put("candidates", "regency", 6, "Jombang"),
        ("candidates", "row 6", "regency", "Jombang"),
    ),
    "null date": (put("candidates", "birth_date", 2, None), ("candidates", "row 2", "birth_date", "null")),
    "ends before it starts": (put("intakes", "ends", 2, dt.date(2020, 1, 1)), ("intakes", "row 2", "ends")),
    "wrong type": (
        rewrite("candidates", lambda frame: frame.with_columns(pl.col("weight").cast(pl.String))),
        ("candidates", "weight", "a number"),
    ),
    "dates as text": (
        rewrite("job_orders", lambda frame: frame.with_columns(pl.col("ready_by").cast(pl.String))),
        ("job_orders", "ready_by", "a date"),
    ),
    "missing column": (rewrite("intakes", lambda frame: frame.drop("cost")), ("intakes", "cost", "missing")),
    "empty table": (rewrite("candidates", lambda frame: frame.clear()), ("candidates", "empty")),
    "missing file": (without("intakes.parquet"), ("intakes", "missing")),
    "not Parquet": (text("intakes.parquet", "id,seats\n"), ("intakes", "Parquet")),
    "policy is no JSON": (text("policy.json", "{"), ("policy", "JSON")),
    "policy is a list": (text("policy.json", "[]"), ("policy", "object")),
    "budget below 0": (policy(budget=-1), ("policy", "budget", "-1")),
    "budget is text": (policy(budget="much"), ("policy", "budget", "much")),
    "half an intake": (policy(max_intakes=1.5), ("policy", "max_intakes", "1.5")),
    "floor for nobody": (
        policy(floors=[{"group": {"moon": "1"}, "minimum": 1, "penalty": 1}]),
        ("policy", "moon"),
    ),
    "floor without a minimum": (
        policy(floors=[{"group": {"sex": "F"}, "penalty": 1}]),
        ("policy", "minimum"),
    ),
    "unknown policy": (policy(buget=5), ("policy", "buget")),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_gets_its_line_and_nothing_is_written(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    spoil, words = FAULTS[fault]
    spoil(instance)
    assert main(["make", str(instance), "--out", str(tmp_path / "plan"), "--quiet"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any(all(word in line for word in words) for line in lines), lines
    assert len(lines) <= 3, "one fault should not bury the reader"
    assert not (tmp_path / "plan").exists()


def test_a_million_rows_of_faults_get_a_line_each(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A thousand faults of three sorts among a million rows, and a fault in every row of another million."""
    path = instance / "candidates.parquet"
    people = pl.concat([pl.read_parquet(path)] * 500).with_columns(
        id=pl.concat_str(pl.lit("P"), pl.int_range(pl.len()).cast(pl.String))
    )
    row = pl.int_range(pl.len())
    people.with_columns(
        weight=pl.when(row % 3_000 == 7).then(float("nan")).otherwise("weight"),
        education=pl.when(row % 3_000 == 8).then(-1).otherwise("education"),
        sex=pl.when(row % 3_000 == 9).then(pl.lit("?")).otherwise("sex"),
    ).write_parquet(path)
    assert main(["make", str(instance), "--out", str(tmp_path / "plan"), "--quiet"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3 * -(-1_000_000 // 3_000)
    assert "candidates row 3008 column weight" in "\n".join(lines)
    assert not (tmp_path / "plan").exists()
    people.with_columns(weight=pl.lit(-1.0)).write_parquet(path)
    assert main(["make", str(instance), "--out", str(tmp_path / "plan"), "--quiet"]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 1_000_000
    assert not (tmp_path / "plan").exists()


def test_broken_tables_are_named_before_a_plan_is_judged(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan"
    plan.mkdir()
    put("intakes", "cost", 5, float("nan"))(instance)
    assert main(["verify", str(instance), str(plan)]) == 1
    assert "intakes row 5 column cost" in capsys.readouterr().out
    assert list(plan.iterdir()) == []


def test_a_plan_that_cannot_be_read_is_said_so_line_by_line(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan"
    plan.mkdir()
    pl.DataFrame({"candidate": ["C0001"]}).write_parquet(plan / "assignments.parquet")
    assert main(["verify", str(instance), str(plan)]) == 1
    told = capsys.readouterr().out
    assert "assignments column job_order" in told
    assert "prices" in told
    assert "summary" in told
