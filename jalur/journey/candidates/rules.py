"""What counts for the plan, and from which age, as pure decisions."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from jalur.kit.dates import completed_years
from jalur.kit.folding import fold
from jalur.kit.numbers import new_long_number

TRAINING = "training"
"""A class completed: what was taught is held from then on. Of competence an assessment body certifies, not the institute."""
OWN_STATEMENT = "declared"
"""What shows nothing yet: an official can ask for evidence, not confirm it."""
# Pension age is 59 since 2025 and becomes 65 in 2043 (PP 45/2015, art. 15): older people are rarely meant.
PAST_WORKING = 65
LIKELY_START_WITHIN = 731
"""Days: whoever starts later registers later."""
PAPERS = "evidence"
"""The kind of files that show a competency, in foundation/files."""
# Letters and digits that nobody confuses when reading them out: no 0/O, 1/I/L, 5/S, 8/B, 2/Z, U/V.
ALPHABET = "34679ACDEFGHJKMNPQRTVWXY"
# Code of the refusal of a slip that a second officer has still to confirm.
UNCONFIRMED = "unconfirmed"


class Held(Protocol):
    """What the rule reads of a competency held; `expires_on` is the first day it is worth nothing."""

    competency_id: str
    evidence: str
    evidence_note: str
    obtained_on: date | None
    expires_on: date | None
    confirmed_at: datetime | None
    review: str


def counts(held: Held, on: date) -> bool:
    """Whether one competency held counts on the day: an official has seen what shows it, and it has not expired."""
    return held.confirmed_at is not None and (held.expires_on is None or on < held.expires_on)


def waits(held: Held) -> bool:
    """Whether it is an official's turn: there is evidence, and nobody has said anything about it yet."""
    return held.confirmed_at is None and held.evidence != OWN_STATEMENT and not held.review


def mark_of(held: Held, papers: Sequence[str] = ()) -> str:
    """What somebody who looks at the evidence sees, as a short mark: another one means that it was changed.

    papers: what tells each of its files from others.
    """
    shown = (
        held.competency_id,
        held.evidence,
        held.evidence_note,
        held.obtained_on,
        held.expires_on,
        *papers,
    )
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def counting_competencies(held: Iterable[Held], on: date) -> list[str]:
    """The codes that count on the day, sorted."""
    return sorted(one.competency_id for one in held if counts(one, on))


def new_number() -> str:
    """A candidate number such as J-7F3K-92QX."""
    return new_long_number("J", ALPHABET)


def candidate_number(text: str) -> str:
    """J-7F3K-92QX as it is stored, however it was typed; what has another length is no number and found nowhere."""
    letters = fold(text).upper()
    return f"{letters[:1]}-{letters[1:5]}-{letters[5:]}"


@dataclass(frozen=True)
class AgeStanding:
    """Where a person's age lets her go today: `may_train`, `may_leave`, and the youngest ages that decided it."""

    age: int
    may_train: bool
    may_leave: bool
    train_from: int | None
    leave_from: int | None


def age_standing(
    birth_date: date, on: date, *, train_from: int | None, leave_from: int | None
) -> AgeStanding:
    """What the rulebook's youngest ages (None: no rule) mean for somebody on a day."""
    age = completed_years(birth_date, on)
    return AgeStanding(
        age,
        may_train=train_from is None or age >= train_from,
        may_leave=leave_from is None or age >= leave_from,
        train_from=train_from,
        leave_from=leave_from,
    )
