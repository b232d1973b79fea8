"""Candidates' files for programs of offices. The NIK stays masked: opening it is a deed of a person, at a screen."""

from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.api.bodies import Body, Nothing, Reason, through
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of, as_seen
from jalur.foundation.people import notice
from jalur.foundation.people.services import lookalikes, read_notice
from jalur.foundation.workflow.views import find
from jalur.journey.candidates import services
from jalur.journey.candidates.forms import CandidateForm, HeldForm, RegisterForm
from jalur.journey.candidates.models import Candidate, CandidateQuerySet, HeldCompetency
from jalur.journey.candidates.rights import Right
from jalur.journey.candidates.workflow import CANDIDATE, HELD
from jalur.kit import dates
from jalur.kit.refusals import refusal

router = Router("candidates", _("Candidates"))


class HeldRecord(Schema):
    id: UUID
    competency: str
    evidence: str
    evidence_note: str
    obtained_on: date | None
    expires_on: date | None
    state: str
    review_note: str


class WishRecord(Schema):
    country: str
    occupation: str | None


class CandidateRecord(Schema):
    number: str
    state: str
    name: str
    birth_date: date
    sex: str
    residence: str
    national_id_masked: str
    education: int
    available_from: date
    any_destination: bool
    wishes: list[WishRecord]
    opted_out_of_planning_at: datetime | None
    withdrawn_on: date | None
    withdrawal_reason: str
    held: list[HeldRecord]


class Candidates(Page[CandidateRecord]):
    pass


class CandidateQuery(PageQuery):
    state: str = Field("", max_length=20)
    within: str = Field("", max_length=13, description="Code of a region: who lives in it or below it.")


class NewCandidate(Body):
    name: str
    birth_date: date
    sex: str
    residence: str = Field(description="Code of the village.")
    national_id: str = ""
    phone: str = ""
    education: int
    available_from: date
    destinations: list[str] = []
    notice_read: bool = Field(description="The privacy notice has been read out to the person.")
    confirmed: bool = Field(False, description="What is unlikely is meant so.")


class Profile(Body):
    education: int | None = None
    available_from: date | None = None
    confirmed: bool = False


class NewWish(Body):
    country: str = Field(max_length=2)
    occupation: str | None = Field(None, max_length=4)


class Wishes(Body):
    """None: any destination is fine."""

    wishes: list[NewWish] = Field(max_length=50)


class NewHeld(Body):
    competency: str
    evidence: str
    evidence_note: str = ""
    obtained_on: date | None = None
    expires_on: date | None = None


@router.read("/", Right.VIEW_DESK, Candidates)
def list_candidates(request: HttpRequest, query: Query[CandidateQuery]) -> Candidates:
    """People on the path whom the program's office may see; each once."""
    rows = _rows(request, Right.VIEW_DESK).current()
    if query.state:
        rows = rows.filter(state=query.state)
    if query.within:
        rows = rows.filter(home__startswith=query.within)
    return page_of(Candidates, rows, query, lambda found: map(show, found))


@router.read(
    "/{number}/",
    Right.VIEW_CANDIDATE,
    CandidateRecord,
    events={
        "candidates:candidate": "number",
        "candidates:wishes": "number",
        "candidates:planning": "number",
        "candidates:competency": "candidate__number number",
    },
)
def show_candidate(request: HttpRequest, number: str) -> CandidateRecord:
    """One person's file, with wishes and competencies."""
    return show(get_object_or_404(_rows(request), number=number))


@router.create("/", Right.REGISTER_CANDIDATE, CandidateRecord)
def register_candidate(request: HttpRequest, body: NewCandidate) -> CandidateRecord:
    """Register somebody who has shown her papers and heard the notice."""
    actor, today = actor_of(request), dates.today()
    if not body.notice_read:
        sentence = _("Read the privacy notice out first; nobody is registered without having heard it.")
        raise refusal("notice_read", "notice_unread", str(sentence))
    form = through(RegisterForm, body, only=NewCandidate.model_fields.keys() - {"notice_read"})
    identity = {name: form.cleaned_data[name] for name in ("name", "birth_date", "national_id")}
    form.ask_whether_another(lookalikes(actor=actor, **identity))
    made = services.register_candidate(actor=actor, today=today, person=None, **form.facts())
    read_notice(actor=actor, person=made.person, version=notice.version_on(today))
    return show(made)


@router.change("/{number}/", Right.EDIT_CANDIDATE, CandidateRecord)
def edit_candidate(request: HttpRequest, number: str, body: Profile) -> CandidateRecord:
    """Correct schooling and the first day; what is not sent stays."""
    candidate = _found(request, number)
    form = through(partial(CandidateForm, instance=candidate), body)
    return _taken(request, candidate, partial(services.edit_candidate, candidate=form.instance))


@router.step("/{number}/wish/", Right.EDIT_CANDIDATE, CandidateRecord)
def set_wishes(request: HttpRequest, number: str, body: Wishes) -> CandidateRecord:
    """Where to, and as what."""
    candidate = _found(request, number)
    wishes = [(wish.country, wish.occupation) for wish in body.wishes]
    return _taken(request, candidate, partial(services.set_wishes, candidate=candidate, wishes=wishes))


@router.step("/{number}/opt-out/", Right.OPT_OUT_PLANNING, CandidateRecord)
def opt_out_of_planning(request: HttpRequest, number: str, body: Nothing) -> CandidateRecord:  # noqa: ARG001 - an empty object
    """No plan looks at the file any more (UU 27/2022)."""
    candidate = _found(request, number)
    return _taken(request, candidate, partial(services.opt_out_of_planning, candidate=candidate))


@router.step("/{number}/opt-in/", Right.OPT_OUT_PLANNING, CandidateRecord)
def opt_into_planning(request: HttpRequest, number: str, body: Nothing) -> CandidateRecord:  # noqa: ARG001 - an empty object
    """Plans look at the file again."""
    candidate = _found(request, number)
    return _taken(request, candidate, partial(services.opt_into_planning, candidate=candidate))


@router.step("/{number}/withdraw/", Right.WITHDRAW_CANDIDATE, CandidateRecord)
def withdraw_candidate(request: HttpRequest, number: str, body: Reason) -> CandidateRecord:
    """Nobody has to go; whatever is held for her is given back in the same act."""
    candidate = _found(request, number)
    take = partial(services.withdraw, candidate=candidate, reason=body.reason, today=dates.today())
    return _taken(request, candidate, take)


@router.step("/{number}/return/", Right.RETURN_CANDIDATE, CandidateRecord)
def come_back(request: HttpRequest, number: str, body: Nothing) -> CandidateRecord:  # noqa: ARG001 - an empty object
    """Who has withdrawn takes the path up again."""
    candidate = _found(request, number)
    return _taken(request, candidate, partial(services.come_back, candidate=candidate))


@router.create("/{number}/competencies/", Right.EDIT_CANDIDATE, HeldRecord)
def add_held(request: HttpRequest, number: str, body: NewHeld) -> HeldRecord:
    """Enter a competency with its evidence; it counts once an official has seen it."""
    candidate = find(CANDIDATE, request.actor, number, action=Right.EDIT_CANDIDATE)
    form = through(partial(HeldForm, instance=HeldCompetency(candidate=candidate)), body)
    return _held(services.add_held(actor=actor_of(request), held=form.instance, today=dates.today()))


@router.step("/competencies/{uuid:pk}/confirm/", Right.CONFIRM_EVIDENCE, HeldRecord)
def confirm_held(request: HttpRequest, pk: UUID, body: Nothing) -> HeldRecord:  # noqa: ARG001 - an empty object
    """An official has seen the evidence as the program read it."""
    return _held_step(request, pk, services.confirm_held)


@router.step("/competencies/{uuid:pk}/ask/", Right.CONFIRM_EVIDENCE, HeldRecord)
def ask_for_more(request: HttpRequest, pk: UUID, body: Reason) -> HeldRecord:
    """The person reads what to bring or add."""
    return _held_step(request, pk, partial(services.ask_for_more, reason=body.reason))


@router.step("/competencies/{uuid:pk}/return/", Right.CONFIRM_EVIDENCE, HeldRecord)
def send_back(request: HttpRequest, pk: UUID, body: Reason) -> HeldRecord:
    """The evidence does not hold; the person reads why."""
    return _held_step(request, pk, partial(services.send_back, reason=body.reason))


def _held_step(request: HttpRequest, pk: UUID, take: Any) -> HeldRecord:
    held = find(HELD, request.actor, pk, action=Right.CONFIRM_EVIDENCE)
    with as_seen(request, held, _held):
        return _held(take(actor=actor_of(request), held=held))


def _taken(request: HttpRequest, candidate: Candidate, take: Any) -> CandidateRecord:
    with as_seen(request, candidate, show):
        return show(take(actor=actor_of(request)))


def _found(request: HttpRequest, number: str) -> Candidate:
    candidate: Candidate = find(CANDIDATE, actor_of(request), number)
    return candidate


def _rows(request: HttpRequest, action: str = "") -> CandidateQuerySet:
    rows = Candidate.objects.visible_to(actor_of(request), action)
    return rows.select_related("person").prefetch_related("held", "wishes")


def show(candidate: Candidate) -> CandidateRecord:
    """What programs read of a file: what its page shows."""
    person = candidate.person
    return CandidateRecord(
        number=candidate.number,
        state=candidate.state,
        name=person.name,
        birth_date=person.birth_date,
        sex=person.sex,
        residence=person.residence_id,
        national_id_masked=person.national_id_masked,
        education=candidate.education,
        available_from=candidate.available_from,
        any_destination=candidate.any_destination,
        wishes=sorted(
            (
                WishRecord(country=wish.country_id, occupation=wish.occupation_id)
                for wish in candidate.wishes.all()
            ),
            key=lambda wish: (wish.country, wish.occupation or ""),
        ),
        opted_out_of_planning_at=candidate.opted_out_of_planning_at,
        withdrawn_on=candidate.withdrawn_on,
        withdrawal_reason=candidate.withdrawal_reason,
        held=[_held(held) for held in sorted(candidate.held.all(), key=lambda held: held.competency_id)],
    )


def _held(held: HeldCompetency) -> HeldRecord:
    return HeldRecord(
        id=held.pk,
        competency=held.competency_id,
        evidence=held.evidence,
        evidence_note=held.evidence_note,
        obtained_on=held.obtained_on,
        expires_on=held.expires_on,
        state=held.state,
        review_note=held.review_note,
    )
