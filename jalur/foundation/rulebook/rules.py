"""What the rules say of one question on one day. Law is rows, never an `if`: these functions only choose among rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from jalur.foundation.competencies.rules import Limits, stricter

# When two rules name equally much, the one that protects more holds.
STRICTNESS = {"open": 0, "paused": 1, "forbidden": 2}
# What a pause or a ban reaches, from the least on.
WIDTH = {"new_orders": 0, "underway": 1, "extensions": 2}
UNSTATED = "unstated"


class Period(Protocol):
    """A dated row; None is open."""

    valid_from: date | None
    valid_to: date | None


def is_in_force(row: Period, on: date) -> bool:
    """Whether the row's period holds the day: `valid_from` is its first day, `valid_to` the first day no longer."""
    return (row.valid_from is None or row.valid_from <= on) and (row.valid_to is None or on < row.valid_to)


class Rule(Period, Protocol):
    """A row of destination_rule as far as the choice needs it; "" and None mean every one."""

    id: UUID
    country_id: str | None
    occupation_id: str | None
    employer_type: str
    route: str
    status: str
    extent: str
    source: str
    verified: bool


R = TypeVar("R", bound=Rule)


@dataclass(frozen=True)
class Decision(Generic[R]):
    """Whether people may be placed. `status`: open, paused, forbidden, or unstated where no rule speaks.

    `rule` is the row that decides, `source` what it rests on; `outweighed` the other rows that match.
    """

    status: str
    rule: R | None = None
    source: str = ""
    verified: bool = False
    outweighed: tuple[R, ...] = ()

    @property
    def is_allowed(self) -> bool:
        return self.status == "open"

    @property
    def is_closed(self) -> bool:
        """Whether a rule stands in the way; silence does not."""
        return self.status in {"forbidden", "paused"}


def applies(
    rule: Rule,
    *,
    country: str,
    occupation: str,
    employer_type: str,
    route: str,
    on: date,
    matter: str = "new_orders",
) -> bool:
    """Whether a rule speaks of this case on this day; an occupation rule of a group speaks of its members.

    matter: of a new order, of what is under way, or of an extension; a pause of new orders says nothing of the others.
    """
    return (
        rule.country_id in {None, country}
        and occupation.startswith(rule.occupation_id or "")
        and rule.employer_type in {"", employer_type}
        and rule.route in {"", route}
        and is_in_force(rule, on)
        and (rule.status == "open" or WIDTH[rule.extent] >= WIDTH[matter])
    )


def specificity(rule: Rule) -> tuple[int, int, int, date]:
    """Sorts rules: how many things it names, how closely the occupation, how strict, how recent."""
    named = sum(map(bool, (rule.country_id, rule.occupation_id, rule.employer_type, rule.route)))
    return named, len(rule.occupation_id or ""), STRICTNESS[rule.status], rule.valid_from or date.min


def destination_allowed(
    rules: Iterable[R],
    *,
    country: str,
    occupation: str,
    employer_type: str,
    route: str,
    on: date,
    matter: str = "new_orders",
) -> Decision[R]:
    """The decision of the most specific rule in force; `unstated` when none speaks, which a person must look into."""
    case = {
        "country": country,
        "occupation": occupation,
        "employer_type": employer_type,
        "route": route,
        "matter": matter,
    }
    matching = [rule for rule in rules if applies(rule, on=on, **case)]
    if not matching:
        return Decision(UNSTATED)
    first, *others = sorted(matching, key=specificity, reverse=True)
    return Decision(first.status, first, first.source, first.verified, tuple(others))


class AgeLimit(Period, Protocol):
    """A row of age_rule as far as the choice needs it."""

    purpose: str
    country_id: str | None
    occupation_id: str | None
    employer_type: str
    min_age: int | None
    max_age: int | None


A = TypeVar("A", bound=AgeLimit)


@dataclass(frozen=True)
class AgeRange(Generic[A]):
    """Completed years, inclusive; None is no limit. `rules` are the rows it rests on."""

    min_age: int | None = None
    max_age: int | None = None
    rules: tuple[A, ...] = ()

    @property
    def limits(self) -> Limits:
        return Limits(self.min_age, self.max_age)

    def admits(self, age: int) -> bool:
        return (self.min_age is None or age >= self.min_age) and (self.max_age is None or age <= self.max_age)


def age_range(
    rules: Iterable[A],
    *,
    purpose: str,
    on: date,
    country: str = "",
    occupation: str = "",
    employer_type: str = "",
) -> AgeRange[A]:
    """All age rules that speak of the case together: the highest lower limit and the lowest upper limit."""
    matching = tuple(
        rule
        for rule in rules
        if rule.purpose == purpose
        and rule.country_id in {None, country}
        and occupation.startswith(rule.occupation_id or "")
        and rule.employer_type in {"", employer_type}
        and is_in_force(rule, on)
    )
    limits = stricter(*(Limits(rule.min_age, rule.max_age) for rule in matching))
    return AgeRange(limits.min_age, limits.max_age, matching)


class CostLimit(Period, Protocol):
    """A row of cost_rule: may the worker be charged this item."""

    item_id: str
    occupation_id: str | None
    worker_may_pay: bool


def may_charge_worker(rules: Iterable[CostLimit], *, item: str, occupation: str, on: date) -> bool | None:
    """Whether a worker of this occupation may be charged the item: the most specific rule; None when none speaks."""
    matching = [
        rule
        for rule in rules
        if rule.item_id == item and occupation.startswith(rule.occupation_id or "") and is_in_force(rule, on)
    ]
    if not matching:
        return None
    closest = max(len(rule.occupation_id or "") for rule in matching)
    return all(rule.worker_may_pay for rule in matching if len(rule.occupation_id or "") == closest)


class Duty(Period, Protocol):
    """A row of licence_duty: who uses the route, or is an organisation of the kind, holds a licence."""

    route: str
    organisation_kind: str
    licence_kind: str
    verified: bool


D = TypeVar("D", bound=Duty)


def licence_duties(duties: Iterable[D], *, route: str, on: date) -> list[D]:
    """The licences that somebody who places people by this route must hold on a day; all of them."""
    return [duty for duty in duties if duty.route == route and is_in_force(duty, on)]


def licence_asked(duties: Iterable[D], *, kind: str, on: date) -> D | None:
    """The licence that an organisation of the kind must hold on a day, the newest duty first; None when no row speaks."""
    matching = [duty for duty in duties if duty.organisation_kind == kind and is_in_force(duty, on)]
    return max(matching, key=lambda duty: duty.valid_from or date.min, default=None)


class CheckDuty(Period, Protocol):
    """A row of order_check_duty: what has to be seen of orders of an employer type and route ("" is every one)."""

    employer_type: str
    route: str
    kind: str


C = TypeVar("C", bound=CheckDuty)


def order_checks(
    duties: Iterable[C], *, employer_type: str, route: str, kinds: Sequence[str], on: date
) -> list[C]:
    """What has to be seen of an order before it opens, each kind once, in the order of `kinds`."""
    found: dict[str, C] = {}
    for duty in duties:
        speaks = duty.employer_type in ("", employer_type) and duty.route in ("", route)
        if speaks and is_in_force(duty, on):
            found.setdefault(duty.kind, duty)
    return [found[kind] for kind in kinds if kind in found]


class PaperDuty(Period, Protocol):
    """A row of permit_duty: a paper of the permit to recruit by a route; for one occupation, a group of them, or (None) every other."""

    route: str
    occupation_id: str | None
    paper: str


P = TypeVar("P", bound=PaperDuty)


def permit_papers(duties: Iterable[P], *, route: str, occupation: str, on: date) -> list[P]:
    """The papers of the closest rows, each once; none where the route needs no permit."""
    matching = [
        duty
        for duty in duties
        if duty.route == route and occupation.startswith(duty.occupation_id or "") and is_in_force(duty, on)
    ]
    closest = max((len(duty.occupation_id or "") for duty in matching), default=0)
    found: dict[str, P] = {}
    for duty in matching:
        if len(duty.occupation_id or "") == closest:
            found.setdefault(duty.paper, duty)
    return list(found.values())


class Bound(Period, Protocol):
    """A row of threshold: one number under a key."""

    key: str
    number: int


B = TypeVar("B", bound=Bound)


def threshold(rows: Iterable[B], *, key: str, on: date) -> B | None:
    """The number that stands under a key on a day, the newest where several do; None when none does."""
    matching = [row for row in rows if row.key == key and is_in_force(row, on)]
    return max(matching, key=lambda row: row.valid_from or date.min, default=None)
