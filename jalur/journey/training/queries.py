"""Reads about programmes, classes and seats that other rooms use too."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import polars as pl
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Avg, Count, Exists, F, FloatField, IntegerField, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce, Greatest, Least

from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies import rules as competency_rules
from jalur.foundation.competencies.rules import stricter
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.models import AgeRule, Threshold
from jalur.foundation.rulebook.rules import AgeRange
from jalur.journey.candidates import queries as candidates
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders import queries as job_orders
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.training import rules
from jalur.journey.training.models import (
    ClassRules,
    Enrolment,
    EnrolmentState,
    Intake,
    IntakeState,
    Programme,
    Reach,
    TravelPair,
)
from jalur.journey.training.pass_rates import Record, Results
from jalur.journey.training.rules import ClassFacts, Earlier
from jalur.kit.dates import completed_years
from jalur.kit.frames import frame

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


def minimum_of(intake: Intake, on: date) -> int:
    """The fewest people with whom a class is not postponed: its own number, its institute's, or the rulebook's."""
    own = (intake.minimum, rules_of(intake.programme.provider_id).minimum)
    return next((number for number in own if number is not None), None) or least_people(on)


def lacking(intake: Intake, on: date) -> int:
    """How many more people a class needs so that it is not postponed."""
    return rules.missing_for_a_full_start(intake.taken, intake.seats, minimum_of(intake, on))


def rules_of(provider: Any) -> ClassRules:
    """How an institute, by its key, runs its classes; one that has said nothing goes by the usual days."""
    return ClassRules.objects.filter(provider=provider).first() or ClassRules(provider_id=provider)


def results(*programmes: Programme) -> dict[str, Results]:
    """Code → results of its finished classes; of every programme when none is named, those without results are left out."""
    seats = Enrolment.objects.with_result()
    if programmes:
        seats = seats.filter(intake__programme__in=programmes)
    rows = seats.order_by().values_list("intake__programme__code")
    passed = Count("pk", filter=Q(state=EnrolmentState.COMPLETED))
    counted = rows.annotate(passed=passed, people=Count("pk"), classes=Count("intake", distinct=True))
    return {code: Results(*counts) for code, *counts in counted}


def records() -> dict[str, Record]:
    """Code → what its pass rate can be learned from; programmes that never had a class are left out.

    Programmes are of one kind that teach the same kinds of competency: language, skill, both together.
    """
    typed = dict(Intake.objects.order_by().values_list("programme__code").annotate(Avg("pass_rate")))
    taught = ArrayAgg("teaches__kind", distinct=True, default=[])
    kinds = Programme.objects.order_by().annotate(kinds=taught).values_list("code", "kinds")
    found = results()
    return {
        code: Record(",".join(kind), float(typed[code]), found.get(code, Results()))
        for code, kind in kinds
        if code in typed
    }


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
    seats = Enrolment.objects.filter(candidate=candidate, state__in=LIVE).order_by("intake__starts", "pk")
    taught = codes_of(Programme.teaches, "intake__programme")
    rows = seats.exclude(intake__state=IntakeState.CANCELLED).values_list(
        "intake__starts", "intake__ends", taught
    )
    return tuple(Earlier(starts, ends, frozenset(codes)) for starts, ends, codes in rows)


def place_in_line(seat: Enrolment) -> int:
    """How many come before somebody on the waiting list, herself counted."""
    waiting = Enrolment.objects.filter(intake=seat.intake_id, state=EnrolmentState.WAITING)
    return waiting.filter(queued__lte=seat.queued or 0).count()


def people_kept_by_other_classes(intake: Intake, starts: date, ends: date) -> int:
    """How many who have a seat in a class sit in another one on these days, or in one that comes after it and then would not."""
    seats = intake.enrolments.filter(state=EnrolmentState.ENROLLED)
    others = Enrolment.objects.filter(
        candidate__in=seats.values("candidate"), state=EnrolmentState.ENROLLED, intake__starts__lte=ends
    )
    in_the_way = others.filter(Q(intake__ends__gte=starts) | Q(intake__starts__gt=intake.ends))
    return in_the_way.exclude(intake=intake).aggregate(people=Count("candidate", distinct=True))["people"]


def classes_for(candidate: Candidate, on: date, *, limit: int = 8) -> list[Intake]:
    """Classes in which she can take a seat today and that teach her something new; those that begin first, of each programme one.

    Six queries, however many classes there are.
    """
    person, held, ages = candidate.person, candidates.counting_codes(candidate, on), training_ages(on)
    regency, classes = person.residence_id[:5], classes_of(candidate)
    known = frozenset(held) | {code for earlier in classes for code in earlier.teaches}
    implications = competencies.implications()
    below = competency_rules.closure(implications)
    covered = known.union(*(below.get(code, ()) for code in known))
    rows = Intake.objects.plannable(on).filter(_reached_from(regency), starts__gte=candidate.available_from)
    found: dict[Any, Intake] = {}
    for intake in rows.for_lists().annotate(
        own=codes_of(Programme.teaches, "programme"), before=codes_of(Programme.prerequisites, "programme")
    ):
        facts = ClassFacts(
            **asdict(stricter(intake.programme.limits, ages.limits)),
            regency=regency,  # in reach, as the rows are
            reach=intake.reach,
            starts=intake.starts,
            ends=intake.ends,
            prerequisites=frozenset(intake.before),
        )
        facts_of_person = rules.PersonFacts(
            regency=regency,
            age_at_start=completed_years(person.birth_date, intake.starts),
            education=candidate.education,
            holds=frozenset(held),
            available_from=candidate.available_from,
            classes=classes,
        )
        in_the_way = rules.obstacles(facts, facts_of_person, pairs=(), implications=implications)
        if not in_the_way and not covered.issuperset(intake.own):
            found.setdefault(intake.programme_id, intake)
        if len(found) == limit:
            break
    return list(found.values())


def classes_towards(order: JobOrder, on: date, *, limit: int = 12) -> list[Intake]:
    """Classes that take people, end before the order wants them ready, and teach something it asks for; those that begin first."""
    asked, implications = job_orders.requirements_of(order), competencies.implications()
    below = competency_rules.closure({**dict.fromkeys(asked, ()), **implications})
    teaching = [code for code, counts_as in below.items() if counts_as & asked]
    pairs = Programme.teaches.through.objects.filter(programme=OuterRef("programme"), competency__in=teaching)
    rows = Intake.objects.plannable(on).filter(Exists(pairs), ends__lte=order.ready_by)
    return list(rows.for_lists()[:limit])


def codes_of(competencies: Any, programme: str) -> ArraySubquery:
    """What a programme teaches, or asks for, as codes in their order; programme: its key from the row that is read."""
    pairs = competencies.through.objects.filter(programme=OuterRef(programme)).order_by("competency")
    return ArraySubquery(pairs.values("competency"))


def travel_pairs(venue: str) -> set[tuple[str, str]]:
    """(home, venue) regency codes within daily travel that lead to a venue."""
    return set(TravelPair.objects.filter(venue=venue).values_list("home_id", "venue_id"))


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
    asked, counts_as = job_orders.openings_asked(on), competencies.closure()
    taught, stones = dict[str, Teaching](), dict[str, set[str]]()
    programmes = Programme.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on)).with_supply(on)
    for programme in programmes.annotate(
        own=codes_of(Programme.teaches, "pk"), before=codes_of(Programme.prerequisites, "pk")
    ).order_by("pk"):
        for code in programme.own:
            stones.setdefault(code, set()).update(programme.before)
        for code in frozenset().union(*(counts_as[code] for code in programme.own)):
            known = taught.get(code, Teaching())
            taught[code] = Teaching(
                known.programmes + 1,
                known.classes + programme.open_classes,
                known.seats_left + programme.seats_left,
            )
    idle = rules.nobody_asks_for(stones, asked, stones, competencies.implications())

    def ranked(codes: Iterable[str]) -> list[str]:
        return sorted(codes, key=lambda code: (-asked.get(code, 0), code))

    short = {code for code in taught.keys() - idle if asked.get(code, 0) > taught[code].seats_left}
    return Demand(asked, taught, ranked(asked.keys() - taught.keys()), ranked(short), ranked(idle))


def for_planning(on: date, *, home: str = "") -> pl.DataFrame:
    """Classes open for enrolment with seats left that start on or after the day, as the planner's `intakes` table.

    With `home`, a regency, only those in reach from there. Ages are the programme's and the law's together, so that
    nobody is sent to a class that must refuse them. The pass rate is learned from results, the institute's estimate where
    its kind of programme has none.
    """
    ages, text, number = training_ages(on), pl.String(), pl.Int64()
    youngest, oldest = (Value(age, IntegerField()) for age in (ages.min_age, ages.max_age))
    return frame(
        Intake.objects.plannable(on).filter(_reached_from(home)).order_by("number"),
        {
            "id": (text, "number"),
            "programme": (text, "programme__code"),
            "provider": (text, "programme__provider__name"),
            "regency": (text, "place_id"),
            "reach": (text, "reach"),
            "seats": (number, F("seats") - F("taken")),
            "starts": (pl.Date(), "starts"),
            "ends": (pl.Date(), "ends"),
            "teaches": (pl.List(text), codes_of(Programme.teaches, "programme")),
            "prerequisites": (pl.List(text), codes_of(Programme.prerequisites, "programme")),
            "min_age": (number, Greatest("programme__min_age", youngest)),
            "max_age": (number, Least("programme__max_age", oldest)),
            "min_education": (number, "programme__min_education"),
            "cost": (pl.Float64(), Cast("cost", FloatField())),
            "pass_rate": (pl.Float64(), Coalesce("programme__pass_rate", Cast("pass_rate", FloatField()))),
        },
    )


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
    columns = {"from_regency": (pl.String(), "home_id"), "to_regency": (pl.String(), "venue_id")}
    return frame(TravelPair.objects.order_by("home_id", "venue_id"), columns)
