"""Decisions about job orders: what the law asks at least, who may ask, who fits. No Django, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jalur.foundation.competencies import rules as competency_rules
from jalur.foundation.competencies.rules import Asked, Limits


@dataclass(frozen=True)
class Shortfall:
    """One thing in which an order asks less than it must: the field, and what it must ask at least."""

    field: str
    at_least: Any


def at_least(asked: Asked, least: Asked) -> Asked:
    """What was asked, with everything left empty filled in from what must be asked at least."""
    return Asked(
        requirements=asked.requirements or least.requirements,
        min_age=least.min_age if asked.min_age is None else asked.min_age,
        max_age=least.max_age if asked.max_age is None else asked.max_age,
        sex=asked.sex or least.sex,
        min_education=least.min_education if asked.min_education is None else asked.min_education,
    )


def shortfalls(asked: Asked, least: Asked, implications: Mapping[str, Iterable[str]]) -> list[Shortfall]:
    """In what an order asks less than law and standard do. More is fine: a higher level counts as the lower one."""
    found = []
    missing = competency_rules.missing(sorted(least.requirements), asked.requirements, implications)
    if missing:
        found.append(Shortfall("requirements", tuple(missing)))
    if least.min_age is not None and (asked.min_age is None or asked.min_age < least.min_age):
        found.append(Shortfall("min_age", least.min_age))
    if least.max_age is not None and (asked.max_age is None or asked.max_age > least.max_age):
        found.append(Shortfall("max_age", least.max_age))
    if least.sex and asked.sex != least.sex:
        found.append(Shortfall("sex", least.sex))
    if least.min_education is not None and (
        asked.min_education is None or asked.min_education < least.min_education
    ):
        found.append(Shortfall("min_education", least.min_education))
    return found


def obstacles(
    asked: Limits, *, age: int, sex: str, education: int, destination: str, wishes: frozenset[str] | None
) -> list[str]:
    """Why a person cannot take an opening: too_young, too_old, sex, education, destination; empty when they can.

    age is in completed years on the day people must be ready; wishes None means any destination.
    """
    found = competency_rules.obstacles(asked, age=age, sex=sex, education=education)
    if wishes is not None and destination not in wishes:
        found.append("destination")
    return found


CHECK_PAPERS = "order_check"
"""The kind of file that a check of an order carries."""

# Contracts are written in these wherever the work is.
EVERYWHERE = frozenset({"USD", "EUR"})
# Between a housemaid's pay and an engineer's lies less than this; beyond it a digit too few or too many is likelier.
UNLIKELY_TIMES = 5


def is_unlikely_currency(currency: str, at_home: str) -> bool:
    """Whether pay is in money that is neither the country's own nor used everywhere."""
    return bool(at_home) and currency != at_home and currency not in EVERYWHERE


def is_unlikely_pay(pay: Decimal, usual: Decimal | None) -> bool:
    """Whether a pay lies far from what others pay in the same money."""
    return usual is not None and not usual / UNLIKELY_TIMES <= pay <= usual * UNLIKELY_TIMES
