"""The reference files of this room, read into rows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jalur.kit import reference


def holidays(home: Path) -> Iterator[dict[str, Any]]:
    for row in reference.read_rows(home / "holidays.csv"):
        yield {
            "id": reference.stable_id("holiday", row["day"]),
            "day": reference.day(row["day"]),
            **{name: row[name] for name in ("kind", "name", "name_en", "source", "source_en", "source_url")},
            "verified": reference.yes(row["verified"]),
        }


def periods(home: Path) -> Iterator[dict[str, Any]]:
    for row in reference.read_rows(home / "periods.csv"):
        yield {
            "id": reference.stable_id("due_period", row["kind"], row["valid_from"]),
            "kind": row["kind"],
            "days": reference.whole(row["days"]),
            "working": reference.yes(row["working"]),
            "remind": int(row["remind"]),
            "again": int(row["again"]),
            **reference.dated(row),
        }
