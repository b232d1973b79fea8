"""Permits to recruit (SIP2MI), for programs: looked up by anybody; the ministry's decisions and what is asked about them."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.api.bodies import Body, Nothing, Reason, through
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of, as_seen
from jalur.foundation.workflow.views import find
from jalur.journey.permits import services
from jalur.journey.permits.forms import ExtensionForm, RevocationForm
from jalur.journey.permits.models import PUBLIC, Permit, Request, RequestKind
from jalur.journey.permits.rights import Right
from jalur.journey.permits.workflow import PERMIT, REQUEST
from jalur.kit import dates
from jalur.kit.folding import fold
from jalur.kit.search import Folded

router = Router("permits", gettext_lazy("Permits to recruit (SIP2MI)"))


class PermitPosition(Schema):
    order: str
    asked: int | None = Field(
        description="How many the company asked for; null for whoever does not work on it."
    )
    quota: int | None = Field(description="How many may be recruited; null before it is granted.")
    reserved: int = Field(description="Openings of the order held for candidates now.")
    counts: bool = Field(description="Whether the order follows this position today.")


class PermitRecord(Schema):
    id: UUID
    number: str = Field(description="Text, exactly as it is written on the permit.")
    state: str
    company: UUID
    destination: str
    granted_on: date | None
    valid_until: date | None = Field(description="The last day.")
    in_force: bool = Field(description="Whether anybody may recruit by it today.")
    revoked_on: date | None
    answer: str | None = Field(description="What the ministry says; null where it is not the reader's.")
    applied_at: datetime | None
    positions: list[PermitPosition]


class Permits(Page[PermitRecord]):
    pass


class PermitQuery(PageQuery):
    number: str = Field("", max_length=80, description="The whole number.")
    company: UUID | None = None
    destination: str = Field("", max_length=2)


class PermitRequest(Schema):
    id: UUID
    permit: UUID
    kind: str
    state: str
    until: date | None
    reason: str
    answer: str


class ExtensionBody(Body):
    until: date
    reason: str


class RevocationBody(Body):
    reason: str


@router.read("/permits/", Right.VIEW_PERMIT, Permits)
def list_permits(request: HttpRequest, query: Query[PermitQuery]) -> Permits:
    """Permits that were granted, those revoked or run out included."""
    rows = _rows(request).filter(state__in=PUBLIC)
    if query.number:
        rows = rows.alias(folded=Folded("number")).filter(folded=fold(query.number))
    if query.company:
        rows = rows.filter(company=query.company)
    if query.destination:
        rows = rows.filter(destination=query.destination)
    return page_of(Permits, rows, query, lambda found: map(_shown_to(request), found))


@router.read("/permits/{uuid:pk}/", Right.VIEW_PERMIT, PermitRecord, events={"permits:permit": "pk"})
def show_permit(request: HttpRequest, pk: UUID) -> PermitRecord:
    """One permit, or an application of those who work on it."""
    return _shown_to(request)(find(PERMIT, actor_of(request), pk))


@router.step("/permits/{uuid:pk}/apply/", Right.APPLY_PERMIT, PermitRecord)
def apply_permit(request: HttpRequest, pk: UUID, body: Nothing) -> PermitRecord:  # noqa: ARG001 - an empty object
    """Send an application to the ministry."""
    return _taken(request, pk, Right.APPLY_PERMIT, services.apply_permit)


@router.step("/permits/{uuid:pk}/return/", Right.DECIDE_PERMIT, PermitRecord)
def return_permit(request: HttpRequest, pk: UUID, body: Reason) -> PermitRecord:
    """Send an application back to the company."""
    return _taken(request, pk, Right.DECIDE_PERMIT, partial(services.return_permit, reason=body.reason))


@router.step("/permits/{uuid:pk}/refuse/", Right.DECIDE_PERMIT, PermitRecord)
def refuse_permit(request: HttpRequest, pk: UUID, body: Reason) -> PermitRecord:
    """The permit is not granted."""
    return _taken(request, pk, Right.DECIDE_PERMIT, partial(services.refuse_permit, reason=body.reason))


@router.create("/permits/{uuid:pk}/extensions/", Right.APPLY_PERMIT, PermitRequest)
def ask_extension(request: HttpRequest, pk: UUID, body: ExtensionBody) -> PermitRequest:
    """Its company asks for a later last day."""
    actor = actor_of(request)
    permit = _own(actor, pk, Right.APPLY_PERMIT)
    form = through(partial(ExtensionForm, instance=Request(permit=permit, kind=RequestKind.EXTENSION)), body)
    return _asked(
        services.ask_extension(actor=actor, permit=permit, today=dates.today(), **form.cleaned_data)
    )


@router.create("/permits/{uuid:pk}/revocations/", Right.PROPOSE_REVOCATION, PermitRequest)
def propose_revocation(request: HttpRequest, pk: UUID, body: RevocationBody) -> PermitRequest:
    """A labour office proposes that it be revoked."""
    actor = actor_of(request)
    permit = _own(actor, pk, Right.PROPOSE_REVOCATION)
    form = through(
        partial(RevocationForm, instance=Request(permit=permit, kind=RequestKind.REVOCATION)), body
    )
    asked = services.propose_revocation(actor=actor, permit=permit, today=dates.today(), **form.cleaned_data)
    return _asked(asked)


@router.read("/requests/{uuid:pk}/", Right.VIEW_REQUEST, PermitRequest, events={"permits:request": "pk"})
def show_request(request: HttpRequest, pk: UUID) -> PermitRequest:
    """What is asked about a permit."""
    return _asked(find(REQUEST, actor_of(request), pk))


def _rows(request: HttpRequest) -> QuerySet[Permit]:
    rows = Permit.objects.visible_to(actor_of(request)).select_related("company", "destination")
    return rows.prefetch_related("positions__order")


def _own(actor: Actor, pk: UUID, right: str) -> Permit:
    permit = find(PERMIT, actor, pk)
    access.check(actor, right, permit)
    return permit


def _taken(request: HttpRequest, pk: UUID, right: str, take: Callable[..., Permit]) -> PermitRecord:
    """The permit after a step of it, taken only if it is still as the program has seen it."""
    actor, show = actor_of(request), _shown_to(request)
    permit = _own(actor, pk, right)
    with as_seen(request, permit, show):
        return show(take(actor=actor, permit=permit, today=dates.today()))


def _shown_to(request: HttpRequest) -> Any:
    actor, today = actor_of(request), dates.today()

    def show(permit: Permit) -> PermitRecord:
        works_on_it = access.covers(actor, Right.VIEW_APPLICATION, permit)
        prefetch_related_objects([permit], "positions__order")
        return PermitRecord(
            id=permit.pk,
            number=permit.number,
            state=permit.state,
            company=permit.company_id,
            destination=permit.destination_id,
            granted_on=permit.granted_on,
            valid_until=permit.valid_until,
            in_force=permit.is_in_force(today),
            revoked_on=permit.revoked_on,
            answer=permit.answer if works_on_it or permit.state == "revoked" else None,
            applied_at=permit.applied_at if works_on_it else None,
            positions=[
                PermitPosition(
                    order=one.order.number,
                    asked=one.asked if works_on_it else None,
                    quota=one.quota,
                    reserved=one.order.reserved,
                    counts=one.is_live,
                )
                for one in sorted(permit.positions.all(), key=lambda one: one.order.number)
            ],
        )

    return show


def _asked(request: Request) -> PermitRequest:
    return PermitRequest(
        id=request.pk,
        permit=request.permit_id,
        kind=request.kind,
        state=request.state,
        until=request.until,
        reason=request.reason,
        answer=request.answer,
    )
