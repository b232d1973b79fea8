"""What somebody is told before her data are kept: dated text in data/people/privacy_notice.csv, both languages, no version ever changed."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.utils.translation import get_language

from jalur.kit import reference


@dataclass(frozen=True)
class Point:
    """One paragraph of a version under its heading, in both languages."""

    version: date
    position: int
    headings: tuple[str, str]
    texts: tuple[str, str]

    @property
    def heading(self) -> str:
        return self.headings[get_language() == "en"]

    @property
    def text(self) -> str:
        return self.texts[get_language() == "en"]


@cache
def _points() -> tuple[Point, ...]:
    rows = reference.read_rows(reference.folder() / "people" / "privacy_notice.csv")
    return tuple(
        Point(
            date.fromisoformat(row["valid_from"]),
            int(row["position"]),
            (row["heading_id"], row["heading_en"]),
            (row["text_id"], row["text_en"]),
        )
        for row in rows
    )


def version_on(day: date) -> date:
    """The version in force on a day; before the first one, the first."""
    versions = sorted({point.version for point in _points()})
    return next((version for version in reversed(versions) if version <= day), versions[0])


def points(version: date) -> list[Point]:
    """What a version says, in its order; nothing where there is no such version."""
    return sorted(
        (point for point in _points() if point.version == version), key=lambda point: point.position
    )
