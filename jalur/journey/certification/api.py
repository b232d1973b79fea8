"""Assessments for programs: of bodies that keep a system of their own, and of institutes that apply for their people."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.api.bodies import Body
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of
from jalur.foundation.workflow.views import find
from jalur.journey.candidates.rules import candidate_number
from jalur.journey.certification import queries, services
from jalur.journey.certification.models import Assessment, AssessmentDay, OutsideResult, Scheme
from jalur.journey.certification.rights import Right
from jalur.journey.certification.workflow import ASSESSMENT
from jalur.journey.training.models import SEATED, Enrolment
from jalur.kit import dates
from jalur.kit.refusals import refusal

router = Router("certification", gettext_lazy("Assessment"))


class SchemeRecord(Schema):
    id: UUID
    code: str
    title: str
    kind: str
    version: str
    body: UUID
    months: int
    surveillance_months: int
    notice_months: int
    valid_from: date | None
    valid_to: date | None


class Schemes(Page[SchemeRecord]):
    pass


class ElementRecord(Schema):
    title: str
    criteria: list[str]


class SchemeUnitRecord(Schema):
    code: str
    title: str
    kind: str = Field(
        description="skill, language, soft or culture; the last two are found by observed behaviour."
    )
    elements: list[ElementRecord]


class WholeScheme(SchemeRecord):
    covers: list[str] = Field(description="Codes of competencies that it gives.")
    units: list[SchemeUnitRecord]


class AssessmentDayRecord(Schema):
    number: str
    state: str
    body: UUID
    scheme: UUID
    day: date
    starts: datetime
    ends: datetime | None
    place: str
    seats: int


class AssessmentDays(Page[AssessmentDayRecord]):
    pass


class AssessmentQuery(PageQuery):
    state: str = Field("", max_length=10)
    day: str = Field("", max_length=30, description="Number of a day of assessment.")


class AssessmentRecord(Schema):
    number: str
    state: str
    candidate: str = Field(description="Number of the candidate; text.")
    scheme: UUID
    body: UUID
    institute: UUID | None
    day: date | None
    recommended: str
    decided_on: date | None
    expires_on: date | None


class Assessments(Page[AssessmentRecord]):
    pass


class UnitResultRecord(Schema):
    unit: str
    result: str
    evidence: str


class OutsideRecord(Schema):
    id: UUID
    candidate: str = Field(description="Number of the candidate; text.")
    state: str
    kind: str = Field(description="test or certificate (of competence).")
    competency: str = Field(description="Code of the language level or skill that it shows.")
    body: str
    issuer: UUID | None = Field(description="The assessment body in Jalur that it names.")
    certificate: str = Field(description="Number as printed; text.")
    score: str
    taken_on: date
    expires_on: date | None = Field(description="The first day on which it is no longer valid.")
    checked_on: date | None
    way: str = Field(
        description="How a certificate was verified: letter, register, telephone or issuer; empty for tests."
    )


class OutsideResults(Page[OutsideRecord]):
    pass


class WholeAssessment(AssessmentRecord):
    units: list[UnitResultRecord] = Field(description="What the assessor found, unit by unit.")


class NewAssessment(Body):
    candidate: str = Field(description="Number of a candidate of one of the institute's classes.")
    scheme: UUID
    note: str = ""


@router.read("/schemes/", Right.VIEW_SCHEME, Schemes)
def list_schemes(request: HttpRequest, query: Query[PageQuery]) -> Schemes:
    """By what people are assessed."""
    rows = Scheme.objects.visible_to(actor_of(request))
    return page_of(Schemes, rows, query, lambda found: map(_scheme, found))


@router.read("/schemes/{scheme}/", Right.VIEW_SCHEME, WholeScheme)
def show_scheme(request: HttpRequest, scheme: UUID) -> WholeScheme:
    """One version of a scheme, with its units, elements and criteria."""
    one = get_object_or_404(Scheme.objects.visible_to(actor_of(request)), pk=scheme)
    units = [
        SchemeUnitRecord(
            code=unit.code,
            title=unit.title,
            kind=unit.kind,
            elements=[
                ElementRecord(title=each.title, criteria=each.criteria) for each in unit.elements.all()
            ],
        )
        for unit in queries.units_of(one)
    ]
    covers = list(one.covers.order_by("code").values_list("code", flat=True))
    return WholeScheme(**_scheme(one).dict(), covers=covers, units=units)


@router.read("/days/", Right.VIEW_DAY, AssessmentDays)
def list_assessment_days(request: HttpRequest, query: Query[PageQuery]) -> AssessmentDays:
    """Days of assessment."""
    rows = AssessmentDay.objects.visible_to(actor_of(request)).select_related("place")
    return page_of(AssessmentDays, rows, query, lambda found: map(_day, found))


@router.read("/assessments/", Right.VIEW_ASSESSMENT, Assessments)
def list_assessments(request: HttpRequest, query: Query[AssessmentQuery]) -> Assessments:
    """Who is assessed, and what came of it."""
    rows = Assessment.objects.visible_to(actor_of(request)).select_related("day", "candidate")
    rows = rows.filter(state=query.state) if query.state else rows
    rows = rows.filter(day__number=query.day) if query.day else rows
    return page_of(Assessments, rows, query, lambda found: map(_record, found))


@router.read(
    "/assessments/{number}/",
    Right.VIEW_ASSESSMENT,
    WholeAssessment,
    events={"certification:assessment": "code"},
)
def show_assessment(request: HttpRequest, number: str) -> WholeAssessment:
    """One assessment, with what was found unit by unit."""
    return _whole(find(ASSESSMENT, actor_of(request), number))


@router.read("/outside-results/", Right.VIEW_OUTSIDE, OutsideResults)
def list_outside_results(request: HttpRequest, query: Query[PageQuery]) -> OutsideResults:
    """Results of tests of other bodies and certificates issued elsewhere, with what became of them; only `confirmed` ones count."""
    rows = OutsideResult.objects.visible_to(actor_of(request)).select_related("candidate")
    return page_of(OutsideResults, rows, query, lambda found: map(_outside, found))


@router.create("/assessments/", Right.APPLY_ASSESSMENT, WholeAssessment)
def apply_for_assessment(request: HttpRequest, body: NewAssessment) -> WholeAssessment:
    """An institute applies for somebody of one of its classes."""
    actor = actor_of(request)
    seats = Enrolment.objects.filter(
        candidate__number=candidate_number(body.candidate),
        state__in=SEATED,
        intake__programme__provider=actor.organisation_id,
    )
    seat = seats.for_lists().order_by("-intake__starts", "pk").first()
    if seat is None:
        raise refusal("candidate", "not_own", _("An institute applies for people of its own classes."))
    scheme = Scheme.objects.visible_to(actor).select_related("body").filter(pk=body.scheme).first()
    if scheme is None:
        raise refusal("scheme", "unknown", _("Choose a scheme."))
    assessment = Assessment(
        candidate=seat.candidate,
        scheme=scheme,
        enrolment=seat,
        institute=seat.intake.programme.provider,
        note=body.note,
    )
    return _whole(services.apply(actor=actor, assessment=assessment, today=dates.today()))


def _scheme(one: Scheme) -> SchemeRecord:
    return SchemeRecord(
        id=one.pk,
        code=one.code,
        title=one.title,
        kind=one.kind,
        version=one.version,
        body=one.body_id,
        months=one.months,
        surveillance_months=one.surveillance_months,
        notice_months=one.notice_months,
        valid_from=one.valid_from,
        valid_to=one.valid_to,
    )


def _day(one: AssessmentDay) -> AssessmentDayRecord:
    return AssessmentDayRecord(
        number=one.number,
        state=one.state,
        body=one.body_id,
        scheme=one.scheme_id,
        day=one.day,
        starts=one.begins,
        ends=one.finishes,
        place=one.place.name,
        seats=one.seats,
    )


def _outside(one: OutsideResult) -> OutsideRecord:
    return OutsideRecord(
        id=one.pk,
        candidate=one.candidate.number,
        state=one.state,
        kind=one.kind,
        competency=one.competency_id,
        body=one.body,
        issuer=one.issuer_id,
        certificate=one.certificate,
        score=one.score,
        taken_on=one.taken_on,
        expires_on=one.expires_on,
        checked_on=one.confirmed_on,
        way=one.way,
    )


def _record(one: Assessment) -> AssessmentRecord:
    return AssessmentRecord(
        number=one.code,
        state=one.state,
        candidate=one.candidate.number,
        scheme=one.scheme_id,
        body=one.body_id,
        institute=one.institute_id,
        day=one.day.day if one.day else None,
        recommended=one.result,
        decided_on=one.decided_on,
        expires_on=one.expires_on,
    )


def _whole(one: Assessment) -> WholeAssessment:
    rows = one.results.select_related("unit").order_by("unit__position", "pk")
    units = [UnitResultRecord(unit=row.unit.code, result=row.result, evidence=row.method) for row in rows]
    return WholeAssessment(**_record(one).dict(), units=units)
