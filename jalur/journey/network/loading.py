"""The reference file of this room, read into rows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jalur.kit import reference


def items(home: Path) -> Iterator[dict[str, Any]]:
    for row in reference.read_rows(home / "readiness.csv"):
        yield {
            "id": reference.stable_id("readiness", row["code"], row["valid_from"]),
            "position": int(row["position"]),
            **{name: row[name] for name in ("code", "aspect", "name", "name_en")},
            **reference.dated(row),
        }
