"""Who came to meetings, for programs: of institutes with a system of their own, of gates that scan."""

from datetime import datetime

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.accounts.access import Actor
from jalur.foundation.api.bodies import Body
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of, check_seen
from jalur.foundation.workflow.locks import atomic, lock
from jalur.journey.attendance import guards, queries, services
from jalur.journey.attendance.models import How, Mark
from jalur.journey.attendance.rights import Right
from jalur.journey.attendance.services import Said
from jalur.journey.training.models import Intake, Session
from jalur.kit import dates

router = Router("attendance", _("Attendance"))
MOST_MARKS = 1000


class AttendanceMark(Schema):
    intake: str = Field(description="Class number.")
    meeting: str = Field(description="Number of the meeting's booking.")
    starts: datetime
    candidate: str = Field(description="Candidate number.")
    state: str = Field(description="here, late, excused or absent.")
    how: str = Field(description="roll, list or program.")
    marked_at: datetime


class AttendanceMarks(Page[AttendanceMark]):
    pass


class MarkQuery(PageQuery):
    intake: str = Field("", max_length=30, description="Class number.")
    meeting: str = Field("", max_length=30, description="Number of the meeting's booking.")


class OnRoll(Schema):
    candidate: str = Field(description="Candidate number.")
    state: str | None = Field(description="Nothing while nobody has marked her.")
    note: str


class RollRecord(Schema):
    meeting: str
    intake: str
    starts: datetime
    people: list[OnRoll]


class MarkBody(Body):
    candidate: str = Field(max_length=12)
    state: str = Field(description="here, late, excused or absent.")
    note: str = Field("", max_length=200, description="Why, where somebody is excused; no illness.")


class RollBody(Body):
    marks: list[MarkBody] = Field(max_length=MOST_MARKS)


@router.read("/marks/", Right.VIEW_STANDING, AttendanceMarks)
def list_marks(request: HttpRequest, query: Query[MarkQuery]) -> AttendanceMarks:
    """Marks of the classes that the program may see; notes stay on the roll."""
    rows = Mark.objects.visible_to(actor_of(request)).select_related(
        "session__booking", "session__intake", "candidate"
    )
    if query.intake:
        rows = rows.filter(session__intake__number=query.intake)
    if query.meeting:
        rows = rows.filter(session__booking__number=query.meeting)
    return page_of(AttendanceMarks, rows, query, lambda found: map(_mark, found))


@router.read("/meetings/{number}/", Right.TAKE_ROLL, RollRecord)
def show_roll(request: HttpRequest, number: str) -> RollRecord:
    """Who has to come to a meeting, and who is marked."""
    return _roll(_meeting(actor_of(request), number))


@router.step("/meetings/{number}/roll/", Right.TAKE_ROLL, RollRecord)
def take_roll(request: HttpRequest, number: str, body: RollBody) -> RollRecord:
    """Mark people, or correct their marks; the same once more changes nothing, and whoever is not sent stays as she is."""
    actor = actor_of(request)
    session = _meeting(actor, number)
    keys = {one.number: one.pk for one in queries.rows_on_roll(session)}
    if refused := guards.have_a_seat({one.candidate for one in body.marks}, keys):
        raise refused
    marks = {keys[one.candidate]: Said(one.state, one.note) for one in body.marks}
    with atomic():
        lock(Intake, [session.intake_id])
        check_seen(request, session, _roll)
        services.take_roll(actor=actor, session=session, marks=marks, now=dates.now(), how=How.PROGRAM)
    return _roll(session)


def _meeting(actor: Actor, number: str) -> Session:
    rows = queries.of_actor(Session.objects.standing(), actor).select_related("booking", "intake")
    session = rows.filter(booking__number=number).first()
    if session is None:
        raise Http404
    return session


def _roll(session: Session) -> RollRecord:
    marks = queries.marks_of(session)
    return RollRecord(
        meeting=session.booking.number,
        intake=session.intake.number,
        starts=session.booking.starts,
        people=[_on_roll(person.number, marks.get(person.pk)) for person in queries.rows_on_roll(session)],
    )


def _on_roll(number: str, mark: Mark | None) -> OnRoll:
    return OnRoll(candidate=number, state=mark.state if mark else None, note=mark.note if mark else "")


def _mark(mark: Mark) -> AttendanceMark:
    return AttendanceMark(
        intake=mark.session.intake.number,
        meeting=mark.session.booking.number,
        starts=mark.session.booking.starts,
        candidate=mark.candidate.number,
        state=mark.state,
        how=mark.how,
        marked_at=mark.taken_at,
    )
