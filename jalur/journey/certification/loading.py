"""The reference file of this room, read into rows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jalur.kit import reference


def questions(home: Path) -> Iterator[dict[str, Any]]:
    for row in reference.read_rows(home / "feedback.csv"):
        yield {
            "id": reference.stable_id("feedback", row["code"], row["valid_from"]),
            "position": int(row["position"]),
            **{name: row[name] for name in ("code", "text", "text_en")},
            **reference.dated(row),
        }
