"""What follows from units and days: pure decisions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from jalur.kit.dates import months_later

COMPETENT, NOT_YET = "competent", "not_yet"
EVIDENCE = "assessment_evidence"
"""The kind of files that show how somebody was assessed, in foundation/files."""
OUTSIDE_PAPER = "outside_result"
"""The kind of files that show the result of an outside test."""
SOON = timedelta(days=60)
FEW = 5
"""Answers of fewer people are not shown: set by Jalur."""
ASKED_FOR = timedelta(days=30)
"""How long after her assessment somebody is reminded to say how it was: set by Jalur."""


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


def last_year(today: date) -> tuple[date, date]:
    """The twelve months before this one: first day, and the first day after them. A month counts once it is over, so that no single
    answer shows as the difference of two days."""
    until = today.replace(day=1)
    return until.replace(year=until.year - 1), until


def seen(asked: Iterable[str], said: Mapping[str, bool]) -> Outcome:
    """The same of behaviours: asked: their keys; said: key → whether it was seen."""
    return outcome(asked, {key: COMPETENT if was else NOT_YET for key, was in said.items()})


def blank_numbers(prefix: str, first: str, last: str) -> list[str]:
    """Every number from the first to the last, as printed: text with its zeros."""
    width = len(first)
    return [f"{prefix}{value:0{width}}" for value in range(int(first), int(last) + 1)]


def expiry(decided_on: date, months: int) -> date:
    """The first day on which a decision is worth nothing."""
    return months_later(decided_on, months)


def may_appeal(decided_on: date, days: int, today: date) -> bool:
    """Whether the term of an appeal, counted from the decision, has not passed."""
    return today <= decided_on + timedelta(days=days)
