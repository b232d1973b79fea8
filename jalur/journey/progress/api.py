"""Where people of a class stand, and who is ready, for programs of institutes and assessment bodies' registers."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.accounts import access
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of
from jalur.journey.progress import queries
from jalur.journey.progress.models import Mark
from jalur.journey.progress.rights import Right
from jalur.journey.training.models import Enrolment

router = Router("progress", gettext_lazy("Progress"))


class PartMark(Schema):
    candidate: str = Field(description="Number of the candidate's file.")
    programme: str
    part: str = Field(description="Key of a curriculum's part, or code of a competency.")
    level: str = Field(description="not_seen, practising or can.")
    note: str
    at: datetime


class PartMarks(Page[PartMark]):
    pass


class ReadyRecord(Schema):
    enrolment: UUID
    candidate: str = Field(description="Number of the candidate's file.")
    name: str
    programme: str
    intake: str
    ends: date
    can: int = Field(description="So many parts can be done.")
    parts: int = Field(description="So many parts the programme has.")
    attendance: float | None = Field(description="Share of the meetings that count; null before the first.")
    attends_enough: bool = Field(description="By the rules of the institute.")
    is_ready: bool = Field(description="Every part can be done, and she attends enough.")


class ReadyPeople(Page[ReadyRecord]):
    pass


class OfClass(PageQuery):
    intake: str = Field("", max_length=30)


class OfProgramme(PageQuery):
    programme: str = Field("", max_length=40)


@router.read("/marks/", Right.VIEW_MARK, PartMarks)
def list_marks(request: HttpRequest, query: Query[OfProgramme]) -> PartMarks:
    """What was written down last of each person and part."""
    rows = Mark.objects.visible_to(actor_of(request)).select_related("candidate", "programme")
    if query.programme:
        rows = rows.filter(programme__code=query.programme)
    return page_of(PartMarks, rows, query, lambda found: map(_mark, found))


@router.read("/ready/", Right.SEE_READY, ReadyPeople)
def list_ready(request: HttpRequest, query: Query[OfClass]) -> ReadyPeople:
    """Everybody who is or was taught, with how near she is to the assessment. No identity numbers."""
    rows = access.narrow(
        Enrolment.objects.filter(state__in=queries.TAUGHT), actor_of(request), Right.SEE_READY
    )
    if query.intake:
        rows = rows.filter(intake__number=query.intake)
    shown = queries.with_standing(rows.select_related("intake__programme", "candidate"))
    return page_of(ReadyPeople, shown, query, lambda found: map(_ready, found))


def _mark(mark: Mark) -> PartMark:
    return PartMark(
        candidate=mark.candidate.number,
        programme=mark.programme.code,
        part=mark.item,
        level=mark.level,
        note=mark.note,
        at=mark.at,
    )


def _ready(seat: Enrolment) -> ReadyRecord:
    share = seat.attendance  # type: ignore[attr-defined]  # annotated
    return ReadyRecord(
        enrolment=seat.pk,
        candidate=seat.number,
        name=seat.name,
        programme=seat.intake.programme.code,
        intake=seat.intake.number,
        ends=seat.intake.ends,
        can=seat.can,  # type: ignore[attr-defined]  # annotated
        parts=seat.parts,  # type: ignore[attr-defined]  # annotated
        attendance=None if share is None else round(float(share), 3),
        attends_enough=not seat.too_little,  # type: ignore[attr-defined]  # annotated
        is_ready=seat.is_ready,  # type: ignore[attr-defined]  # annotated
    )
