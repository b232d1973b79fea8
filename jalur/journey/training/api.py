"""Programmes, classes and seats for programs of institutes and labour offices."""

from dataclasses import asdict
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.accounts import access
from jalur.foundation.api.bodies import Body, Nothing, Reason, through
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of, as_seen
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.views import find
from jalur.journey.candidates.models import Candidate
from jalur.journey.training import pass_rates, queries, services
from jalur.journey.training.forms import ClassForm, EnrolForm, PostponeForm, ProgrammeForm, RemedialForm
from jalur.journey.training.models import Enrolment, Intake, Programme, Shortfall
from jalur.journey.training.rights import Right
from jalur.journey.training.workflow import ENROLMENT, INTAKE, PROGRAMME
from jalur.kit import dates
from jalur.kit.refusals import refusal

router = Router("training", gettext_lazy("Training"))


class ProgrammeRecord(Schema):
    code: str
    title: str
    provider: UUID
    curriculum: str | None = Field(description="Code of the version it teaches.")
    hours: int | None
    min_age: int | None
    max_age: int | None
    min_education: int | None
    teaches: list[str]
    prerequisites: list[str]
    closed_on: date | None


class Programmes(Page[ProgrammeRecord]):
    pass


class PassRateRecord(Schema):
    programme: str
    rate: float | None = Field(description="The share expected to pass; null where its kind has no results.")
    low: float | None = Field(description="The true share lies between low and high, 9 times in 10.")
    high: float | None
    passed: int
    people: int
    classes: int


class IntakeRecord(Schema):
    number: str
    state: str
    programme: str
    place: str
    reach: str
    with_bed: bool = Field(description="A bed at the centre goes with each seat.")
    bring: str = Field(description="What to bring on the first day, one thing on each line.")
    seats: int
    taken: int
    kept: int = Field(
        description="Kept for institutions of a network; what is left is seats less taken and kept."
    )
    opens_on: date | None
    starts: date
    ends: date
    minimum: int | None = Field(description="Its own fewest people; null where the institute's number holds.")
    decide_by: date | None = Field(description="The day by which it is confirmed or postponed.")
    postponed_because: str
    cost: int = Field(description="Rupiah a seat.")
    pass_rate: int = Field(description="The institute's own estimate, in per cent.")
    held_because: str
    cancel_reason: str
    remedial_of: str | None = Field(description="The class whose people below the standard it takes up.")


class Intakes(Page[IntakeRecord]):
    pass


class EnrolmentRecord(Schema):
    id: UUID
    intake: str
    candidate: str = Field(description="Number of the candidate's file.")
    name: str
    state: str
    enrolled_at: datetime
    left_reason: str
    turn: int | None = Field(description="On the waiting list of the class; the lowest that waits is next.")
    answer_by: date | None = Field(description="Until when an offered seat is kept.")


class Enrolments(Page[EnrolmentRecord]):
    pass


class ShortfallRecord(Schema):
    id: UUID
    candidate: str = Field(description="Number of the candidate's file.")
    name: str
    programme: str
    intake: str = Field(description="The class after which that was seen last.")
    state: str
    since: date
    next_step: str
    decide_by: date


class Shortfalls(Page[ShortfallRecord]):
    pass


class ProgrammeFields(Body):
    title: str | None = None
    code: str | None = None
    curriculum: str | None = Field(
        None,
        max_length=30,
        description="Code of a version in force; what is taught and the hours follow from it.",
    )
    hours: int | None = None
    min_age: int | None = None
    max_age: int | None = None
    min_education: int | None = None
    teaches: list[str] | None = None
    prerequisites: list[str] | None = None


class NewProgramme(ProgrammeFields):
    title: str
    code: str


class IntakeFields(Body):
    place: str | None = Field(None, description="Code of the regency or city.")
    reach: str | None = None
    with_bed: bool | None = Field(None, description="A bed at the centre goes with each seat.")
    bring: str | None = Field(None, description="What to bring on the first day, one thing on each line.")
    seats: int | None = None
    opens_on: date | None = None
    minimum: int | None = None
    starts: date | None = None
    ends: date | None = None
    cost: int | None = None
    pass_rate: int | None = Field(None, description="In per cent.")


class NewIntake(IntakeFields):
    programme: str = Field(max_length=40, description="Its code.")
    place: str
    reach: str
    seats: int
    starts: date
    ends: date
    cost: int
    pass_rate: int
    is_draft: bool = Field(False, description="Only the institute sees it until it is announced or opened.")


class NewRemedialIntake(Body):
    place: str = Field(description="Code of the regency or city.")
    reach: str
    with_bed: bool = Field(False, description="A bed at the centre goes with each seat.")
    seats: int
    starts: date
    ends: date
    cost: int
    pass_rate: int = Field(description="In per cent.")
    people: list[str] = Field(
        description="Numbers of the files of those below the standard who are offered a seat."
    )


class NotInvited(Schema):
    candidate: str = Field(description="Number of the candidate's file.")
    reason: str


class RemedialRecord(Schema):
    intake: IntakeRecord
    offered: list[EnrolmentRecord]
    left_out: list[NotInvited]


class IntakeQuery(PageQuery):
    state: str = Field("", max_length=20)
    programme: str = Field("", max_length=40)


class EnrolmentQuery(PageQuery):
    intake: str = Field("", max_length=30)


class Postponed(Body):
    starts: date
    ends: date
    postponed_because: str = Field(max_length=20)


class Results(Body):
    not_yet: list[UUID] = Field(
        description="Enrolments of those who are not yet competent; everybody else has completed."
    )


class NewEnrolment(Body):
    candidate: str = Field(description="Number of the candidate's file.")
    waits: bool = Field(False, description="Of a full class, put on its waiting list.")


@router.read("/programmes/", Right.VIEW_PROGRAMME, Programmes)
def list_programmes(request: HttpRequest, query: Query[PageQuery]) -> Programmes:
    """What institutes teach."""
    rows = Programme.objects.visible_to(actor_of(request)).select_related("curriculum")
    rows = rows.prefetch_related("teaches", "prerequisites")
    return page_of(Programmes, rows, query, lambda found: map(_programme, found))


@router.read(
    "/programmes/{code}/", Right.VIEW_PROGRAMME, ProgrammeRecord, events={"training:programme": "code"}
)
def show_programme(request: HttpRequest, code: str) -> ProgrammeRecord:
    """One programme: what it teaches and asks."""
    return _programme(find(PROGRAMME, actor_of(request), code))


@router.read("/programmes/{code}/pass-rate/", Right.VIEW_PROGRAMME, PassRateRecord)
def show_pass_rate(request: HttpRequest, code: str) -> PassRateRecord:
    """What plans count with, and the results of the programme's own finished classes."""
    programme = find(PROGRAMME, actor_of(request), code)
    found = queries.results(programme).get(programme.code, pass_rates.Results())
    shares = asdict(programme.expected) if programme.expected else dict.fromkeys(("rate", "low", "high"))
    return PassRateRecord(programme=programme.code, **shares, **asdict(found))


@router.create("/programmes/", Right.EDIT_PROGRAMME, ProgrammeRecord)
def add_programme(request: HttpRequest, body: NewProgramme) -> ProgrammeRecord:
    """A programme of the program's own institute."""
    actor = actor_of(request)
    provider = get_object_or_404(Organisation, pk=actor.organisation_id)
    form = through(partial(ProgrammeForm, instance=Programme(provider=provider)), body)
    return _programme(services.add_programme(actor=actor, programme=form.instance, **form.beside))


@router.change("/programmes/{code}/", Right.EDIT_PROGRAMME, ProgrammeRecord)
def change_programme(request: HttpRequest, code: str, body: ProgrammeFields) -> ProgrammeRecord:
    """What is not sent stays."""
    actor, programme = actor_of(request), find(PROGRAMME, actor_of(request), code)
    access.check(actor, Right.EDIT_PROGRAMME, programme)
    form = through(partial(ProgrammeForm, instance=programme), body)
    with as_seen(request, programme, _programme):
        return _programme(services.change_programme(actor=actor, programme=form.instance, **form.beside))


@router.step("/programmes/{code}/close/", Right.EDIT_PROGRAMME, ProgrammeRecord)
def close_programme(request: HttpRequest, code: str, body: Nothing) -> ProgrammeRecord:  # noqa: ARG001 - an empty object
    """No new classes from today on."""
    programme = find(PROGRAMME, actor_of(request), code)
    with as_seen(request, programme, _programme):
        closed = services.close_programme(actor=actor_of(request), programme=programme, today=dates.today())
    return _programme(closed)


@router.read("/intakes/", Right.VIEW_INTAKE, Intakes)
def list_intakes(request: HttpRequest, query: Query[IntakeQuery]) -> Intakes:
    """Classes; everybody may see them."""
    rows = Intake.objects.visible_to(actor_of(request)).select_related("programme", "remedial_of")
    if query.state:
        rows = rows.filter(state=query.state)
    if query.programme:
        rows = rows.filter(programme__code=query.programme)
    return page_of(Intakes, rows, query, lambda found: map(_intake, found))


@router.read(
    "/intakes/{number}/",
    Right.VIEW_INTAKE,
    IntakeRecord,
    events={"training:intake": "number", "training:enrolment": "intake__number"},
)
def show_intake(request: HttpRequest, number: str) -> IntakeRecord:
    """One class."""
    return _intake(find(INTAKE, actor_of(request), number))


@router.create("/intakes/", Right.EDIT_INTAKE, IntakeRecord)
def open_intake(request: HttpRequest, body: NewIntake) -> IntakeRecord:
    """A class, open for enrolment at once; as a draft, only its institute sees it."""
    actor = actor_of(request)
    own = access.narrow(Programme.objects.all(), actor, Right.EDIT_PROGRAMME)
    programme = own.filter(code=body.programme).values_list("pk", flat=True).first()
    asked = body.model_copy(update={"programme": str(programme or "")})
    form = through(partial(ClassForm, actor=actor), asked, only={*type(body).model_fields} - {"is_draft"})
    take = services.draft_intake if body.is_draft else services.open_intake
    return _intake(take(actor=actor, intake=form.instance, today=dates.today()))


@router.change("/intakes/{number}/", Right.EDIT_INTAKE, IntakeRecord)
def change_intake(request: HttpRequest, number: str, body: IntakeFields) -> IntakeRecord:
    """Once somebody has a seat, days, place and reach stay as promised."""
    actor, intake = actor_of(request), find(INTAKE, actor_of(request), number)
    access.check(actor, Right.EDIT_INTAKE, intake)
    form = through(partial(ClassForm, actor=actor, instance=intake), body)
    take = partial(services.change_intake, intake=form.instance, today=dates.today())
    return _class_step(request, intake, take)


@router.step("/intakes/{number}/start/", Right.EDIT_INTAKE, IntakeRecord)
def start_intake(request: HttpRequest, number: str, body: Nothing) -> IntakeRecord:  # noqa: ARG001 - an empty object
    """The class begins; nobody is enrolled any more."""
    intake = find(INTAKE, actor_of(request), number)
    return _class_step(request, intake, partial(services.start_intake, intake=intake, today=dates.today()))


@router.step("/intakes/{number}/publish/", Right.EDIT_INTAKE, IntakeRecord)
def publish_intake(request: HttpRequest, number: str, body: Nothing) -> IntakeRecord:  # noqa: ARG001 - an empty object
    """Everybody sees it; it opens on the day that it names, or by the next call."""
    intake = find(INTAKE, actor_of(request), number)
    return _class_step(request, intake, partial(services.publish_intake, intake=intake, today=dates.today()))


@router.step("/intakes/{number}/open/", Right.EDIT_INTAKE, IntakeRecord)
def open_enrolment(request: HttpRequest, number: str, body: Nothing) -> IntakeRecord:  # noqa: ARG001 - an empty object
    """A draft or an announced class takes people."""
    intake = find(INTAKE, actor_of(request), number)
    return _class_step(request, intake, partial(services.open_intake, intake=intake, today=dates.today()))


@router.step("/intakes/{number}/confirm/", Right.EDIT_INTAKE, IntakeRecord)
def confirm_intake(request: HttpRequest, number: str, body: Nothing) -> IntakeRecord:  # noqa: ARG001 - an empty object
    """It goes ahead: as many people as it needs have a seat."""
    intake = find(INTAKE, actor_of(request), number)
    return _class_step(request, intake, partial(services.confirm_intake, intake=intake, today=dates.today()))


@router.step("/intakes/{number}/postpone/", Right.EDIT_INTAKE, IntakeRecord)
def postpone_intake(request: HttpRequest, number: str, body: Postponed) -> IntakeRecord:
    """Every seat is kept, and everybody who has one is told the new days. Meetings move along; one that would fall on a day off or
    collides is cancelled."""
    intake = find(INTAKE, actor_of(request), number)
    days = through(PostponeForm, body).cleaned_data
    with as_seen(request, intake, _intake):
        postponed = services.postpone_intake(
            actor=actor_of(request), intake=intake, today=dates.today(), **days
        )
    return _intake(postponed.intake)


@router.step("/intakes/{number}/close/", Right.EDIT_INTAKE, IntakeRecord)
def close_intake(request: HttpRequest, number: str, body: Results) -> IntakeRecord:
    """Its results: who completed it holds what it taught."""
    intake = find(INTAKE, actor_of(request), number)
    take = partial(services.close_intake, intake=intake, not_yet=body.not_yet, today=dates.today())
    return _class_step(request, intake, take)


@router.step("/intakes/{number}/cancel/", Right.EDIT_INTAKE, IntakeRecord)
def cancel_intake(request: HttpRequest, number: str, body: Reason) -> IntakeRecord:
    """Every seat is given back, and each person's history says so."""
    intake = find(INTAKE, actor_of(request), number)
    return _class_step(request, intake, partial(services.cancel_intake, intake=intake, reason=body.reason))


@router.create("/intakes/{number}/remedial/", Right.EDIT_INTAKE, RemedialRecord)
def open_remedial(request: HttpRequest, number: str, body: NewRemedialIntake) -> RemedialRecord:
    """A remedial class for people of a closed one who are below the standard; each is offered a seat by message."""
    actor, of = actor_of(request), find(INTAKE, actor_of(request), number)
    access.check(actor, Right.EDIT_INTAKE, of)
    make = partial(RemedialForm, instance=Intake(programme=of.programme), below=queries.below_after(of))
    form = through(make, body)
    opened = services.open_remedial(
        actor=actor,
        of=of,
        intake=form.instance,
        people=form.cleaned_data["people"],
        today=dates.today(),
    )
    return RemedialRecord(
        intake=_intake(opened.intake),
        offered=[_enrolment(seat) for seat in opened.offered],
        left_out=[NotInvited(candidate=row.number, reason=why) for row, why in opened.left_out],
    )


@router.create("/intakes/{number}/enrolments/", Right.ENROL_ENROLMENT, EnrolmentRecord)
def enrol(request: HttpRequest, number: str, body: NewEnrolment) -> EnrolmentRecord:
    """Give somebody a seat, by candidate number."""
    actor, intake = actor_of(request), find(INTAKE, actor_of(request), number)
    asked = through(EnrolForm, body, only={"candidate"}).cleaned_data["candidate"]
    candidate = Candidate.objects.filter(number=asked).first()
    wanted = candidate and Enrolment(intake=intake, candidate=candidate)
    if candidate is None or not access.covers(actor, Right.ENROL_ENROLMENT, wanted):
        sentence = _("No candidate with this number can be enrolled here. Check the number.")
        raise refusal("candidate", "unknown", sentence)
    take = services.enrol_or_wait if body.waits else services.enrol
    return _enrolment(take(actor=actor, intake=intake, candidate=candidate, today=dates.today()))


@router.read("/enrolments/", Right.VIEW_ENROLMENT, Enrolments)
def list_enrolments(request: HttpRequest, query: Query[EnrolmentQuery]) -> Enrolments:
    """Seats in one's classes, or of one's residents."""
    rows = Enrolment.objects.visible_to(actor_of(request)).select_related("intake", "candidate__person")
    if query.intake:
        rows = rows.filter(intake__number=query.intake)
    return page_of(Enrolments, rows, query, lambda found: map(_enrolment, found))


@router.step("/enrolments/{uuid:pk}/withdraw/", Right.WITHDRAW_ENROLMENT, EnrolmentRecord)
def withdraw(request: HttpRequest, pk: UUID, body: Reason) -> EnrolmentRecord:
    """Give a seat back."""
    seat = find(ENROLMENT, actor_of(request), pk, action=Right.WITHDRAW_ENROLMENT)
    with as_seen(request, seat, _enrolment):
        left = services.withdraw(actor=actor_of(request), enrolment=seat, reason=body.reason)
    return _enrolment(left)


@router.step("/enrolments/{uuid:pk}/accept/", Right.ENROL_ENROLMENT, EnrolmentRecord)
def accept_seat(request: HttpRequest, pk: UUID, body: Nothing) -> EnrolmentRecord:  # noqa: ARG001 - an empty object
    """Take the seat that was offered from the waiting list."""
    seat = find(ENROLMENT, actor_of(request), pk, action=Right.ENROL_ENROLMENT)
    with as_seen(request, seat, _enrolment):
        taken = services.accept_seat(actor=actor_of(request), enrolment=seat, today=dates.today())
    return _enrolment(taken)


@router.step("/enrolments/{uuid:pk}/decline/", Right.WITHDRAW_ENROLMENT, EnrolmentRecord)
def decline_seat(request: HttpRequest, pk: UUID, body: Nothing) -> EnrolmentRecord:  # noqa: ARG001 - an empty object
    """Leave the waiting list; an offered seat goes to the next."""
    seat = find(ENROLMENT, actor_of(request), pk, action=Right.WITHDRAW_ENROLMENT)
    with as_seen(request, seat, _enrolment):
        left = services.decline_seat(actor=actor_of(request), enrolment=seat)
    return _enrolment(left)


def _class_step(request: HttpRequest, intake: Intake, take: Any) -> IntakeRecord:
    with as_seen(request, intake, _intake):
        return _intake(take(actor=actor_of(request)))


def _programme(programme: Programme) -> ProgrammeRecord:
    return ProgrammeRecord(
        code=programme.code,
        title=programme.title,
        provider=programme.provider_id,
        curriculum=programme.curriculum.code if programme.curriculum else None,
        hours=programme.hours,
        min_age=programme.min_age,
        max_age=programme.max_age,
        min_education=programme.min_education,
        teaches=sorted(one.code for one in programme.teaches.all()),
        prerequisites=sorted(one.code for one in programme.prerequisites.all()),
        closed_on=programme.closed_on,
    )


def _intake(intake: Intake) -> IntakeRecord:
    return IntakeRecord(
        number=intake.number,
        state=intake.state,
        programme=intake.programme.code,
        place=intake.place_id,
        reach=intake.reach,
        with_bed=intake.with_bed,
        bring=intake.bring,
        seats=intake.seats,
        taken=intake.taken,
        kept=intake.kept,
        opens_on=intake.opens_on,
        starts=intake.starts,
        ends=intake.ends,
        minimum=intake.minimum,
        decide_by=intake.decide_by,
        postponed_because=intake.postponed_because,
        cost=int(intake.cost),
        pass_rate=round(intake.pass_rate * 100),
        held_because=intake.held_because,
        cancel_reason=intake.cancel_reason,
        remedial_of=intake.remedial_of.number if intake.remedial_of else None,
    )


def _enrolment(seat: Enrolment) -> EnrolmentRecord:
    return EnrolmentRecord(
        id=seat.pk,
        intake=seat.intake.number,
        candidate=seat.candidate.number,
        name=seat.candidate.person.name,
        state=seat.state,
        enrolled_at=seat.created_at,
        left_reason=seat.left_reason,
        turn=seat.queued,
        answer_by=seat.answer_by,
    )


@router.read("/below/", Right.VIEW_SHORTFALL, Shortfalls)
def list_below(request: HttpRequest, query: Query[PageQuery]) -> Shortfalls:
    """Who finished a class and is not yet competent, until the standard is met or she stops."""
    rows = Shortfall.objects.visible_to(actor_of(request)).select_related("programme", "enrolment__intake")
    return page_of(Shortfalls, rows, query, lambda found: map(_shortfall, found))


def _shortfall(row: Shortfall) -> ShortfallRecord:
    return ShortfallRecord(
        id=row.pk,
        candidate=row.number,
        name=row.name,
        programme=row.programme.code,
        intake=row.enrolment.intake.number,
        state=row.state,
        since=row.since,
        next_step=row.next_step,
        decide_by=row.decide_by,
    )
