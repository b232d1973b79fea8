"""The talent pool, for programs of companies: who can be found, without names, and asking for somebody."""

from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.accounts.access import Actor
from jalur.foundation.api.bodies import Body, Nothing, through
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of, as_seen
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.views import find
from jalur.journey.talent_pool import queries, services, words
from jalur.journey.talent_pool.forms import RequestForm
from jalur.journey.talent_pool.models import Consent, Purpose, Request
from jalur.journey.talent_pool.rights import Right
from jalur.journey.talent_pool.workflow import REQUEST
from jalur.kit import dates
from jalur.kit.database import lying_in
from jalur.kit.refusals import refusal

router = Router("talent_pool", _("Talent pool"))


class EntryRecord(Schema):
    number: str = Field(description="Of this consent; the same person has another one after another consent.")
    competencies: list[str] = Field(description="Codes of what counts today, levels of languages among them.")
    certificates: list[str]
    schooling: int
    age: str = Field(description="A band of years, in words.")
    region: str = Field(
        description="The regency where five people or more can do the same, else the province."
    )
    any_destination: bool
    destinations: list[str]
    occupations: list[str]
    ready_from: str = Field(description="Month, as 2026-03.")
    sex: str | None = Field(description="To missions only.")


class Entries(Page[EntryRecord]):
    pass


class EntryQuery(PageQuery):
    province: str = Field("", max_length=2, description="Code of a province.")
    competency: str = Field("", max_length=64)


class RequestRecord(Schema):
    number: str
    state: str
    entry: str = Field(description="Number in the pool of whom it asks.")
    order: str | None
    programme: str
    message: str
    answer_by: date
    answered_on: date | None
    name: str | None = Field(description="Once she has agreed, and as long as she stays in the pool.")
    labour_office: str | None = Field(description="The same; contact goes through it.")


class Requests(Page[RequestRecord]):
    pass


class RequestQuery(PageQuery):
    state: str = Field("", max_length=10)


class NewRequest(Body):
    order: str | None = Field(None, description="Number of an open order of yours.")
    programme: str | None = Field(None, description="Missions only, where there is no order yet.")
    message: str


@router.read("/entries/", Right.VIEW_ENTRY, Entries)
def list_entries(request: HttpRequest, query: Query[EntryQuery]) -> Entries:
    """Who agreed to be found by you today; never who they are."""
    actor, today = actor_of(request), dates.today()
    rows = queries.pool_of(actor, today)
    if query.province:
        rows = rows.filter(lying_in("candidate__home", query.province[: queries.PROVINCE]))
    if query.competency:
        rows = queries.holding(rows, [query.competency], today)
    purpose = queries.purpose_of(actor, today)
    common = queries.common_by_regency(purpose, today)
    found = queries.shown(rows, today, purpose)
    return page_of(Entries, found, query, lambda page: (_entry(one, common, today) for one in page))


@router.read("/entries/{number}/", Right.VIEW_ENTRY, EntryRecord)
def show_entry(request: HttpRequest, number: str) -> EntryRecord:
    """One entry; the person reads that your organisation looked."""
    actor, today = actor_of(request), dates.today()
    consent = get_object_or_404(queries.pool_of(actor, today), number=number)
    purpose = queries.purpose_of(actor, today)
    services.note_look(consent, actor.organisation_id, today)
    seen = queries.shown(Consent.objects.filter(pk=consent.pk), today, purpose).get()
    return _entry(seen, queries.common_by_regency(purpose, today), today)


@router.create("/entries/{number}/ask/", Right.SEND_REQUEST, RequestRecord)
def send_request(request: HttpRequest, number: str, body: NewRequest) -> RequestRecord:
    """Ask for this person; she reads who asks, for what, and what you write, and decides."""
    actor, today = actor_of(request), dates.today()
    consent = get_object_or_404(queries.pool_of(actor, today), number=number)
    seeker = get_object_or_404(Organisation, pk=actor.organisation_id)
    sent: dict[str, Any] = body.model_dump(exclude_unset=True, exclude_none=True)
    if "order" in sent:
        sent["order"] = _order(actor, sent["order"], today)
    blank = Request(consent=consent, seeker=seeker)
    form = through(partial(RequestForm, instance=blank, actor=actor, today=today), sent)
    return _request(services.send_request(actor=actor, request=form.instance, today=today))


@router.read("/requests/", Right.VIEW_REQUEST, Requests)
def list_requests(request: HttpRequest, query: Query[RequestQuery]) -> Requests:
    """Whom was asked for what, and what became of it."""
    rows = Request.objects.visible_to(actor_of(request)).select_related(*REQUEST.related)
    rows = rows.filter(state=query.state) if query.state else rows
    return page_of(Requests, rows, query, lambda found: map(_request, found))


@router.read(
    "/requests/{number}/", Right.VIEW_REQUEST, RequestRecord, events={"talent_pool:request": "number"}
)
def show_request(request: HttpRequest, number: str) -> RequestRecord:
    """One request, by its number."""
    return _request(find(REQUEST, actor_of(request), number))


@router.step("/requests/{number}/take-back/", Right.SEND_REQUEST, RequestRecord)
def take_request_back(request: HttpRequest, number: str, body: Nothing) -> RequestRecord:  # noqa: ARG001 - an empty object
    """You no longer ask."""
    record = find(REQUEST, actor_of(request), number)
    with as_seen(request, record, _request):
        taken = services.take_request_back(actor=actor_of(request), request=record, today=dates.today())
    return _request(taken)


def _order(actor: Actor, number: str, on: date) -> Any:
    """One of the office's open orders; the same words for another's and for none."""
    found = queries.orders_to_ask_for(actor, on).filter(number=number)
    key = found.values_list("pk", flat=True).first()
    if key is None:
        raise refusal("order", "not_own", str(_("Choose one of your open orders.")))
    return str(key)


def _entry(seen: Any, common: dict[str, set[str]], on: date) -> EntryRecord:
    return EntryRecord(
        number=seen.number,
        competencies=seen.codes,
        certificates=list(dict.fromkeys(seen.certified)),
        schooling=seen.schooling,
        age=words.age(seen.born, on),
        region=words.region(seen, common),
        any_destination=seen.goes_anywhere,
        destinations=list(dict.fromkeys(seen.countries)),
        occupations=list(dict.fromkeys(seen.works)),
        ready_from=f"{max(seen.ready_from, on):%Y-%m}",
        sex=seen.gender if seen.seen_for == Purpose.PROGRAMMES else None,
    )


def _request(request: Request) -> RequestRecord:
    knows = words.knows_who(request)
    return RequestRecord(
        number=request.number,
        state=request.state,
        entry=request.consent.number,
        order=request.order.number if request.order else None,
        programme=request.programme,
        message=request.message,
        answer_by=request.answer_by,
        answered_on=request.answered_on,
        name=request.candidate.person.name if knows else None,
        labour_office=words.labour_office(request) if knows else None,
    )
