"""Reads about programmes, classes and seats that other rooms use too."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Avg,
    Case,
    Count,
    Exists,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest, Least

from jalur.foundation.accounts.access import Role
from jalur.foundation.accounts.models import User
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies import rules as competency_rules
from jalur.foundation.competencies.models import Competency, DestinationStandard
from jalur.foundation.competencies.rules import stricter
from jalur.foundation.organisations.models import Membership
from jalur.foundation.people.models import Sex
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.models import AgeRule, Threshold
from jalur.foundation.rulebook.rules import AgeRange
from jalur.journey.candidates import queries as candidates
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders import queries as job_orders
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.premises import queries as premises
from jalur.journey.training import rules
from jalur.journey.training.models import (
    LEFT,
    LOOKING_AFTER,
    ClassRules,
    Enrolment,
    EnrolmentState,
    Intake,
    IntakeState,
    Programme,
    ProgrammeQuerySet,
    Reach,
    Shortfall,
    TravelPair,
    sits_in_a_class,
)
from jalur.journey.training.pass_rates import Record, Results
from jalur.journey.training.rules import ClassFacts, Earlier
from jalur.journey.vacancies import queries as vacancies
from jalur.kit.database import lying_in
from jalur.kit.dates import completed_years
from jalur.kit.frames import frame

NIGHT = timedelta(days=1)
LIVE = (EnrolmentState.ENROLLED, EnrolmentState.COMPLETED)
# Where people are wanted: each kind of demand gives, for a day, competency code → openings that ask for it. Shown side by side.
DEMAND: dict[str, Callable[[date], dict[str, int]]] = {
    "abroad": job_orders.openings_asked,
    "home": vacancies.openings_by_competency,
}


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
    return intake.minimum or rules_of(intake.programme.provider_id).minimum or least_people(on)


def lacking(intake: Intake, on: date) -> int:
    """How many more people a class needs so that it is not postponed."""
    return rules.missing_for_a_full_start(intake.taken, intake.seats, minimum_of(intake, on))


def rules_of(provider: Any) -> ClassRules:
    """How an institute, by its key, runs its classes; one that has said nothing goes by the usual days."""
    return ClassRules.objects.filter(provider=provider).first() or ClassRules(provider_id=provider)


def results(*programmes: Programme) -> dict[str, Results]:
    """Code → results of its finished classes; of every programme when none is named, those without results are left out.

    Of a remedial class nothing counts: its people are in the results of the class before, and pass more or less often than others.
    """
    seats = Enrolment.objects.with_result().filter(intake__remedial_of=None)
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
    typed = dict(
        Intake.objects.for_everybody().order_by().values_list("programme__code").annotate(Avg("pass_rate"))
    )
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
        prerequisites=frozenset()
        if intake.remedial_of_id
        else frozenset(programme.prerequisites.values_list("code", flat=True)),
    )


def shortfall_of(candidate: Any, programme: Any) -> Shortfall | None:
    """How somebody stands below the standard of a programme, both by their keys; None where she does not."""
    return Shortfall.objects.below().filter(candidate=candidate, programme=programme).first()


def below_after(intake: Intake) -> list[Shortfall]:
    """Who is below the standard since a class, and sits in no class of its programme again."""
    rows = Shortfall.objects.below().filter(enrolment__intake=intake).filter(~sits_in_a_class())
    return list(rows.for_lists().order_by("name", "pk"))


def met_by(programme: Programme, candidates: Iterable[Any]) -> list[Shortfall]:
    """What these people, by their keys, were below the standard of and have now been taught altogether: the programme itself, and
    every other one that teaches no more than it."""
    more = Programme.teaches.through.objects.filter(programme=OuterRef("programme")).exclude(
        competency__in=programme.teaches.order_by().values("pk")
    )
    rows = Shortfall.objects.exclude(state="met").filter(candidate__in=candidates)
    return list(rows.filter(Q(programme=programme) | ~Exists(more)).order_by("pk"))


def passed_later(intake: Intake, candidates: Iterable[Any]) -> set[Any]:
    """Of these people, by their keys, who have completed a class of the programme that ended on the last day of this one or later."""
    seats = Enrolment.objects.filter(
        candidate__in=candidates, state=EnrolmentState.COMPLETED, intake__programme=intake.programme_id
    )
    return set(seats.filter(intake__ends__gte=intake.ends).values_list("candidate", flat=True))


def missing_of(row: Shortfall, on: date) -> list[str]:
    """Titles of what the programme teaches and she does not hold."""
    held = competencies.closure()
    counting = candidates.counting_codes(row.candidate, on)
    known = frozenset(counting).union(*(held.get(code, frozenset()) for code in counting))
    taught = row.programme.teaches.order_by("code").values_list("code", flat=True)
    missing = [code for code in taught if code not in known]
    titles = competencies.competency_labels(missing)
    return [titles.get(code, code) for code in missing]


def colleagues(programme: Programme, on: date) -> QuerySet[User]:
    """Who works at the institute of a programme and can look after somebody."""
    works = Membership.objects.in_force(on).filter(
        organisation=programme.provider_id,
        role__in=LOOKING_AFTER,
        connection=None,
    )
    return User.objects.filter(is_active=True, pk__in=works.order_by().values("user")).order_by("name", "pk")


def owner_of(row: Shortfall, on: date) -> User | None:
    """Who looks after it: whoever was named and works there, else the manager; None where nobody manages the institute."""
    there = colleagues(row.programme, on)
    if row.owner_id is not None and (named := there.filter(pk=row.owner_id).first()) is not None:
        return named
    managing = Membership.objects.in_force(on).filter(
        organisation=row.programme.provider_id, role=Role.TRAINING_MANAGER
    )
    managers = there.filter(pk__in=managing.order_by().values("user"))
    return managers.order_by("name", "pk").first()


def seat_again(row: Shortfall) -> Enrolment | None:
    """The seat in a later class of the programme that she has or is offered."""
    seats = Enrolment.objects.filter(
        candidate=row.candidate_id,
        intake__programme=row.programme_id,
        state__in=(EnrolmentState.ENROLLED, EnrolmentState.OFFERED),
    )
    return seats.select_related("intake").order_by("-intake__starts", "pk").first()


def classes_of(candidate: Candidate) -> tuple[Earlier, ...]:
    """Every class the candidate has a seat in or has completed."""
    seats = Enrolment.objects.filter(candidate=candidate, state__in=LIVE).order_by("intake__starts", "pk")
    taught = codes_of(Programme.teaches, "intake__programme")
    rows = seats.exclude(intake__state=IntakeState.CANCELLED).values_list(
        "intake__starts", "intake__ends", taught, "intake__number"
    )
    return tuple(Earlier(starts, ends, frozenset(codes), number) for starts, ends, codes, number in rows)


def nights_of(intake: Intake, on: date) -> tuple[date, date]:
    """The day on which people of a class come to its dormitory, the one before it begins but not before today, and the day on which
    they leave."""
    comes = max(intake.starts - NIGHT, on)
    return comes, max(intake.ends, comes + NIGHT)


def free_beds_of(intake: Intake, on: date) -> dict[str, int]:
    """Sex → beds of grown-ups that are free for all nights of a class at its institute."""
    first, last = nights_of(intake, on)
    beds = premises.beds_of(intake.programme.provider, first, last)
    return {sex: beds.for_grown_ups(sex, first, last) for sex in Sex.values}


def beds_promised(on: date) -> dict[str, int]:
    """Class that boards → how many people plans may count on to sleep there, men or women alike, whoever they turn out to be.

    The planner's seats know no sex, so the scarcer of both counts; and beds that an earlier class of the same nights may need are
    not promised to a later one. Classes of a centre with rooms for one sex alone are left to people at desks.
    """
    rows = Intake.objects.plannable(on).filter(with_bed=True).select_related("programme__provider__place")
    rows = rows.order_by("starts", "number")
    found: dict[str, int] = {}
    by_centre: dict[Any, list[Intake]] = {}
    for intake in rows:
        by_centre.setdefault(intake.programme.provider, []).append(intake)
    for centre, intakes in by_centre.items():
        stays = [nights_of(intake, on) for intake in intakes]
        beds = premises.beds_of(centre, min(stay[0] for stay in stays), max(stay[1] for stay in stays))
        for at, (intake, (first, last)) in enumerate(zip(intakes, stays, strict=True)):
            before = sum(
                found[other.number]
                for other, (came, left) in zip(intakes[:at], stays[:at], strict=True)
                if came < last and first < left
            )
            free = min(beds.for_grown_ups(sex, first, last) for sex in Sex.values)
            found[intake.number] = max(0, min(intake.left, free - before))
    return found


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
    """Openings asked, by kind of demand and altogether, against what is taught: codes that nobody teaches, that lack
    seats, that nobody asks for."""

    by_kind: dict[str, dict[str, int]]
    asked: dict[str, int]
    taught: dict[str, Teaching]
    untaught: list[str]
    short: list[str]
    idle: list[str]


def demand(on: date) -> Demand:
    """Open orders and vacancies against the programmes and classes of a day; codes that most openings ask for first."""
    by_kind, counts_as = openings_asked(on), competencies.closure()
    asked = altogether(by_kind)
    taught, stones = dict[str, Teaching](), dict[str, set[str]]()
    for programme in (
        Programme.objects.taught(on)
        .with_supply(on)
        .annotate(own=codes_of(Programme.teaches, "pk"), before=codes_of(Programme.prerequisites, "pk"))
        .order_by("pk")
    ):
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
    return Demand(by_kind, asked, taught, ranked(asked.keys() - taught.keys()), ranked(short), ranked(idle))


def openings_asked(on: date, kind: str = "") -> dict[str, dict[str, int]]:
    """Kind of demand, one or all → competency code → openings that ask for it on a day."""
    return {name: openings(on) for name, openings in DEMAND.items() if kind in ("", name)}


def altogether(by_kind: dict[str, dict[str, int]]) -> dict[str, int]:
    """Competency code → openings of all these kinds of demand."""
    total: Counter[str] = Counter()
    for openings in by_kind.values():
        total.update(openings)
    return dict(total)


def idle_teaching(on: date) -> QuerySet[Any]:
    """Programme by programme what it teaches that no openings ask for, nor anything it leads to."""
    pairs = Programme.teaches.through.objects.filter(
        programme__in=Programme.objects.taught(on), competency__in=demand(on).idle
    )
    return pairs.select_related("programme__provider__place", "competency")


def in_reach(programmes: ProgrammeQuerySet, region: str, on: date) -> ProgrammeQuerySet:
    """Programmes of institutes in a region, and those with an open class that people from there can come to."""
    coming = Intake.objects.open(on).filter(_reached_from(region), programme=OuterRef("pk"))
    return programmes.filter(lying_in("provider__place__code", region) | Exists(coming))


def untaught(on: date, programmes: ProgrammeQuerySet, kind: str = "") -> list[str]:
    """Codes that openings of a kind of demand, or of all, ask for and none of these programmes teaches, at that level or above."""
    counts_as = competencies.closure()
    pairs = Programme.teaches.through.objects.filter(programme__in=programmes).order_by()
    codes = pairs.values_list("competency", flat=True).distinct()
    known = frozenset().union(*(counts_as[code] for code in codes))
    return sorted(altogether(openings_asked(on, kind)).keys() - known)


def asked_competencies(on: date) -> QuerySet[Competency]:
    """What openings ask for, with how many by each kind of demand (`abroad`, `home`) and altogether (`openings`), and how
    many programmes anywhere teach it as `programmes`."""
    found = demand(on)
    taught = {code: teaching.programmes for code, teaching in found.taught.items()}
    return Competency.objects.filter(pk__in=found.asked).annotate(
        openings=_looked_up(found.asked),
        programmes=_looked_up(taught),
        **{kind: _looked_up(openings) for kind, openings in found.by_kind.items()},
    )


def _looked_up(numbers: dict[str, int]) -> Case:
    """A number by the row's code; 0 where there is none."""
    return Case(
        *(When(pk=code, then=Value(number)) for code, number in sorted(numbers.items())),
        default=Value(0),
        output_field=IntegerField(),
    )


@dataclass(frozen=True)
class Fit:
    """How far a programme leads to a destination standard: what of it is missing, as codes; none when it completes it."""

    standard: DestinationStandard
    missing: tuple[str, ...]


def fits(on: date, programmes: ProgrammeQuerySet) -> dict[Any, list[Fit]]:
    """Programme → the standards of a day that it teaches something of. What people must hold first counts as held.

    Five queries, however many programmes and standards there are.
    """
    counts_as, asking = competencies.closure(), dict[str, list[int]]()
    standards = list(competencies.standards_in_force(on).order_by("country__name_id", "occupation", "pk"))
    needs = [frozenset(one.code for one in standard.requirements.all()) for standard in standards]
    for index, codes in enumerate(needs):
        for code in codes:
            asking.setdefault(code, []).append(index)
    found: dict[Any, list[Fit]] = {}
    rows = programmes.annotate(
        own=codes_of(Programme.teaches, "pk"), before=codes_of(Programme.prerequisites, "pk")
    ).order_by("pk")
    for pk, own, before in rows.values_list("pk", "own", "before"):
        taught = frozenset().union(*(counts_as[code] for code in own))
        held = taught.union(*(counts_as[code] for code in before))
        near = sorted({index for code in taught for index in asking.get(code, ())})
        found[pk] = [Fit(standards[index], tuple(sorted(needs[index] - held))) for index in near]
    return found


def for_planning(on: date, *, home: str = "") -> pl.DataFrame:
    """Classes open for enrolment with seats left that start on or after the day, as the planner's `intakes` table.

    With `home`, a regency, only those in reach from there. Ages are the programme's and the law's together, so that
    nobody is sent to a class that must refuse them.
    Seats of a class that boards are at most its `beds_promised`. The pass rate is learned from results, the institute's estimate where
    its kind of programme has none.
    """
    ages, text, number = training_ages(on), pl.String(), pl.Int64()
    youngest, oldest = (Value(age, IntegerField()) for age in (ages.min_age, ages.max_age))
    promised = beds_promised(on)
    rows = Intake.objects.plannable(on).filter(_reached_from(home))
    found = frame(
        rows.exclude(number__in=[number for number, beds in promised.items() if not beds]).order_by("number"),
        {
            "id": (text, "number"),
            "programme": (text, "programme__code"),
            "provider": (text, "programme__provider__name"),
            "regency": (text, "place_id"),
            "reach": (text, "reach"),
            "seats": (number, LEFT),
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
    if not promised:
        return found
    beds = pl.col("id").replace_strict(promised, default=None, return_dtype=number)
    return found.with_columns(seats=pl.min_horizontal("seats", beds))


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
