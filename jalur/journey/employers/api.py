"""Employers, what missions verified of them, and the problem list, for programs; employers are registered beside their orders."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.accounts import access
from jalur.foundation.api.bodies import Body, Reason, through
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of, as_seen
from jalur.foundation.workflow.views import find
from jalur.journey.employers import queries, services
from jalur.journey.employers.forms import ProblemForm, VerificationForm
from jalur.journey.employers.models import Employer, Problem, Verification
from jalur.journey.employers.rights import Right
from jalur.journey.employers.workflow import EMPLOYER, PROBLEM
from jalur.kit import dates

router = Router("employers", gettext_lazy("Employers abroad"))


class EmployerFile(Schema):
    id: UUID
    name: str
    also_called: str
    employer_type: str
    country: str
    city: str
    registration: str
    state: str
    merged_into: UUID | None
    verified_until: date | None = Field(description="The last day on which some verification counts.")
    on_problem_list: bool = Field(description="Whether an entry of the problem list counts today.")


class VerificationRecord(Schema):
    id: UUID
    employer: UUID
    way: str
    verified_on: date
    valid_until: date = Field(description="The last day.")


class ListedProblem(Schema):
    id: UUID
    employer: UUID | None
    partner: UUID | None
    name: str | None = Field(description="Null for a household, unless the program keeps the list.")
    country: str
    kind: str
    words: str | None = Field(description="Null where `name` is.")
    since: date
    until: date | None = Field(description="The last day.")
    is_published: bool
    state: str
    counts_today: bool


class ListedProblems(Page[ListedProblem]):
    pass


class VerificationBody(Body):
    way: str
    verified_on: date
    valid_until: date | None = Field(
        None, description="The last day; left out, as long as the rulebook says."
    )
    paper: str = ""
    note: str = ""


class ListingBody(Body):
    kind: str
    words: str = ""
    since: date
    until: date | None = Field(None, description="The last day.")
    source: str
    is_published: bool = False


@router.read("/records/{uuid:pk}/", Right.VIEW_EMPLOYER, EmployerFile, events={"employers:employer": "pk"})
def show_employer(request: HttpRequest, pk: UUID) -> EmployerFile:
    """One employer, with what was verified and whether it is on the problem list."""
    return _file(find(EMPLOYER, actor_of(request), pk))


@router.create("/records/{uuid:pk}/verifications/", Right.VERIFY_EMPLOYER, VerificationRecord)
def verify_employer(request: HttpRequest, pk: UUID, body: VerificationBody) -> VerificationRecord:
    """The mission has convinced itself of it in this way (UU 18/2017 art. 10)."""
    actor = actor_of(request)
    employer = find(EMPLOYER, actor, pk, action=Right.VERIFY_EMPLOYER)
    make = partial(VerificationForm, instance=Verification(), subject=employer)
    form = through(make, body)
    made = services.verify_employer(
        actor=actor, about=employer, verification=form.instance, today=dates.today(), **form.beside
    )
    return VerificationRecord(
        id=made.pk,
        employer=employer.pk,
        way=made.way,
        verified_on=made.verified_on,
        valid_until=made.valid_until,
    )


@router.create("/records/{uuid:pk}/problems/", Right.ENTER_PROBLEM, ListedProblem)
def enter_problem(request: HttpRequest, pk: UUID, body: ListingBody) -> ListedProblem:
    """Put an employer on the problem list; its orders stand still while the entry counts."""
    actor = actor_of(request)
    employer = find(EMPLOYER, actor, pk, action=Right.ENTER_PROBLEM)
    form = through(partial(ProblemForm, instance=Problem()), body)
    entered = services.enter_problem(actor=actor, about=employer, problem=form.instance, today=dates.today())
    return _shown_to(request)(entered)


@router.read("/problems/", Right.VIEW_PROBLEM, ListedProblems)
def list_problems(request: HttpRequest, query: Query[PageQuery]) -> ListedProblems:
    """What everybody may read and counts today; for those who keep the list all of it."""
    actor = actor_of(request)
    rows = Problem.objects.visible_to(actor).select_related("employer__country", "partner")
    if not access.may(actor, Right.ENTER_PROBLEM):
        rows = rows.filter(is_published=True).running(dates.today())
    return page_of(ListedProblems, rows, query, lambda found: map(_shown_to(request), found))


@router.read("/problems/{uuid:pk}/", Right.VIEW_PROBLEM, ListedProblem, events={"employers:problem": "pk"})
def show_problem(request: HttpRequest, pk: UUID) -> ListedProblem:
    """One entry of the problem list."""
    return _shown_to(request)(find(PROBLEM, actor_of(request), pk))


@router.step("/problems/{uuid:pk}/lift/", Right.ENTER_PROBLEM, ListedProblem)
def lift_problem(request: HttpRequest, pk: UUID, body: Reason) -> ListedProblem:
    """Take it off the list; orders that nothing else stops are open again."""
    actor, show = actor_of(request), _shown_to(request)
    record = find(PROBLEM, actor, pk, action=Right.ENTER_PROBLEM)
    with as_seen(request, record, show):
        return show(
            services.lift_problem(actor=actor, problem=record, reason=body.reason, today=dates.today())
        )


def _file(employer: Employer) -> EmployerFile:
    today = dates.today()
    return EmployerFile(
        id=employer.pk,
        name=employer.name,
        also_called=employer.also_called,
        employer_type=employer.employer_type,
        country=employer.country_id,
        city=employer.city,
        registration=employer.registration,
        state=employer.state,
        merged_into=employer.merged_into_id,
        verified_until=queries.verified_until(employer),
        on_problem_list=bool(queries.problems_of([employer.pk], today)),
    )


def _shown_to(request: HttpRequest) -> Any:
    actor, today = actor_of(request), dates.today()

    def show(problem: Problem) -> ListedProblem:
        told = not problem.names_household or access.covers(actor, Right.ENTER_PROBLEM, problem)
        return ListedProblem(
            id=problem.pk,
            employer=problem.employer_id if told else None,
            partner=problem.partner_id,
            name=problem.about.name if told else None,
            country=problem.country_id,
            kind=problem.kind,
            words=problem.words if told else None,
            since=problem.since,
            until=problem.until,
            is_published=problem.is_published,
            state=problem.state,
            counts_today=problem.is_running(today),
        )

    return show
