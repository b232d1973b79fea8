"""Changes of published orders, and the papers that an order came with, for programs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.accounts import access
from jalur.foundation.api.bodies import Reason
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import as_seen
from jalur.foundation.files import words as file_words
from jalur.foundation.workflow.views import find
from jalur.journey.job_orders import services, words
from jalur.journey.job_orders.api.orders import router
from jalur.journey.job_orders.models import OrderVersion
from jalur.journey.job_orders.rights import Right
from jalur.journey.job_orders.words import versions
from jalur.journey.job_orders.workflow import ORDER, VERSION
from jalur.kit import dates


class OrderVersionRecord(Schema):
    id: UUID
    order: str = Field(description="Number of the order.")
    state: str
    version: int | None = Field(description="Null until it counts.")
    before: dict[str, Any] = Field(
        description="Field of the order → what it was; costs: item → payer, amount."
    )
    after: dict[str, Any]
    worse: bool = Field(description="Something of it is worse for whoever works there.")
    why: str
    asked_at: datetime
    decided_at: datetime | None
    refusal_reason: str


class OrderVersions(Page[OrderVersionRecord]):
    pass


class OrderPaper(Schema):
    kind: str = Field(description="order_demand is the employer's demand letter.")
    media_type: str
    size: int = Field(description="Bytes.")
    pages: int
    added_at: datetime
    page: str = Field(description="Where people open it.")


class OrderPapers(Schema):
    papers: list[OrderPaper]


@router.read("/orders/{number}/papers/", Right.VIEW_DRAFT, OrderPapers)
def list_order_papers(request: HttpRequest, number: str) -> OrderPapers:
    """The demand letter and what goes with it; their bytes are opened by people alone."""
    order = find(ORDER, request.actor, number)
    access.check(request.actor, Right.VIEW_DRAFT, order)
    return OrderPapers(
        papers=[
            OrderPaper(
                kind=kind.key,
                media_type=file.media_type,
                size=file.size,
                pages=file.pages,
                added_at=file.created_at,
                page=file_words.page_of(kind, file),
            )
            for kind, file in words.papers_of(request.actor, order)
        ]
    )


@router.read("/versions/", Right.VIEW_DRAFT, OrderVersions)
def list_order_versions(request: HttpRequest, query: Query[PageQuery]) -> OrderVersions:
    """Changes of orders that the program works on, those that wait among them."""
    rows = OrderVersion.objects.visible_to(request.actor).select_related("order__partner")
    return page_of(OrderVersions, rows, query, lambda found: map(_version, found))


@router.read(
    "/versions/{uuid:pk}/", Right.VIEW_DRAFT, OrderVersionRecord, events={"job_orders:version": "pk"}
)
def show_order_version(request: HttpRequest, pk: UUID) -> OrderVersionRecord:
    """One change of an order, before and after."""
    return _version(find(VERSION, request.actor, pk))


@router.step("/versions/{uuid:pk}/agree/", Right.VERIFY_ORDER, OrderVersionRecord)
def agree_to_version(request: HttpRequest, pk: UUID) -> OrderVersionRecord:
    """The attaché agrees; the law of the day is asked again, and the order changes."""
    version = find(VERSION, request.actor, pk)
    with as_seen(request, version, _version):
        return _version(services.agree_to_version(actor=request.actor, version=version, today=dates.today()))


@router.step("/versions/{uuid:pk}/refuse/", Right.VERIFY_ORDER, OrderVersionRecord)
def refuse_version(request: HttpRequest, pk: UUID, body: Reason) -> OrderVersionRecord:
    """The attaché does not agree and says why; the order stays as it is."""
    version = find(VERSION, request.actor, pk)
    with as_seen(request, version, _version):
        return _version(services.refuse_version(actor=request.actor, version=version, reason=body.reason))


@router.step("/versions/{uuid:pk}/withdraw/", Right.DRAFT_ORDER, OrderVersionRecord)
def withdraw_version(request: HttpRequest, pk: UUID) -> OrderVersionRecord:
    """Whoever asked takes the change back."""
    version = find(VERSION, request.actor, pk)
    with as_seen(request, version, _version):
        return _version(services.withdraw_version(actor=request.actor, version=version))


def _version(version: OrderVersion) -> OrderVersionRecord:
    return OrderVersionRecord(
        id=version.pk,
        order=version.order.number,
        state=version.state,
        version=version.number,
        before=version.before,
        after=version.after,
        worse=versions.is_worse(version),
        why=version.why,
        asked_at=version.created_at,
        decided_at=version.decided_at,
        refusal_reason=version.refusal_reason,
    )
