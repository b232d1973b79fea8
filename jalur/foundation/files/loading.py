"""The reference file of this room, read into rows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jalur.kit import reference


def retentions(home: Path) -> Iterator[dict[str, Any]]:
    for row in reference.read_rows(home / "retention.csv"):
        yield {
            "id": reference.stable_id("retention", row["kind"], row["valid_from"]),
            "kind": row["kind"],
            "days": int(row["days"]),
            **reference.dated(row),
        }
