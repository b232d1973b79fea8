"""Decisions about competencies and standards: what counts as what, which standard holds on a day, what is missing."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

# SKKNI 98/2018 and later use C.24LAS01.001.1; older decrees use other forms, so this only warns.
SKKNI_CODE = re.compile(r"[A-Z]\.\d{2}[A-Z]{3}\d{2}\.\d{3}\.\d{1,2}")


class CircularImplicationError(ValueError):
    """Competencies that imply each other in a circle; `codes` is the circle, its first code again at its end."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(" → ".join(codes))
        self.codes = list(codes)


def looks_like_skkni(code: str) -> bool:
    """Whether a unit code has the form of recent SKKNI decrees. A code that has not may still be right."""
    return SKKNI_CODE.fullmatch(code) is not None


def closure(implications: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """Every code → what holding it counts as, itself included. CircularImplicationError on a circle."""
    done: dict[str, frozenset[str]] = {}
    path: list[str] = []

    def reach(code: str) -> frozenset[str]:
        if code in done:
            return done[code]
        if code in path:
            raise CircularImplicationError([*path[path.index(code) :], code])
        path.append(code)
        below = frozenset({code}).union(*(reach(one) for one in implications.get(code, ())))
        path.pop()
        done[code] = below
        return below

    for start in implications:
        reach(start)
    return done


def implied_levels(code: str, implications: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """What holding `code` counts as, itself included."""
    return closure({**implications, code: implications.get(code, ())})[code]


def missing(
    required: Iterable[str], held: Iterable[str], implications: Mapping[str, Iterable[str]]
) -> list[str]:
    """The required codes that the held ones, closed under implication, do not cover; in the order required."""
    needed, held = list(required), set(held)
    if held.issuperset(needed):  # most of thousands of orders: the closure of everything is not asked for
        return []
    below = closure(implications)
    reached = {implied for code in held for implied in below.get(code, (code,))}
    return [code for code in needed if code not in reached]


class DatedStandard(Protocol):
    """What a rule needs to know of a standard; the table's rows have it."""

    country_id: str
    occupation_id: str
    route: str
    valid_from: date | None
    valid_to: date | None


Standard = TypeVar("Standard", bound=DatedStandard)


def standards_in_force(
    standards: Iterable[Standard], *, country: str, occupation: str, on: date, route: str = ""
) -> list[Standard]:
    """The standards of a destination and occupation that hold on a day, newest first; a route narrows them.

    A standard without a route serves every route.
    """
    matching = [
        standard
        for standard in standards
        if standard.country_id == country
        and standard.occupation_id == occupation
        and (not route or standard.route in {"", route})
        and (standard.valid_from is None or standard.valid_from <= on)
        and (standard.valid_to is None or on < standard.valid_to)
    ]
    return sorted(matching, key=lambda standard: standard.valid_from or date.min, reverse=True)


@dataclass(frozen=True)
class Limits:
    """Whom something takes: ages in completed years and schooling 0-9, inclusive; None and "" mean no limit."""

    min_age: int | None = None
    max_age: int | None = None
    sex: str = ""
    min_education: int | None = None


@dataclass(frozen=True)
class Asked(Limits):
    """Whom something takes: limits, and the competency codes required."""

    requirements: frozenset[str] = frozenset()


def stricter(*several: Limits) -> Limits:
    """Limits that hold together; of those that name a sex the first speaks."""

    def named(limit: str) -> list[int]:
        return [value for limits in several if (value := getattr(limits, limit)) is not None]

    return Limits(
        min_age=max(named("min_age"), default=None),
        max_age=min(named("max_age"), default=None),
        sex=next((limits.sex for limits in several if limits.sex), ""),
        min_education=max(named("min_education"), default=None),
    )


def obstacles(limits: Limits, *, age: int, sex: str, education: int) -> list[str]:
    """Which limits a person does not meet: too_young, too_old, sex, education; empty when all are met."""
    codes = []
    if limits.min_age is not None and age < limits.min_age:
        codes.append("too_young")
    if limits.max_age is not None and age > limits.max_age:
        codes.append("too_old")
    if limits.sex and sex != limits.sex:
        codes.append("sex")
    if limits.min_education is not None and education < limits.min_education:
        codes.append("education")
    return codes


def ladder(
    levels: Mapping[str, int], implications: Collection[tuple[str, str]]
) -> list[tuple[str, list[str]]]:
    """The levels of a scale from the highest rank down, each with the codes outside the scale it counts as."""
    outside: dict[str, list[str]] = {code: [] for code in levels}
    for code, implied in implications:
        if code in outside and implied not in levels:
            outside[code].append(implied)
    return [(code, sorted(outside[code])) for code in sorted(levels, key=lambda one: -levels[one])]


# -- the schooling that lists and certificates write, in the ten steps of `models.Education` --

# Step -> how it begins, in the words of Indonesian lists and of the civil register (tingkat pendidikan).
SCHOOLS = {
    0: r"(tidak|belum|tdk|blm) (pernah )?(sekolah|(tamat|lulus) sd)|sd|sdlb|mi|sr|paket a|sekolah (dasar|rakyat)|primary",
    1: r"smp|smplb|sltp|mts|paket b|sekolah menengah pertama|junior",
    2: r"sma|smk|smu|slta|smalb|ma|mak|stm|smea|smkk|spk|spg|paket c|sekolah menengah (atas|umum|kejuruan)|senior",
    3: r"(d|diploma) ?(1|i|satu)",
    4: r"(d|diploma) ?(2|ii|dua)",
    5: r"(d|diploma) ?(3|iii|tiga)|akademi|(sarjana|s) muda",
    6: r"(d|diploma) ?(4|iv|empat)|(s|strata) ?(1|i|satu)|sarjana|bachelor",
    7: r"profesi|ners|professional",
    8: r"(s|strata) ?(2|ii|dua)|magister|master",
    9: r"(s|strata) ?(3|iii|tiga)|doktor|doctor",
}
BEGINS = {step: re.compile(rf"({words})\b") for step, words in SCHOOLS.items()}
BEFORE = re.compile(r"^((tamat|tamatan|lulus|lulusan|ijazah|setara|pendidikan) )+")


def read_schooling(text: str) -> int:
    """The step of a school: SMK, "SLTA/sederajat", "Tamat SD", D-III, "S1 Keperawatan". ValueError for anything else.

    A bare number is none: the civil register writes 5 for SLTA, other lists for a diploma.
    """
    parts = re.split("/| atau | or ", text.casefold())
    [step] = {step for part in parts if (step := _step(part)) is not None}
    return step


def _step(part: str) -> int | None:
    words = BEFORE.sub("", " ".join(re.findall(r"[a-z]+|[0-9]+", part)))
    # The more special word first: sarjana muda before sarjana.
    return next((step for step, begins in BEGINS.items() if begins.match(words)), None)
