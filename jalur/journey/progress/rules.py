"""Who is ready, and whether a class is behind. No Django, no clock."""

from collections.abc import Iterable, Mapping
from datetime import date

CAN = "can"
NEARLY = 2
"""So few parts missing: nearly there."""
BEHIND = 0.25
"""So much less than the days that have passed: worth a look. Set by Jalur; no rule says how fast people learn."""


def missing(items: Iterable[str], levels: Mapping[str, str]) -> list[str]:
    """The items that she cannot do yet, in their order."""
    return [item for item in items if levels.get(item) != CAN]


def is_ready(items: Iterable[str], levels: Mapping[str, str]) -> bool:
    """All parts, and at least one: of what teaches nothing nobody is ready."""
    items = list(items)
    return bool(items) and not missing(items, levels)


def elapsed(starts: date, ends: date, today: date) -> float:
    """The share of the days of a class that have passed."""
    days = (ends - starts).days + 1
    return min(1.0, max(0.0, ((today - starts).days + 1) / days))


def is_behind(share: float, passed: float) -> bool:
    return passed - share > BEHIND


def lessons(minutes: float, lesson_minutes: int) -> int:
    """JP in so many minutes of the clock, whole ones."""
    return int(minutes // lesson_minutes)
