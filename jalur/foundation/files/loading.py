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
            "valid_from": reference.day(row["valid_from"]),
            "valid_to": reference.day(row["valid_to"]),
            "source": row["source"],
            "source_en": row["source_en"],
            "source_url": row["source_url"],
            "verified": reference.yes(row["verified"]),
        }
