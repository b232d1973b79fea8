"""Who may take a seat, who can reach a class, what small classes mean. No Django, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jalur.foundation.competencies import rules as competency_rules
from jalur.foundation.competencies.rules import Limits


@dataclass(frozen=True, kw_only=True)
class ClassFacts(Limits):
    """What a class asks; ages are counted on `starts`."""

    regency: str
    reach: str
    starts: date
    ends: date
    prerequisites: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Earlier:
    """Another class in which the person has a seat or had one: its days, what it teaches, its number for people."""

    starts: date
    ends: date
    teaches: frozenset[str]
    number: str = ""


@dataclass(frozen=True)
class PersonFacts:
    """Who asks for the seat: `holds` are the competencies that count, `regency` the first five characters of home."""

    regency: str
    age_at_start: int
    education: int
    holds: frozenset[str]
    available_from: date
    classes: tuple[Earlier, ...] = ()


@dataclass(frozen=True)
class Obstacle:
    """One thing that stands in the way: its code, and for prerequisites the competencies that are missing."""

    code: str
    missing: tuple[str, ...] = ()


def is_in_reach(home: str, venue: str, reach: str, pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether somebody of the regency `home` can attend in `venue`; `pairs` are (home, venue) within daily travel."""
    if reach == "national" or home == venue:
        return True
    if reach == "province" and home[:2] == venue[:2]:
        return True
    return (home, venue) in set(pairs)


def overlaps(first: ClassFacts | Earlier, second: ClassFacts | Earlier) -> bool:
    """Whether two classes share a day; one must end before the day the other starts."""
    return first.starts <= second.ends and second.starts <= first.ends


def obstacles(
    wanted: ClassFacts,
    person: PersonFacts,
    *,
    pairs: Iterable[tuple[str, str]],
    implications: Mapping[str, Iterable[str]],
) -> list[Obstacle]:
    """Why a person cannot take a seat, in the order people should hear it; empty when they can."""
    unmet = competency_rules.obstacles(wanted, age=person.age_at_start, sex="", education=person.education)
    taught = {code for other in person.classes if other.ends < wanted.starts for code in other.teaches}
    missing = competency_rules.missing(sorted(wanted.prerequisites), person.holds | taught, implications)
    codes = [
        ("not_available", person.available_from > wanted.starts),
        *((code, True) for code in unmet),
        ("out_of_reach", not is_in_reach(person.regency, wanted.regency, wanted.reach, pairs)),
        ("prerequisites", bool(missing)),
        ("overlap", any(overlaps(wanted, other) for other in person.classes)),
    ]
    return [
        Obstacle(code, tuple(missing) if code == "prerequisites" else ()) for code, stands in codes if stands
    ]


def missing_for_a_full_start(enrolled: int, seats: int, least: int) -> int:
    """How many more people a class needs so that it is not postponed; one with fewer seats only has to be full.

    least: the fewest people with whom a class is not postponed; 0 where nothing is known.
    """
    return max(0, min(least, seats) - enrolled)


def nobody_asks_for(
    taught: Iterable[str],
    wanted: Iterable[str],
    stepping_stones: Mapping[str, Iterable[str]],
    implications: Mapping[str, Iterable[str]],
) -> frozenset[str]:
    """Of what is taught, the codes that no order asks for, at any level below, and that lead to none that is asked for.

    stepping_stones: a competency that is taught → what must be held before it can be learned.
    """
    below = competency_rules.closure(
        {**implications, **{code: implications.get(code, ()) for code in taught}}
    )
    useful = {code for code in below if below[code] & set(wanted)}
    grown = True
    while grown:
        needed = {step for code in useful for step in stepping_stones.get(code, ())}
        more = {code for code in below if below[code] & needed} - useful
        useful |= more
        grown = bool(more)
    return frozenset(taught) - useful
