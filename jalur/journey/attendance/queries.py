"""Reads about who came, that later rooms use too."""

from collections.abc import Iterable
from datetime import date, timedelta, tzinfo
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, NullIf

from jalur.foundation.accounts.access import Actor, Role, narrow
from jalur.journey.attendance import rules
from jalur.journey.attendance.models import AttendanceRules, Mark, RollCode, Standing
from jalur.journey.attendance.rights import Right
from jalur.journey.attendance.rules import Came
from jalur.journey.candidates.models import Candidate
from jalur.journey.premises.models import BookedPerson, BookedUnit
from jalur.journey.premises.queries import clock_of
from jalur.journey.training.models import OVER, EnrolmentQuerySet, Intake, Session, SessionQuerySet
from jalur.kit import dates

DAY = timedelta(days=1)


def rules_of(provider: Any) -> AttendanceRules:
    """When an institute, by its key, asks after somebody; one that has said nothing goes by the house's numbers."""
    found = AttendanceRules.objects.filter(provider=provider).first()
    return found or AttendanceRules(provider_id=provider)


def zone_of(session: Session) -> tzinfo:
    return clock_of(session.booking.organisation)


def day_of(session: Session) -> date:
    """The day of a meeting, by the clock of its centre."""
    return session.booking.starts.astimezone(zone_of(session)).date()


def meetings() -> SessionQuerySet:
    """Meetings that were not cancelled, with how many have to come (`people`), have a mark (`marked`) and came (`attended`)."""
    marks = Mark.objects.filter(session=OuterRef("pk"))
    return (
        Session.objects.standing()
        .select_related("booking__organisation", "intake__programme__provider")
        .annotate(
            people=_counted(BookedPerson.objects.filter(booking=OuterRef("booking"))),
            marked=_counted(marks),
            attended=_counted(marks.filter(state__in=rules.CAME)),
        )
        .order_by("-booking__starts", "pk")
    )


def _counted(rows: QuerySet[Any]) -> Coalesce:
    """How many rows there are for the one outside."""
    alone = rows.order_by().annotate(one=Value(1)).values("one")
    return Coalesce(Subquery(alone.annotate(count=Count("pk")).values("count")), 0)


def of_actor(rows: SessionQuerySet, actor: Actor) -> SessionQuerySet:
    """The meetings whose roll the actor may take."""
    return narrow(rows, actor, Right.TAKE_ROLL)  # type: ignore[return-value]  # the same queryset, narrowed


def untaken(rows: SessionQuerySet) -> SessionQuerySet:
    """Those at which somebody who had to come has no mark yet."""
    marked = Mark.objects.filter(session=OuterRef(OuterRef("pk")), candidate=OuterRef("candidate"))
    booked = BookedPerson.objects.filter(booking=OuterRef("booking"))
    return rows.filter(Exists(booked.filter(~Exists(marked))))


def until_today(rows: SessionQuerySet, today: date) -> SessionQuerySet:
    """Those of days that have come; today's count from its morning on."""
    return rows.filter(booking__starts__lte=dates.ends(today))


def due(actor: Actor, today: date) -> SessionQuerySet:
    """Meetings of days that have come whose roll is not complete and can still be written; an instructor's are those she teaches."""
    days = rules_of(actor.organisation_id).correct_days
    rows = until_today(of_actor(Session.objects.standing(), actor), today)
    rows = rows.filter(booking__starts__gte=dates.begins(today - days * DAY)).exclude(intake__state__in=OVER)
    if actor.role == Role.INSTRUCTOR:
        rows = taught_by(rows, actor.user_id)
    return untaken(rows)


def taught_by(rows: SessionQuerySet, user: Any) -> SessionQuerySet:
    units = BookedUnit.objects.filter(booking=OuterRef("booking"), instructor=user)
    return rows.filter(Exists(units))


def rows_on_roll(session: Session) -> QuerySet[Candidate]:
    """Who has to come to a meeting, and whoever has a mark of it, by name."""
    booked = BookedPerson.objects.filter(booking=session.booking_id).order_by().values("candidate")
    marked = Mark.objects.filter(session=session).order_by().values("candidate")
    # One list of keys: asked with "or", the database would read everybody's bookings for it.
    return Candidate.objects.filter(pk__in=booked.union(marked)).order_by("name", "pk")


def on_roll(session: Session) -> list[Candidate]:
    return list(rows_on_roll(session))


def to_fill_in(intake: Intake, actor: Actor, first: date, last: date) -> QuerySet[BookedPerson]:
    """Everybody at every meeting of a class from one day to another, with what is marked already as `state` and `note`."""
    marks = Mark.objects.filter(session__booking=OuterRef("booking"), candidate=OuterRef("candidate"))
    rows = BookedPerson.objects.filter(
        booking__session__in=of_actor(intake.sessions.standing(), actor),
        booking__starts__range=(dates.begins(first), dates.ends(last)),
    )
    return rows.select_related("booking__organisation", "candidate").annotate(
        state=Coalesce(Subquery(marks.values("state")), Value("")),
        note=Coalesce(Subquery(marks.values("note")), Value("")),
    )


def code_of(person: Any, today: date) -> RollCode | None:
    """The code of a person, by her key, while it lasts."""
    return RollCode.objects.filter(candidate__person=person, expires_on__gt=today).first()


def found_by_code(session: Session, code: str, today: date) -> Candidate | None:
    """Who of those on a roll has this code; everybody else's is as unknown as one that nobody has."""
    people = rows_on_roll(session).order_by().values("pk")
    found = RollCode.objects.filter(code=code, expires_on__gt=today, candidate__in=people)
    row = found.select_related("candidate").first()
    return row.candidate if row else None


def booked_keys(session: Session) -> set[UUID]:
    """The keys of those who have to come, or have a mark already."""
    booked = BookedPerson.objects.filter(booking=session.booking_id).values_list("candidate", flat=True)
    marked = Mark.objects.filter(session=session).values_list("candidate", flat=True)
    return {*booked, *marked}


def marks_of(session: Session) -> dict[UUID, Mark]:
    """Candidate → mark of a meeting."""
    rows = Mark.objects.filter(session=session).select_related("taken_by")
    return {mark.candidate_id: mark for mark in rows.order_by("pk")}


def attendance_of(intake: Intake) -> dict[UUID, Came]:
    """Candidate → what her marks of a class add up to; whoever has none is left out. One query."""
    return {row.candidate_id: row.came for row in Standing.objects.filter(intake=intake).order_by("pk")}


def share_of_class(intake: Intake) -> tuple[int, int]:
    """How often people came to a class, and how many marks count: excused ones do not."""
    return shares_of_classes([intake.pk]).get(intake.pk, (0, 0))


def shares_of_classes(intakes: Iterable[Any]) -> dict[Any, tuple[int, int]]:
    """Class → how often people came, and how many marks count; classes without marks are left out. One query."""
    rows = Standing.objects.filter(intake__in=list(intakes)).order_by().values_list("intake")
    sums = rows.annotate(Sum("attended"), Sum("held"), Sum("excused"))
    return {key: (attended, held - excused) for key, attended, held, excused in sums}


def with_attendance(seats: EnrolmentQuerySet) -> EnrolmentQuerySet:
    """Seats with the share of meetings attended as `attendance` (None where none counts yet), the least share that the institute sets
    as `least_attendance`, and whether she has too little by its rules as `too_little`."""
    standing = Standing.objects.filter(intake=OuterRef("intake"), candidate=OuterRef("candidate"))
    standing = standing.order_by().annotate(counted=F("held") - F("excused"))
    counted = NullIf(F("counted"), Value(0))
    share = standing.annotate(share=F("attended") * Value(Decimal("1.0")) / counted).values("share")
    said = AttendanceRules.objects.filter(provider=OuterRef("intake__programme__provider")).order_by()
    usual = AttendanceRules()

    def set_by(name: str) -> Coalesce:
        return Coalesce(Subquery(said.values(name)), Value(getattr(usual, name)))

    numbers = seats.annotate(
        attendance=Subquery(share, output_field=DecimalField()),
        meetings_counted=Coalesce(Subquery(standing.values("counted")), Value(0)),
        least_attendance=set_by("least_share"),
        least_counted=set_by("least_meetings"),
    )
    return numbers.annotate(
        too_little=Q(attendance__lt=F("least_attendance"), meetings_counted__gte=F("least_counted"))
    )
