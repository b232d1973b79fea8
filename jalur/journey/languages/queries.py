"""Reads about entry tests, the rungs of a language, who was placed, and where people stop."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from jalur.foundation.accounts.access import Actor, narrow
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies.models import Competency, LanguageScale
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.models import Threshold
from jalur.journey.candidates import queries as candidates
from jalur.journey.candidates.models import Candidate
from jalur.journey.languages.models import EntryTest
from jalur.journey.languages.rights import Right
from jalur.journey.languages.rules import Outcome, Placed, Rung, Seat, climb, rung_of
from jalur.journey.training import queries as training
from jalur.journey.training.models import IN_LINE, Enrolment, EnrolmentState, Intake, IntakeState, Programme
from jalur.kit.database import lying_in

OUTCOMES = {
    EnrolmentState.ENROLLED: Outcome.IN_CLASS,
    EnrolmentState.COMPLETED: Outcome.FINISHED,
    EnrolmentState.NOT_YET: Outcome.NOT_YET,
    EnrolmentState.WITHDRAWN: Outcome.LEFT,
}
NO_RULE = {Threshold.Key.ENTRY_TEST_COUNTS_FOR: 365, Threshold.Key.PLACED_WITHOUT_CLASS: 30}
"""Days where the rulebook holds no number."""
LAST_YEAR = "last"


def _days(key: Threshold.Key, on: date) -> int:
    found = rulebook.threshold(key, on)
    return found.number if found else NO_RULE[key]


def counts_for(on: date) -> int:
    """So many days an entry test places; after that a new one is asked for."""
    return _days(Threshold.Key.ENTRY_TEST_COUNTS_FOR, on)


def patience(on: date) -> int:
    """So many days somebody waits for a class or a next step before she counts as stopped."""
    return _days(Threshold.Key.PLACED_WITHOUT_CLASS, on)


def levels_of(scales: Collection[str]) -> dict[str, dict[int, Competency]]:
    """Scale → rung → its level, for these scales."""
    found: dict[str, dict[int, Competency]] = {scale: {} for scale in scales}
    for level in Competency.objects.filter(scale__in=scales).order_by("scale", "rank"):
        found[level.scale_id][level.rank] = level
    return found


def all_scales() -> list[str]:
    return list(LanguageScale.objects.order_by("code").values_list("code", flat=True))


def tested_scales(actor: Actor) -> QuerySet[LanguageScale]:
    """The scales on which the actor's people are tested or that programmes teach; in the order of languages."""
    taught = Programme.teaches.through.objects.filter(competency__scale__isnull=False)
    known = Q(pk__in=taught.order_by().values("competency__scale"))
    known |= Q(pk__in=narrow(EntryTest.objects.order_by(), actor, Right.VIEW_LADDER).values("scale"))
    return LanguageScale.objects.filter(known).order_by("language", "kind", "code")


def rungs_taught(scale: str, on: date | None = None) -> dict[Any, int]:
    """Programme → the rung of a scale that it leads to, what its competencies count as included; of those taught on a day, or of all."""
    return rungs_taught_on([scale], on)[scale]


def rungs_taught_on(scales: Collection[str], on: date | None = None) -> dict[str, dict[Any, int]]:
    """The same for several scales, in three queries: scale → programme → rung."""
    ranks = {
        scale: {level.code: rank for rank, level in levels.items()}
        for scale, levels in levels_of(scales).items()
    }
    known, counts_as = frozenset().union(*ranks.values()), competencies.closure()
    leading = [code for code, reached in counts_as.items() if reached & known]
    pairs = Programme.teaches.through.objects.filter(competency__in=leading)
    if on is not None:
        pairs = pairs.filter(programme__in=Programme.objects.taught(on))
    codes: dict[Any, list[str]] = {}
    for programme, code in pairs.order_by("pk").values_list("programme", "competency"):
        codes.setdefault(programme, []).append(code)
    return {
        scale: {
            programme: rung
            for programme, several in codes.items()
            if (rung := rung_of(several, levels, counts_as))
        }
        for scale, levels in ranks.items()
    }


def own_programmes(scales: Collection[str], provider: Any, on: date) -> dict[tuple[str, int], Programme]:
    """(scale, rung) → a programme of an institute that leads there, of several the first by title."""
    own = {
        one.pk: one for one in Programme.objects.taught(on).filter(provider=provider).order_by("-title", "pk")
    }
    taught = rungs_taught_on(scales, on)
    return {
        (scale, rungs[pk]): programme
        for scale, rungs in taught.items()
        for pk, programme in own.items()
        if pk in rungs
    }


def next_classes(candidate: Candidate, scale: str, rung: int, on: date) -> list[Intake]:
    """Classes that she can take today and that lead to a rung of a scale; those that begin first."""
    leading = {programme for programme, taught in rungs_taught(scale, on).items() if taught == rung}
    return [
        intake for intake in training.classes_for(candidate, on, limit=50) if intake.programme_id in leading
    ]


def programmes_for(scale: str, rung: int, region: str, on: date) -> list[Programme]:
    """Programmes in reach of a region that lead to a rung, with or without an open class, those with seats first."""
    leading = [programme for programme, taught in rungs_taught(scale, on).items() if taught == rung]
    rows = training.in_reach(Programme.objects.filter(pk__in=leading), region[:5], on)
    return list(
        rows.with_supply(on).select_related("provider__place").order_by("-seats_left", "title", "pk")[:12]
    )


@dataclass(frozen=True)
class Standing:
    """Where somebody stands on one scale: by her latest test, by what counts in her file, by classes completed since and before.

    rung: the highest of them; next: the level above it, None at the top. classes: her seats that lead to it, by rung.
    """

    scale: LanguageScale
    levels: dict[int, Competency]
    test: EntryTest | None
    held: int
    classes: dict[int, Enrolment]
    rung: int
    next: Competency | None

    @property
    def in_class(self) -> Enrolment | None:
        """The seat, or the place on a waiting list, that leads further."""
        ahead = [
            seat
            for rung, seat in self.classes.items()
            if rung > self.rung and seat.state in (EnrolmentState.ENROLLED, *IN_LINE)
        ]
        return ahead[0] if ahead else None


def standings(candidate: Candidate, on: date) -> list[Standing]:
    """Her scales: those tested, those of levels that count in her file, those of classes; by language."""
    tests = {
        test.scale_id: test
        for test in EntryTest.objects.filter(candidate=candidate)
        .latest()
        .select_related("scale", "level", "given_by")
    }
    held = candidates.counting_codes(candidate, on)
    seats = list(
        Enrolment.objects.filter(candidate=candidate)
        .exclude(state=EnrolmentState.WITHDRAWN)
        .exclude(intake__state=IntakeState.CANCELLED)
        .for_lists()
        .annotate(own=training.codes_of(Programme.teaches, "intake__programme"))
    )
    codes = {*held, *(code for seat in seats for code in seat.own)}
    direct = Competency.objects.filter(code__in=codes, scale__isnull=False).values_list("scale", flat=True)
    keys = {*tests, *direct.distinct().order_by("scale")}
    by_scale, counts_as = levels_of(keys), competencies.closure()
    found = []
    for scale in LanguageScale.objects.filter(pk__in=keys).order_by("language", "kind", "code"):
        levels = by_scale[scale.pk]
        ranks = {level.code: rank for rank, level in levels.items()}
        classes: dict[int, Enrolment] = {}
        for seat in seats:
            if rung := rung_of(seat.own, ranks, counts_as):
                classes[rung] = seat
        test, shown = tests.get(scale.pk), rung_of(held, ranks, counts_as)
        done = [rung for rung, seat in classes.items() if seat.state == EnrolmentState.COMPLETED]
        rung = max([shown, *done, *([test.rung] if test else [])])
        found.append(Standing(scale, levels, test, shown, classes, rung, levels.get(rung + 1)))
    return found


def busiest(actor: Actor) -> LanguageScale | None:
    """The scale on which most of the actor's people were tested."""
    rows = narrow(EntryTest.objects.all(), actor, Right.VIEW_LADDER).standing().order_by()
    counted = (
        rows.values("scale")
        .annotate(tests=Count("pk"))
        .order_by("-tests", "scale")
        .values_list("scale", flat=True)
    )
    return LanguageScale.objects.filter(pk=counted.first()).first()


def waiting_counts(actor: Actor) -> dict[tuple[str, int], int]:
    """(scale, rung found) → how many of the actor's people were placed there and have no class."""
    rows = placed(actor).without_class().order_by().values("scale", "level__rank")
    return {
        (row["scale"], row["level__rank"] or 0): row["people"] for row in rows.annotate(people=Count("pk"))
    }


def placed(actor: Actor) -> Any:
    """The tests that place the actor's people."""
    return EntryTest.objects.visible_to(actor, Right.FOLLOW_PLACEMENT).placing()


def late(actor: Actor, on: date) -> int:
    """How many were placed, have no class, and wait longer than the house allows."""
    return placed(actor).without_class().old(on, patience(on)).count()


def ladder(
    actor: Actor,
    scale: LanguageScale,
    *,
    period: tuple[date, date],
    on: date,
    region: str = "",
    centre: Organisation | None = None,
) -> list[Rung]:
    """Who came to each rung of a scale in a period and what became of them, among the actor's people; of a region, of a centre."""
    taught = rungs_taught(scale.pk)
    seats = narrow(Enrolment.objects.all(), actor, Right.VIEW_LADDER).exclude(state__in=IN_LINE)
    seats = seats.exclude(intake__state=IntakeState.CANCELLED).filter(intake__programme__in=taught)
    tests = narrow(EntryTest.objects.all(), actor, Right.VIEW_LADDER).standing().filter(scale=scale)
    if region:
        seats, tests = (rows.filter(lying_in("home", region)) for rows in (seats, tests))
    if centre is not None:
        seats = seats.filter(intake__programme__provider=centre)
        tests = tests.filter(given_by=centre)
    columns = ("candidate", "intake__programme", "state", "intake__starts", "intake__ends", "intake__cost")
    known = [
        Seat(
            person,
            taught[programme],
            OUTCOMES[state],
            starts,
            ends,
            cost * (state != EnrolmentState.WITHDRAWN),
        )
        for person, programme, state, starts, ends, cost in seats.order_by("pk").values_list(*columns)
    ]
    found = [
        Placed(person, rank or 0, taken_on)
        for person, rank, taken_on in tests.order_by("pk").values_list("candidate", "level__rank", "taken_on")
    ]
    top = max(levels_of([scale.pk])[scale.pk], default=0)
    return climb(known, found, top=top, period=period, on=on, patience=patience(on))


def period_of(year: str, today: date) -> tuple[date, date]:
    """The days of a calendar year, or the last twelve months."""
    return (today - timedelta(days=364), today) if year == LAST_YEAR else year_of(int(year))


def year_of(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year + 1, 1, 1) - timedelta(days=1)
