"""What follows from units and days: pure decisions."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

COMPETENT, NOT_YET = "competent", "not_yet"
EVIDENCE = "assessment_evidence"
"""The kind of files that show how somebody was assessed, in foundation/files."""
OUTSIDE_PAPER = "outside_result"
"""The kind of files that show the result of an outside test."""
SOON = timedelta(days=60)


@dataclass(frozen=True)
class Outcome:
    """What the results of the units come to: the units that are open, those not yet competent."""

    missing: tuple[str, ...] = field(default=())
    lacking: tuple[str, ...] = field(default=())

    @property
    def result(self) -> str:
        """Competent in a scheme is who is competent in every unit of it."""
        return NOT_YET if self.missing or self.lacking else COMPETENT


def outcome(units: Iterable[str], results: Mapping[str, str]) -> Outcome:
    """units: keys in their order; results: key → what the assessor found."""
    units = list(units)
    return Outcome(
        tuple(key for key in units if key not in results),
        tuple(key for key in units if results.get(key) == NOT_YET),
    )


def blank_numbers(prefix: str, first: str, last: str) -> list[str]:
    """Every number from the first to the last, as printed: text with its zeros."""
    width = len(first)
    return [f"{prefix}{value:0{width}}" for value in range(int(first), int(last) + 1)]


def expiry(decided_on: date, months: int) -> date:
    """The first day on which a decision is worth nothing: so many months later, on the last of a month that is too short."""
    month = decided_on.month - 1 + months
    year, month = decided_on.year + month // 12, month % 12 + 1
    return date(year, month, min(decided_on.day, monthrange(year, month)[1]))


def may_appeal(decided_on: date, days: int, today: date) -> bool:
    """Whether the term of an appeal, counted from the decision, has not passed."""
    return today <= decided_on + timedelta(days=days)
