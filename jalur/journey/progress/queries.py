"""Where people of a class stand, and who is ready: reads that other rooms use too."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Count, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from jalur.foundation.competencies import queries as competencies
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
    version = programme.curriculum
    if version is not None:
        parts = version.parts.order_by("position")
        return [Item(str(part.key), part.title, part.hours) for part in parts]
    codes = list(programme.teaches.order_by("code").values_list("code", flat=True))
    titles = competencies.competency_labels(codes)
    return [Item(code, titles.get(code, code)) for code in codes]


def standings(seats: Iterable[Enrolment], items: Sequence[Item], programme: Programme) -> list[Standing]:
    """Everybody of these seats, of one programme, in two queries."""
    seats = list(seats)
    found: dict[Any, dict[str, Mark]] = {}
    rows = Mark.objects.filter(programme=programme, candidate__in=[seat.candidate_id for seat in seats])
    for mark in rows.select_related("by").order_by("pk"):
        found.setdefault(mark.candidate_id, {})[mark.item] = mark
    by_key = {item.key: item for item in items}
    answer = []
    for seat in seats:
        marks = found.get(seat.candidate_id, {})
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


def ready(seats: EnrolmentQuerySet) -> EnrolmentQuerySet:
    """Of these seats those of people who can do every part of their programme."""
    return with_parts(seats).filter(parts__gt=0, can=F("parts"))


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
