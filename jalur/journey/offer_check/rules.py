"""What somebody was told, what was found of it, and what that comes to together. No table, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any


class About(StrEnum):
    COMPANY = "company"
    ORDER = "order"
    PERMIT = "permit"
    EMPLOYER = "employer"
    DESTINATION = "destination"
    COST = "cost"


class Says(StrEnum):
    """What the register says of one thing that somebody was told."""

    AGREES = "agrees"
    DISAGREES = "disagrees"  # it is there and says otherwise, or stops it
    NOT_FOUND = "not_found"  # as of that day; never “fake”
    UNCLEAR = "unclear"  # similar, only partly said, or not checked against its source


class Verdict(StrEnum):
    FOUND = "found"
    NOT_SURE = "not_sure"
    STOP = "stop"


@dataclass(frozen=True)
class Claim:
    """What somebody was told; everything may be missing.

    employer_type: of `EmployerType`, "" where nobody said; items: codes of cost items; total: rupiah that the worker is to pay.
    """

    company: str = ""
    order: str = ""
    country: str = ""
    employer: str = ""
    employer_type: str = ""
    items: tuple[str, ...] = ()
    total: Decimal | None = None

    @property
    def is_empty(self) -> bool:
        return self == Claim(employer_type=self.employer_type)


@dataclass(frozen=True)
class Finding:
    """Of one thing what the register says; `words.SENTENCES` says it by its code, filled with `facts`."""

    about: About
    says: Says
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def verdict(findings: Iterable[Finding]) -> Verdict:
    """One thing that disagrees outweighs all that agrees; without a company or an order nothing was found."""
    found = list(findings)
    said = {one.says for one in found}
    if Says.DISAGREES in said:
        return Verdict.STOP
    known = any(
        one.says == Says.AGREES and one.about in (About.COMPANY, About.ORDER, About.PERMIT) for one in found
    )
    return Verdict.FOUND if known and said == {Says.AGREES} else Verdict.NOT_SURE
