"""Decisions about job orders: what the law asks at least, who may ask, who fits. No Django, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
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


class Leaning(StrEnum):
    """What a change of an order means for whoever works there, where one can tell."""

    BETTER = "better"
    WORSE = "worse"
    UNTOLD = ""


AT_ONCE = frozenset({"title", "reference"})
"""Of a published order, what matters neither to whoever works there nor to the law."""
MORE_IS_BETTER = frozenset(
    {"monthly_pay", "allowance", "overtime_pay", "rest_days", "openings", "max_age", "ready_by"}
)
LESS_IS_BETTER = frozenset({"deductions", "weekly_hours", "min_age", "min_education"})
IN_CURRENCY = frozenset({"monthly_pay", "allowance", "overtime_pay", "deductions"})
PAID_FOR_HER = frozenset({"lodging", "food", "insurance"})
UNSAID_IS_NOTHING = frozenset({"allowance", "deductions", "min_age", "min_education"})


def matters(name: str, before: Any, after: Any) -> bool:
    """Whether a change of a published order waits for the attaché: more time and fewer openings do not."""
    if name in AT_ONCE:
        return False
    if name in {"ready_by", "openings"}:
        return bool(after < before if name == "ready_by" else after > before)
    return True


def leaning(name: str, before: Any, after: Any, *, is_other_money: bool = False) -> Leaning:
    """Better or worse for the worker: more pay, fewer hours, less taken off, fewer limits. Nothing is said of amounts in other money."""
    if name in IN_CURRENCY and is_other_money:
        return Leaning.UNTOLD
    if name in PAID_FOR_HER:
        return _by_payer(before, after)
    if name == "sex":
        return Leaning.UNTOLD if before and after else _told(is_better=not after)
    if name == "requirements":
        asked, was = set(after), set(before)
        return _told(is_better=asked < was) if asked < was or was < asked else Leaning.UNTOLD
    if name == "max_age" and None in (before, after):
        return _told(is_better=after is None)
    if name in UNSAID_IS_NOTHING:
        before, after = before or 0, after or 0
    if None in (before, after) or before == after or name not in MORE_IS_BETTER | LESS_IS_BETTER:
        return Leaning.UNTOLD
    return _told(is_better=(after > before) == (name in MORE_IS_BETTER))


def leaning_of_cost(before: Sequence[Any] | None, after: Sequence[Any] | None) -> Leaning:
    """The same of one thing that is paid on the way: (who, about how much) before and after, None where nobody has said it."""
    paid = [one[0] if one else "" for one in (before, after)]
    if paid != ["worker", "worker"]:
        return _by_payer(*paid)
    amounts = [Decimal(one[1]) for one in (before, after) if one and one[1] is not None]
    if len(amounts) < 2 or amounts[0] == amounts[1]:
        return Leaning.UNTOLD
    return _told(is_better=amounts[1] < amounts[0])


def _by_payer(before: str, after: str) -> Leaning:
    if (before == "worker") == (after == "worker") or not after:
        return Leaning.UNTOLD
    return _told(is_better=before == "worker")


def _told(*, is_better: bool) -> Leaning:
    return Leaning.BETTER if is_better else Leaning.WORSE


def has_passed(ready_by: date, today: date) -> bool:
    """On the deadline itself people can still be found."""
    return ready_by < today


DEMAND_LETTER, PAPERS = "order_demand", "order_paper"
"""The kinds of files that an order carries: the employer's request itself, and what goes with it."""
