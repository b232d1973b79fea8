"""Competencies, occupations and what destinations ask, for programs."""

from datetime import date
from functools import partial
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.api.bodies import Body, TakenBack, through
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, check_seen
from jalur.foundation.competencies import services
from jalur.foundation.competencies.forms import StandardForm, TakeBackForm, initial_of
from jalur.foundation.competencies.models import Competency, DestinationStandard, Occupation
from jalur.foundation.competencies.rights import Right
from jalur.foundation.workflow.locks import lock
from jalur.kit import dates
from jalur.kit.search import narrow

router = Router("competencies", _("Competencies and standards"))


class CompetencyRecord(Schema):
    code: str
    kind: str
    title_id: str
    title_en: str
    body: str = Field(description="Whose standard it is.")
    scheme: str
    country: str | None
    scale: str | None
    rank: int | None
    occupation: str | None
    source: str
    source_url: str
    verified: bool


class Competencies(Page[CompetencyRecord]):
    pass


class OccupationRecord(Schema):
    code: str = Field(description="ISCO-08, one to four digits.")
    title_id: str
    title_en: str
    parent: str | None


class Occupations(Page[OccupationRecord]):
    pass


class StandardRecord(Schema):
    id: UUID
    series: str
    country: str
    occupation: str
    route: str
    title_id: str
    title_en: str
    min_age: int | None
    max_age: int | None
    sex: str
    min_education: int | None
    contract_months: int | None
    requirements: list[str]
    advantages: list[str]
    valid_from: date | None
    valid_to: date | None
    source: str
    source_url: str
    verified: bool


class Standards(Page[StandardRecord]):
    pass


class CompetencyQuery(PageQuery):
    kind: str = Field("", max_length=10)
    search: str = Field("", max_length=100)


class StandardQuery(PageQuery):
    country: str = Field("", max_length=2)
    occupation: str = Field("", max_length=4)
    on: date | None = Field(None, description="Those in force on a day; all without one.")


class NewVersion(Body):
    """What a version of a standard says; the version before ends on its first day."""

    title_id: str
    title_en: str = ""
    route: str = ""
    min_age: int | None = None
    max_age: int | None = None
    sex: str = ""
    min_education: int | None = None
    contract_months: int | None = None
    requirements: list[str]
    advantages: list[str] = []
    valid_from: date
    source: str
    source_url: str = ""
    verified: bool = False


class NewStandard(NewVersion):
    country: str
    occupation: str


@router.read("/competencies/", Right.VIEW_COMPETENCY, Competencies)
def list_competencies(request: HttpRequest, query: Query[CompetencyQuery]) -> Competencies:
    """Units, language levels, soft skills and culture."""
    rows = Competency.objects.visible_to(request.actor)
    if query.kind:
        rows = rows.filter(kind=query.kind)
    if query.search:
        rows = narrow(rows, ["title_id", "title_en", "code"], query.search)
    return page_of(Competencies, rows, query, lambda found: map(_competency, found))


@router.read("/competencies/{code}/", Right.VIEW_COMPETENCY, CompetencyRecord)
def show_competency(request: HttpRequest, code: str) -> CompetencyRecord:
    """One competency, by its code."""
    return _competency(get_object_or_404(Competency.objects.visible_to(request.actor), code=code))


@router.read("/occupations/", Right.VIEW_COMPETENCY, Occupations)
def list_occupations(request: HttpRequest, query: Query[PageQuery]) -> Occupations:  # noqa: ARG001 - the same for everybody
    """ISCO-08 groups, as KBJI 2014."""
    return page_of(Occupations, Occupation.objects.all(), query, lambda found: map(_occupation, found))


@router.read("/standards/", Right.VIEW_STANDARD, Standards)
def list_standards(request: HttpRequest, query: Query[StandardQuery]) -> Standards:
    """What destinations ask of a person for an occupation."""
    rows = _standards(request)
    if query.country:
        rows = rows.filter(country=query.country)
    if query.occupation:
        rows = rows.filter(occupation=query.occupation)
    if query.on:
        rows = rows.in_force(query.on)
    return page_of(Standards, rows, query, lambda found: map(show, found))


@router.read(
    "/standards/{uuid:pk}/", Right.VIEW_STANDARD, StandardRecord, events={"competencies:standard": "pk"}
)
def show_standard(request: HttpRequest, pk: UUID) -> StandardRecord:
    """One version of a standard."""
    return show(get_object_or_404(_standards(request), pk=pk))


@router.create("/standards/", Right.EDIT_STANDARD, StandardRecord)
def adopt_standard(request: HttpRequest, body: NewStandard) -> StandardRecord:
    """A new standard from a day on."""
    return _adopt(request, through(StandardForm, body), None)


@router.create("/standards/{uuid:pk}/versions/", Right.EDIT_STANDARD, StandardRecord)
def revise_standard(request: HttpRequest, pk: UUID, body: NewVersion) -> StandardRecord:
    """A new version; nothing of the one before changes but its end."""
    before = get_object_or_404(_standards(request), pk=pk)
    form = through(partial(StandardForm, fixed=True, initial=initial_of(before)), body)
    return _adopt(request, form, before)


@router.step("/standards/{uuid:pk}/take-back/", Right.EDIT_STANDARD, StandardRecord)
def take_back_standard(request: HttpRequest, pk: UUID, body: TakenBack) -> StandardRecord:
    """It holds no longer from a day on, and what it had replaced holds again."""
    standard = get_object_or_404(_standards(request), pk=pk)
    form = through(TakeBackForm, body)
    for locked in lock(DestinationStandard, [pk]):
        check_seen(request, locked, show)
    taken = services.take_back_standard(
        actor=request.actor, standard=standard, today=dates.today(), **form.cleaned_data
    )
    return show(taken)


def _adopt(request: HttpRequest, form: StandardForm, before: DestinationStandard | None) -> StandardRecord:
    unchanged = {"country_id": before.country_id, "occupation_id": before.occupation_id} if before else {}
    adopted = services.adopt_standard(
        actor=request.actor,
        values={**form.values(), **unchanged},
        requirements=form.cleaned_data["requirements"],
        advantages=form.cleaned_data["advantages"],
        replaces=before,
    )
    return show(adopted)


def _standards(request: HttpRequest):
    return DestinationStandard.objects.visible_to(request.actor).prefetch_related(
        "requirements", "advantages"
    )


def show(standard: DestinationStandard) -> StandardRecord:
    """What programs read of a standard."""
    return StandardRecord(
        id=standard.pk,
        series=standard.series,
        country=standard.country_id,
        occupation=standard.occupation_id,
        route=standard.route,
        title_id=standard.title_id,
        title_en=standard.title_en,
        min_age=standard.min_age,
        max_age=standard.max_age,
        sex=standard.sex,
        min_education=standard.min_education,
        contract_months=standard.contract_months,
        requirements=sorted(one.code for one in standard.requirements.all()),
        advantages=sorted(one.code for one in standard.advantages.all()),
        valid_from=standard.valid_from,
        valid_to=standard.valid_to,
        source=standard.source,
        source_url=standard.source_url,
        verified=standard.verified,
    )


def _competency(one: Competency) -> CompetencyRecord:
    return CompetencyRecord(
        code=one.code,
        kind=one.kind,
        title_id=one.title_id,
        title_en=one.title_en,
        body=one.body,
        scheme=one.scheme,
        country=one.country_id,
        scale=one.scale_id,
        rank=one.rank,
        occupation=one.occupation_id,
        source=one.source,
        source_url=one.source_url,
        verified=one.verified,
    )


def _occupation(one: Occupation) -> OccupationRecord:
    return OccupationRecord(code=one.code, title_id=one.title_id, title_en=one.title_en, parent=one.parent_id)
