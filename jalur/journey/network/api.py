"""Networks, readiness and what is free, for programs of provinces and hubs: to read."""

from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of
from jalur.foundation.due.queries import holidays
from jalur.foundation.organisations.models import Organisation
from jalur.journey.network import queries
from jalur.journey.network.models import Loan, Member, Share
from jalur.journey.network.rights import Right
from jalur.journey.network.words import free_hours
from jalur.kit import dates
from jalur.kit.database import lying_in

router = Router("network", _("Networks"))


class MemberRecord(Schema):
    number: str
    state: str
    hub: UUID
    institution: UUID
    purpose: str
    valid_from: date | None
    valid_to: date | None


class Members(Page[MemberRecord]):
    pass


class LoanRecord(Schema):
    number: str
    state: str
    lender: UUID
    borrower: UUID
    what: UUID
    name: str
    kind: str
    units: int
    first: date
    last: date
    purpose: str


class Loans(Page[LoanRecord]):
    pass


class LoanQuery(PageQuery):
    state: str = Field("", max_length=10)


class ShareRecord(Schema):
    number: str
    state: str
    intake: str = Field(description="Number of the class.")
    institution: UUID = Field(description="For which seats are kept.")
    seats: int
    left: int = Field(description="Of them not taken yet.")
    until: date
    note: str


class Shares(Page[ShareRecord]):
    pass


class ShareQuery(PageQuery):
    state: str = Field("", max_length=10)


class Seats(Schema):
    programme: str
    seats: int


class CapacityRecord(Schema):
    institution: UUID
    name: str
    place: str | None
    seats: list[Seats] = Field(description="By programme; never to be added up.")
    beds_women: int = Field(description="Free tonight.")
    beds_men: int = Field(description="Free tonight.")
    workshop_hours: int = Field(description="Not booked in the next four weeks.")
    instructor_hours: int = Field(description="Not booked in the next four weeks.")


class Capacities(Page[CapacityRecord]):
    pass


class CapacityQuery(PageQuery):
    within: str = Field("", max_length=13, description="Code of a place: institutions in it.")


class LayerRecord(Schema):
    layer: str
    met: int
    asked: int
    counts: bool = Field(description="All of it is met, and every layer before it counts.")
    missing: list[str] = Field(description="Codes of data/network/readiness.csv.")


class FindingRecord(Schema):
    item: str
    result: str
    note: str
    found_on: date
    valid_until: date | None


class ReadinessRecord(Schema):
    institution: UUID
    layers: list[LayerRecord]
    findings: list[FindingRecord]


@router.read("/members/", Right.VIEW_MEMBER, Members)
def list_members(request: HttpRequest, query: Query[PageQuery]) -> Members:
    """Which institution belongs to which hub, and who is asked."""
    rows = Member.objects.visible_to(actor_of(request))
    return page_of(Members, rows, query, lambda found: map(_member, found))


@router.read("/loans/", Right.VIEW_LOAN, Loans)
def list_loans(request: HttpRequest, query: Query[LoanQuery]) -> Loans:
    """What institutions of a network lend one another for days, and what is asked for."""
    rows = Loan.objects.visible_to(actor_of(request)).select_related("resource")
    rows = rows.filter(state=query.state) if query.state else rows
    return page_of(Loans, rows, query, lambda found: map(_loan, found))


@router.read("/shares/", Right.VIEW_SHARE, Shares)
def list_shares(request: HttpRequest, query: Query[ShareQuery]) -> Shares:
    """Seats of classes that are kept for institutions of a network."""
    rows = Share.objects.visible_to(actor_of(request)).select_related("intake")
    rows = rows.filter(state=query.state) if query.state else rows
    return page_of(Shares, rows, query, lambda found: map(_share, found))


@router.read("/capacity/", Right.VIEW_CAPACITY, Capacities)
def list_capacity(request: HttpRequest, query: Query[CapacityQuery]) -> Capacities:
    """What institutions have free, each once."""
    rows = queries.institutions(actor_of(request), Right.VIEW_CAPACITY, dates.today())
    if query.within:
        rows = rows.filter(lying_in("place__code", query.within))
    first, off = dates.today(), set(holidays())
    days = [first + timedelta(days=number) for number in range(queries.AHEAD.days)]
    found = queries.with_capacity(rows, dates.now())
    return page_of(Capacities, found, query, lambda page: (_capacity(one, days, off) for one in page))


@router.read("/readiness/{institution}/", Right.VIEW_FINDING, ReadinessRecord)
def show_readiness(request: HttpRequest, institution: UUID) -> ReadinessRecord:
    """How ready an institution is, layer by layer, and what was found."""
    today = dates.today()
    one = get_object_or_404(
        queries.institutions(actor_of(request), Right.VIEW_FINDING, today), pk=institution
    )
    return ReadinessRecord(
        institution=one.pk,
        layers=[
            LayerRecord(
                layer=each.layer,
                met=each.met,
                asked=each.asked,
                counts=each.counts,
                missing=list(each.missing),
            )
            for each in queries.standings(one, today)
        ],
        findings=[
            FindingRecord(
                item=code,
                result=row.result,
                note=row.note,
                found_on=row.found_on,
                valid_until=row.valid_until,
            )
            for code, row in sorted(queries.counting(one, today).items())
        ],
    )


def _member(member: Member) -> MemberRecord:
    return MemberRecord(
        number=member.number,
        state=member.state,
        hub=member.hub_id,
        institution=member.centre_id,
        purpose=member.purpose,
        valid_from=member.valid_from,
        valid_to=member.valid_to,
    )


def _loan(loan: Loan) -> LoanRecord:
    return LoanRecord(
        number=loan.number,
        state=loan.state,
        lender=loan.lender_id,
        borrower=loan.borrower_id,
        what=loan.resource_id,
        name=loan.resource.name,
        kind=loan.resource.kind,
        units=loan.units,
        first=loan.first,
        last=loan.last,
        purpose=loan.purpose,
    )


def _share(share: Share) -> ShareRecord:
    return ShareRecord(
        number=share.number,
        state=share.state,
        intake=share.intake.number,
        institution=share.centre_id,
        seats=share.seats,
        left=share.left,
        until=share.until,
        note=share.note,
    )


def _capacity(one: Organisation, days: list[date], off: set[date]) -> CapacityRecord:
    workshop, instructor = free_hours(one, days, off)
    return CapacityRecord(
        institution=one.pk,
        name=one.name,
        place=one.place_id,
        seats=[Seats(programme=each["title"], seats=each["seats"]) for each in one.open_seats],  # type: ignore[attr-defined]  # annotated
        beds_women=one.beds_f,  # type: ignore[attr-defined]  # annotated
        beds_men=one.beds_m,  # type: ignore[attr-defined]  # annotated
        workshop_hours=workshop,
        instructor_hours=instructor,
    )
