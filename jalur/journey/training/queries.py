"""Reads about programmes, classes and seats that other rooms use too."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db.models import F, Q, QuerySet

from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies.rules import Limits, stricter
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.models import AgeRule, Threshold
from jalur.foundation.rulebook.rules import AgeRange
from jalur.journey.candidates import queries as candidate_queries
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders import queries as job_orders
from jalur.journey.training import rules
from jalur.journey.training.models import (
    Enrolment,
    EnrolmentState,
    Intake,
    IntakeState,
    Programme,
    Reach,
    TravelPair,
)
from jalur.journey.training.rules import ClassFacts, Earlier

LIVE = (EnrolmentState.ENROLLED, EnrolmentState.COMPLETED)


def training_ages(on: date) -> AgeRange:
    """The ages at which people may be trained on a day."""
    return rulebook.age_range(purpose=AgeRule.Purpose.TRAINING, on=on)


def smallest_class(on: date) -> Threshold | None:
    """The fewest people with whom a class is not postponed, as seen or ruled on a day, with its source."""
    return rulebook.threshold(Threshold.Key.SMALLEST_CLASS, on)


def least_people(on: date) -> int:
    """The number of `smallest_class`; 0 where nothing is known, so that no class is small."""
    threshold = smallest_class(on)
    return threshold.number if threshold else 0


def class_facts(intake: Intake) -> ClassFacts:
    """What the class asks, its programme's limits and the age rules of its first day together."""
    programme, ages = intake.programme, training_ages(intake.starts)
    return ClassFacts(
        **asdict(stricter(programme.limits, ages.limits)),
        regency=intake.place_id,
        reach=intake.reach,
        starts=intake.starts,
        ends=intake.ends,
        prerequisites=frozenset(programme.prerequisites.values_list("code", flat=True)),
    )


def classes_of(candidate: Candidate) -> tuple[Earlier, ...]:
    """Every class the candidate has a seat in or has completed."""
    seats = (
        Enrolment.objects.filter(candidate=candidate, state__in=LIVE)
        .exclude(intake__state=IntakeState.CANCELLED)
        .select_related("intake__programme")
        .prefetch_related("intake__programme__teaches")
        .order_by("intake__starts", "pk")
    )
    return tuple(
        Earlier(
            seat.intake.starts,
            seat.intake.ends,
            frozenset(competency.code for competency in seat.intake.programme.teaches.all()),
        )
        for seat in seats
    )


def holds_of(candidate: Candidate, on: date) -> frozenset[str]:
    """The competencies of a candidate that count on a day."""
    return frozenset(candidate_queries.counting_codes(candidate, on))


def travel_pairs(venue: str = "") -> set[tuple[str, str]]:
    """(home, venue) regency codes within daily travel; all of them, or those that lead to one venue."""
    rows = TravelPair.objects.filter(venue=venue) if venue else TravelPair.objects.all()
    return set(rows.values_list("home_id", "venue_id"))


@dataclass(frozen=True)
class Teaching:
    """What a competency meets on the training side: programmes that teach it, classes and seats still open."""

    programmes: int = 0
    classes: int = 0
    seats_left: int = 0


@dataclass(frozen=True)
class Demand:
    """Openings asked against what is taught: codes that nobody teaches, that lack seats, that nobody asks for."""

    asked: dict[str, int]
    taught: dict[str, Teaching]
    untaught: list[str]
    short: list[str]
    idle: list[str]


def demand(on: date) -> Demand:
    """Open orders against the programmes and classes of a day; codes that most openings ask for first."""
    asked, implied = job_orders.openings_asked(on), competencies.implications()
    still_taught = Q(programme__closed_on__isnull=True) | Q(programme__closed_on__gt=on)
    programmes = _codes_by_programme(Programme.teaches.through.objects.filter(still_taught))
    taught = _teaching(programmes, on)
    stones: dict[str, set[str]] = {}
    pairs = Programme.objects.filter(prerequisites__isnull=False, teaches__isnull=False).order_by("pk")
    for code, before in pairs.values_list("teaches__code", "prerequisites__code"):
        stones.setdefault(code, set()).add(before)
    own = {code for codes in programmes.values() for code in codes}
    idle = rules.nobody_asks_for(own, asked, stones, implied)

    def ranked(codes: Iterable[str]) -> list[str]:
        return sorted(codes, key=lambda code: (-asked.get(code, 0), code))

    short = {code for code in taught.keys() - idle if asked.get(code, 0) > taught[code].seats_left}
    return Demand(asked, taught, ranked(asked.keys() - taught.keys()), ranked(short), ranked(idle))


def _teaching(programmes: Mapping[object, Collection[str]], on: date) -> dict[str, Teaching]:
    """Competency code → how it is taught, at its level or above; programmes: key → the codes it teaches itself."""
    below = competencies.closure()
    left_of: dict[object, list[int]] = {}
    intakes = Intake.objects.plannable(on).order_by("pk")
    for key, left in intakes.values_list("programme_id", F("seats") - F("taken")):
        left_of.setdefault(key, []).append(left)
    counts: dict[str, list[int]] = {}
    for key, codes in programmes.items():
        left = left_of.get(key, [])
        for code in frozenset().union(*(below[code] for code in codes)):
            count = counts.setdefault(code, [0, 0, 0])
            for position, more in enumerate((1, len(left), sum(left))):
                count[position] += more
    return {code: Teaching(*count) for code, count in counts.items()}


INTAKES_SCHEMA = {
    "id": pl.String(),
    "programme": pl.String(),
    "provider": pl.String(),
    "regency": pl.String(),
    "reach": pl.String(),
    "seats": pl.Int64(),
    "starts": pl.Date(),
    "ends": pl.Date(),
    "teaches": pl.List(pl.String()),
    "prerequisites": pl.List(pl.String()),
    "min_age": pl.Int64(),
    "max_age": pl.Int64(),
    "min_education": pl.Int64(),
    "cost": pl.Float64(),
    "pass_rate": pl.Float64(),
}
REACH_SCHEMA = {"from_regency": pl.String(), "to_regency": pl.String()}


def for_planning(on: date, *, home: str = "") -> pl.DataFrame:
    """Classes open for enrolment with seats left that start on or after the day, as the planner's `intakes` table.

    With `home`, a regency, only those in reach from there. Ages are the programme's and the law's together, so that
    nobody is sent to a class that must refuse them. Four queries.
    """
    ages = training_ages(on)
    teaches = _codes_by_programme(Programme.teaches.through.objects.all())
    before = _codes_by_programme(Programme.prerequisites.through.objects.all())
    rows = (
        Intake.objects.plannable(on)
        .filter(_reached_from(home))
        .annotate(left_now=F("seats") - F("taken"))
        .order_by("number")
        .values_list(
            "number",
            "programme__code",
            "programme__provider__name",
            "place_id",
            "reach",
            "left_now",
            "starts",
            "ends",
            "programme_id",
            "programme__min_age",
            "programme__max_age",
            "programme__min_education",
            "cost",
            "pass_rate",
        )
    )
    plain = [
        (
            *row[:8],
            teaches.get(row[8], []),
            before.get(row[8], []),
            limits.min_age,
            limits.max_age,
            row[11],
            float(row[12]),
            float(row[13]),
        )
        for row in rows.iterator(chunk_size=5000)
        for limits in [stricter(Limits(row[9], row[10]), ages.limits)]
    ]
    return pl.DataFrame(plain, schema=INTAKES_SCHEMA, orient="row")


def _reached_from(home: str) -> Q:
    """Classes that somebody who lives in the regency can attend; "": all."""
    if not home:
        return Q()
    near = TravelPair.objects.filter(home_id=home).order_by().values("venue_id")
    return (
        Q(reach=Reach.NATIONAL)
        | Q(reach=Reach.PROVINCE, place__code__startswith=home[:2])
        | Q(place_id=home)
        | Q(place_id__in=near)
    )


def reach_for_planning() -> pl.DataFrame:
    """Regencies within daily travel, as the planner's `reach` table."""
    return pl.DataFrame(sorted(travel_pairs()), schema=REACH_SCHEMA, orient="row")


def _codes_by_programme(pairs: QuerySet[Any]) -> dict[object, list[str]]:
    codes: dict[object, list[str]] = {}
    rows = pairs.order_by("programme_id", "competency_id")
    for key, code in rows.values_list("programme_id", "competency_id"):
        codes.setdefault(key, []).append(code)
    return codes
