"""Budget lines and who pays a seat, for programs of offices, centres and companies. Read only."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of
from jalur.foundation.workflow.views import find
from jalur.journey.funding.models import BudgetLine, Payment
from jalur.journey.funding.rights import Right
from jalur.journey.funding.workflow import LINE

router = Router("funding", _("Money for training"))


class LineRecord(Schema):
    key: str
    state: str
    title: str
    owner: str
    used_by: str | None = Field(description="The centre that may pay seats of its classes from it.")
    source: str
    year: int
    number: str
    amount: str = Field(description="Rupiah, as the other amounts.")
    committed: str
    left: str
    valid_from: date
    valid_to: date


class Lines(Page[LineRecord]):
    pass


class PaymentRecord(Schema):
    id: UUID
    state: str
    intake: str = Field(description="Number of the class.")
    candidate: str = Field(description="Candidate number.")
    line: str | None = Field(description="Null: the person herself.")
    amount: str


class Payments(Page[PaymentRecord]):
    pass


class LineQuery(PageQuery):
    source: str = Field("", max_length=15)
    state: str = Field("", max_length=10)


class PaymentQuery(PageQuery):
    line: str = Field("", max_length=30)
    intake: str = Field("", max_length=30)


@router.read("/lines/", Right.VIEW_LINE, Lines)
def list_lines(request: HttpRequest, query: Query[LineQuery]) -> Lines:
    """Budget lines that the program may see, with what is left."""
    rows = BudgetLine.objects.visible_to(actor_of(request))
    for name in ("source", "state"):
        if value := getattr(query, name):
            rows = rows.filter(**{name: value})
    return page_of(Lines, rows.select_related("owner", "used_by"), query, lambda found: map(_line, found))


@router.read("/lines/{key}/", Right.VIEW_LINE, LineRecord, events={"funding:line": "key"})
def show_line(request: HttpRequest, key: str) -> LineRecord:
    """One line."""
    return _line(find(LINE, actor_of(request), key))


@router.read("/payments/", Right.VIEW_PAYMENT, Payments)
def list_payments(request: HttpRequest, query: Query[PaymentQuery]) -> Payments:
    """Who pays which seat, as far as the program may see it."""
    rows = Payment.objects.visible_to(actor_of(request))
    if query.line:
        rows = rows.filter(line__key=query.line)
    if query.intake:
        rows = rows.filter(enrolment__intake__number=query.intake)
    related = ("line", "enrolment__intake", "enrolment__candidate")
    return page_of(Payments, rows.select_related(*related), query, lambda found: map(_payment, found))


def _line(line: BudgetLine) -> LineRecord:
    return LineRecord(
        key=line.key,
        state=line.state,
        title=line.title,
        owner=str(line.owner),
        used_by=str(line.used_by) if line.used_by else None,
        source=line.source,
        year=line.year,
        number=line.number,
        amount=f"{line.amount:.0f}",
        committed=f"{line.committed:.0f}",
        left=f"{line.amount - line.committed:.0f}",
        valid_from=line.valid_from,
        valid_to=line.valid_to,
    )


def _payment(payment: Payment) -> PaymentRecord:
    seat = payment.enrolment
    return PaymentRecord(
        id=payment.pk,
        state=payment.state,
        intake=seat.intake.number,
        candidate=seat.candidate.number,
        line=payment.line.key if payment.line else None,
        amount=f"{payment.amount:.0f}",
    )
