"""Where people of a class stand, and who is ready: reads that other rooms use too."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Count, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from jalur.foundation.competencies import queries as competencies
from jalur.journey.attendance import queries as attendance
from jalur.journey.curricula.models import Part
from jalur.journey.progress import rules
from jalur.journey.progress.models import Lesson, Level, Mark
from jalur.journey.training.models import Enrolment, EnrolmentQuerySet, EnrolmentState, Intake, Programme

LESSON_MINUTES = 45
TAUGHT = (EnrolmentState.ENROLLED, EnrolmentState.COMPLETED, EnrolmentState.NOT_YET)


@dataclass(frozen=True)
class Item:
    """One part of what a programme teaches: its key, what it is called, its JP where a curriculum says."""

    key: str
    title: str
    hours: int | None = None


@dataclass(frozen=True)
class Standing:
    """Where one person stands: her seat, item → mark, and the items that she cannot do yet."""

    seat: Enrolment
    marks: dict[str, Mark]
    missing: Sequence[Item] = field(default_factory=tuple)

    @property
    def is_ready(self) -> bool:
        return not self.missing and bool(self.marks)


@dataclass(frozen=True)
class Hours:
    """JP of a part: planned in the curriculum, on the timetable, taught so far."""

    planned: int | None
    timetabled: int
    taught: int


def items_of(programme: Programme) -> list[Item]:
    """The parts of the curriculum that a programme names, else the competencies that it teaches."""
    return items_of_each([programme])[programme.pk]


def items_of_each(programmes: Iterable[Programme]) -> dict[Any, list[Item]]:
    """The same for several, by their keys; as many queries for many as for one."""
    wanted = {programme.pk: programme.curriculum_id for programme in programmes}
    parts: dict[Any, list[Item]] = {}
    for part in Part.objects.filter(version__in=set(wanted.values()) - {None}).order_by("position", "pk"):
        parts.setdefault(part.version_id, []).append(Item(str(part.key), part.title, part.hours))
    bare = [key for key, version in wanted.items() if version is None]
    pairs = Programme.teaches.through.objects.filter(programme__in=bare).order_by("competency")
    codes: dict[Any, list[str]] = {}
    for programme, code in pairs.values_list("programme", "competency"):
        codes.setdefault(programme, []).append(code)
    titles = competencies.competency_labels({code for several in codes.values() for code in several})
    taught = {key: [Item(code, titles.get(code, code)) for code in several] for key, several in codes.items()}
    return {
        key: taught.get(key, []) if version is None else parts.get(version, [])
        for key, version in wanted.items()
    }


def standings(seats: Iterable[Enrolment], items: Sequence[Item], programme: Programme) -> list[Standing]:
    """Everybody of these seats, of one programme, in one query."""
    return _standings(list(seats), {programme.pk: items}, programme.pk)


def standings_of(seats: Iterable[Enrolment]) -> list[Standing]:
    """Everybody of these seats, whichever their programmes."""
    seats = list(seats)
    return _standings(seats, items_of_each({seat.intake.programme for seat in seats}))


def _standings(
    seats: Sequence[Enrolment], items: Mapping[Any, Sequence[Item]], only: Any = None
) -> list[Standing]:
    """items: programme → its items. only: the one programme that all of them are about."""
    found: dict[Any, dict[str, Mark]] = {}
    rows = Mark.objects.filter(programme__in=items, candidate__in=[seat.candidate_id for seat in seats])
    for mark in rows.select_related("by").order_by("pk"):
        found.setdefault((mark.programme_id, mark.candidate_id), {})[mark.item] = mark
    answer = []
    for seat in seats:
        programme = only or seat.intake.programme_id
        marks = found.get((programme, seat.candidate_id), {})
        by_key = {item.key: item for item in items[programme]}
        short = rules.missing(by_key, {key: mark.level for key, mark in marks.items()})
        answer.append(Standing(seat, marks, [by_key[key] for key in short]))
    return answer


def share_of(people: Sequence[Standing], items: Sequence[Item]) -> float:
    """Of all parts of all people the share that they can do."""
    whole = len(people) * len(items)
    return (whole - sum(len(one.missing) for one in people)) / whole if whole else 0.0


def people_of(intake: Intake) -> EnrolmentQuerySet:
    """Who is or was taught in a class, by name."""
    return intake.enrolments.filter(state__in=TAUGHT).for_lists().order_by("name", "pk")


def with_parts(seats: EnrolmentQuerySet) -> EnrolmentQuerySet:
    """With how many parts their programme has and how many of them they can do, as `parts`, `can` and `short`."""
    version = OuterRef("intake__programme__curriculum")
    parts = Part.objects.filter(version=version)
    codes = Programme.teaches.through.objects.filter(
        programme=OuterRef("intake__programme"), programme__curriculum=None
    )
    able = Mark.objects.filter(
        candidate=OuterRef("candidate"), programme=OuterRef("intake__programme"), level=Level.CAN
    )
    keys = Part.objects.filter(version=OuterRef("programme__curriculum")).annotate(
        text=Cast("key", CharField())
    )
    taught = Programme.teaches.through.objects.filter(
        programme=OuterRef("programme"), programme__curriculum=None
    )
    able = able.filter(
        Q(item__in=keys.order_by().values("text")) | Q(item__in=taught.order_by().values("competency"))
    )

    def counted(rows: Any, by: str) -> Coalesce:
        groups = rows.order_by().values(by).annotate(count=Count("pk")).values("count")
        return Coalesce(Subquery(groups, output_field=IntegerField()), Value(0))

    return seats.annotate(
        parts=counted(parts, "version") + counted(codes, "programme"), can=counted(able, "programme")
    )


def with_standing(seats: EnrolmentQuerySet) -> EnrolmentQuerySet:
    """The same with what she attended, and with both as `is_ready`: she has completed the class; or every part can be done, and the
    institute's least share of meetings was attended."""
    rows = attendance.with_attendance(with_parts(seats))
    enough = Q(too_little=False) | Q(too_little=None)
    return rows.annotate(is_ready=Q(state=EnrolmentState.COMPLETED) | Q(enough, parts__gt=0, can=F("parts")))


def ready(seats: EnrolmentQuerySet) -> EnrolmentQuerySet:
    """Of these seats those of people who are ready for the assessment."""
    return with_standing(seats).filter(is_ready=True)


def hours_of(intake: Intake, items: Sequence[Item], now: datetime) -> dict[str, Hours]:
    """Item → its JP planned, on the timetable and taught."""
    version = intake.programme.curriculum
    length = version.lesson_minutes if version else LESSON_MINUTES
    planned, taught = Counter[str](), Counter[str]()
    rows = Lesson.objects.filter(session__in=intake.sessions.standing()).select_related("session__booking")
    for lesson in rows.order_by("pk"):
        booking = lesson.session.booking
        minutes = int((booking.ends - booking.starts).total_seconds() // 60)
        planned[lesson.item] += minutes
        if booking.ends <= now:
            taught[lesson.item] += minutes
    return {
        item.key: Hours(
            item.hours, rules.lessons(planned[item.key], length), rules.lessons(taught[item.key], length)
        )
        for item in items
    }


def is_behind(intake: Intake, share: float, today: date) -> bool:
    """A class that runs and whose people can do much less than its days say."""
    return intake.state == "running" and rules.is_behind(
        share, rules.elapsed(intake.starts, intake.ends, today)
    )
