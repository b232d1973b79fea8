"""Vacancies at home, for programs: of labour offices, employers and whoever shows them elsewhere."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.api.bodies import Body, Nothing, Reason, through
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of, as_seen
from jalur.foundation.workflow.views import find
from jalur.journey.vacancies import services
from jalur.journey.vacancies.forms import CountForm, VacancyForm
from jalur.journey.vacancies.models import Vacancy
from jalur.journey.vacancies.rights import Right
from jalur.journey.vacancies.workflow import VACANCY
from jalur.kit import dates
from jalur.kit.database import lying_in

router = Router("vacancies", _("Vacancies at home"))


class VacancyRecord(Schema):
    number: str
    state: str
    title: str
    employer: str
    organisation: UUID | None = Field(description="The employer in the register, where it is there.")
    occupation: str = Field(description="ISCO-08.")
    place: str = Field(description="Code of a regency or city, or of a place in it.")
    openings: int
    filled: int = Field(description="As counted by who keeps the vacancy.")
    terms: str
    weekly_hours: int | None
    pay_from: str | None = Field(description="Rupiah a month.")
    pay_to: str | None = Field(description="Rupiah a month.")
    min_age: int | None
    max_age: int | None
    min_education: int | None
    requirements: list[str]
    deadline: date
    how_to_apply: str
    source: str
    opened_on: date | None
    ended_on: date | None


class Vacancies(Page[VacancyRecord]):
    pass


class VacancyQuery(PageQuery):
    state: str = Field("", max_length=20)
    occupation: str = Field("", max_length=4)
    within: str = Field("", max_length=13, description="Code of a place: those in it.")


class Change(Body):
    employer: str | None = None
    organisation: UUID | None = Field(None, description="What an employer enters is its own.")
    title: str | None = None
    occupation: str | None = None
    place: str | None = None
    openings: int | None = None
    terms: str | None = None
    weekly_hours: int | None = None
    pay_from: int | None = Field(None, description="Whole rupiah a month.")
    pay_to: int | None = Field(None, description="Whole rupiah a month.")
    min_age: int | None = None
    max_age: int | None = None
    min_education: int | None = None
    requirements: list[str] | None = None
    deadline: date | None = None
    how_to_apply: str | None = None
    source: str | None = None


class NewVacancy(Change):
    employer: str
    title: str
    occupation: str
    place: str
    openings: int
    deadline: date


class Counted(Body):
    filled: int


@router.read("/vacancies/", Right.VIEW_VACANCY, Vacancies)
def list_vacancies(request: HttpRequest, query: Query[VacancyQuery]) -> Vacancies:
    """Published vacancies at home, and the drafts of those who keep them. Orders from abroad are elsewhere."""
    rows = Vacancy.objects.visible_to(actor_of(request)).prefetch_related("requirements")
    for name in ("state", "occupation"):
        if value := getattr(query, name):
            rows = rows.filter(**{name: value})
    if query.within:
        rows = rows.filter(lying_in("place__code", query.within))
    return page_of(Vacancies, rows, query, lambda found: map(_record, found))


@router.read(
    "/vacancies/{number}/", Right.VIEW_VACANCY, VacancyRecord, events={"vacancies:vacancy": "number"}
)
def show_vacancy(request: HttpRequest, number: str) -> VacancyRecord:
    """One vacancy, by its number."""
    return _record(find(VACANCY, actor_of(request), number))


@router.create("/vacancies/", Right.ENTER_VACANCY, VacancyRecord)
def enter_vacancy(request: HttpRequest, body: NewVacancy) -> VacancyRecord:
    """A vacancy as a draft."""
    actor = actor_of(request)
    form = through(partial(VacancyForm, actor=actor), body)
    entered = services.enter_vacancy(actor=actor, vacancy=form.instance, today=dates.today(), **form.beside)
    return _record(entered)


@router.change("/vacancies/{number}/", Right.ENTER_VACANCY, VacancyRecord)
def change_vacancy(request: HttpRequest, number: str, body: Change) -> VacancyRecord:
    """Change a draft or an open vacancy; what is not sent stays."""
    vacancy = _kept(request, number)
    form = through(partial(VacancyForm, instance=vacancy, actor=actor_of(request)), body)
    return _taken(request, vacancy, partial(services.change_vacancy, vacancy=form.instance, **form.beside))


@router.step("/vacancies/{number}/open/", Right.ENTER_VACANCY, VacancyRecord)
def open_vacancy(request: HttpRequest, number: str, body: Nothing) -> VacancyRecord:  # noqa: ARG001 - an empty object
    """Publish a draft."""
    vacancy = find(VACANCY, actor_of(request), number)
    return _taken(request, vacancy, partial(services.open_vacancy, vacancy=vacancy))


@router.step("/vacancies/{number}/count/", Right.ENTER_VACANCY, VacancyRecord)
def count_filled(request: HttpRequest, number: str, body: Counted) -> VacancyRecord:
    """How many openings are filled so far."""
    vacancy = _kept(request, number)
    form = through(partial(CountForm, vacancy=vacancy), body)
    take = partial(services.count_filled, vacancy=vacancy, filled=form.cleaned_data["filled"])
    return _taken(request, vacancy, take)


@router.step("/vacancies/{number}/fill/", Right.ENTER_VACANCY, VacancyRecord)
def fill_vacancy(request: HttpRequest, number: str, body: Nothing) -> VacancyRecord:  # noqa: ARG001 - an empty object
    """All openings are filled."""
    vacancy = find(VACANCY, actor_of(request), number)
    return _taken(request, vacancy, partial(services.fill_vacancy, vacancy=vacancy))


@router.step("/vacancies/{number}/withdraw/", Right.ENTER_VACANCY, VacancyRecord)
def withdraw_vacancy(request: HttpRequest, number: str, body: Reason) -> VacancyRecord:
    """It is no longer public."""
    vacancy = find(VACANCY, actor_of(request), number)
    return _taken(request, vacancy, partial(services.withdraw_vacancy, vacancy=vacancy, reason=body.reason))


def _kept(request: HttpRequest, number: str) -> Vacancy:
    """A vacancy that the program keeps: what it sends is looked at for nobody else."""
    actor: Actor = actor_of(request)
    vacancy = find(VACANCY, actor, number)
    access.check(actor, Right.ENTER_VACANCY, vacancy)
    return vacancy


def _taken(request: HttpRequest, vacancy: Vacancy, take: Any) -> VacancyRecord:
    """The vacancy after a step of it, taken only if it is still as the program has seen it."""
    with as_seen(request, vacancy, _record):
        return _record(take(actor=actor_of(request), today=dates.today()))


def _record(vacancy: Vacancy) -> VacancyRecord:
    return VacancyRecord(
        number=vacancy.number,
        state=vacancy.state,
        title=vacancy.title,
        employer=vacancy.employer,
        organisation=vacancy.organisation_id,
        occupation=vacancy.occupation_id,
        place=vacancy.place_id,
        openings=vacancy.openings,
        filled=vacancy.filled,
        terms=vacancy.terms,
        weekly_hours=vacancy.weekly_hours,
        pay_from=_amount(vacancy.pay_from),
        pay_to=_amount(vacancy.pay_to),
        min_age=vacancy.min_age,
        max_age=vacancy.max_age,
        min_education=vacancy.min_education,
        requirements=sorted(one.code for one in vacancy.requirements.all()),
        deadline=vacancy.deadline,
        how_to_apply=vacancy.how_to_apply,
        source=vacancy.source,
        opened_on=vacancy.opened_on,
        ended_on=vacancy.ended_on,
    )


def _amount(pay: Any) -> str | None:
    return None if pay is None else f"{pay:.2f}"
