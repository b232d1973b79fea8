"""Plans and proposed paths, to read. What a plan proposes is decided by people, at screens: no program offers, refuses or answers."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of
from jalur.proposals.models import Proposal, Run
from jalur.proposals.rights import Right

router = Router("proposals", _("Plans and proposals"))


class RunRecord(Schema):
    id: UUID
    name: str
    place: str | None = Field(description="Null: the country.")
    state: str
    is_what_if: bool
    as_of: date
    value: float | None
    bound: float | None = Field(description="No plan can reach more than this.")
    gap: float | None
    placed: int | None
    finished_at: datetime | None


class Runs(Page[RunRecord]):
    pass


class ProposalRecord(Schema):
    id: UUID
    run: UUID
    state: str
    candidate: str = Field(description="Number of the candidate's file.")
    name: str
    order: str
    intakes: list[str] = Field(description="The classes of the path, in their order.")
    value: float
    offered_at: datetime | None
    answer_by: date | None
    answered_how: str
    answered_on: date | None
    refusal_reason: str


class Proposals(Page[ProposalRecord]):
    pass


class ProposalQuery(PageQuery):
    state: str = Field("", max_length=20)
    run: UUID | None = None


@router.read("/runs/", Right.VIEW_RUN, Runs)
def list_runs(request: HttpRequest, query: Query[PageQuery]) -> Runs:
    """Plans with their proof; their figures name nobody."""
    rows = Run.objects.visible_to(actor_of(request))
    return page_of(Runs, rows, query, lambda found: map(_run, found))


@router.read(
    "/runs/{uuid:pk}/",
    Right.VIEW_RUN,
    RunRecord,
    events={"proposals:run": "pk", "proposals:publication": "run_id"},
)
def show_run(request: HttpRequest, pk: UUID) -> RunRecord:
    """One plan with its proof."""
    return _run(get_object_or_404(Run.objects.visible_to(actor_of(request)), pk=pk))


@router.read("/proposals/", Right.LIST_PROPOSAL, Proposals)
def list_proposals(request: HttpRequest, query: Query[ProposalQuery]) -> Proposals:
    """Published paths proposed to the people of the office's region."""
    rows = _proposals(request, Right.LIST_PROPOSAL)
    if query.state:
        rows = rows.filter(state=query.state)
    if query.run:
        rows = rows.filter(run=query.run)
    return page_of(Proposals, rows, query, lambda found: map(_proposal, found))


@router.read(
    "/proposals/{uuid:pk}/", Right.VIEW_PROPOSAL, ProposalRecord, events={"proposals:proposal": "pk"}
)
def show_proposal(request: HttpRequest, pk: UUID) -> ProposalRecord:
    """One proposed path."""
    return _proposal(get_object_or_404(_proposals(request), pk=pk))


def _proposals(request: HttpRequest, action: str = ""):
    rows = Proposal.objects.visible_to(actor_of(request), action)
    return rows.select_related("candidate__person", "order").prefetch_related("steps__intake")


def _run(run: Run) -> RunRecord:
    return RunRecord(
        id=run.pk,
        name=run.name,
        place=run.place_id,
        state=run.state,
        is_what_if=run.is_what_if,
        as_of=run.as_of,
        value=run.value,
        bound=run.bound,
        gap=run.gap,
        placed=run.placed,
        finished_at=run.finished_at,
    )


def _proposal(proposal: Proposal) -> ProposalRecord:
    steps = sorted(proposal.steps.all(), key=lambda step: step.position)
    return ProposalRecord(
        id=proposal.pk,
        run=proposal.run_id,
        state=proposal.state,
        candidate=proposal.candidate.number,
        name=proposal.candidate.person.name,
        order=proposal.order.number,
        intakes=[step.intake.number for step in steps],
        value=proposal.value,
        offered_at=proposal.offered_at,
        answer_by=proposal.answer_by,
        answered_how=proposal.answered_how,
        answered_on=proposal.answered_on,
        refusal_reason=proposal.refusal_reason,
    )
