"""For a program that was down: what it was told, and to be told again."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import AwareDatetime, Field

from jalur.foundation.accounts.access import Actor
from jalur.foundation.api.bodies import Body
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of
from jalur.foundation.hooks import queries, services
from jalur.foundation.hooks.models import Notice
from jalur.foundation.hooks.rights import Right

router = Router("hooks", _("What it was told"))


class EventRecord(Schema):
    """An event as a notice tells it, with what became of that notice."""

    id: UUID = Field(description="The webhook-id, the same at every try.")
    type: str
    timestamp: datetime
    record: str | None = Field(description="Where to read what it is about.")
    state: str
    attempts: int
    answer: int | None = Field(description="The status with which the program answered last.")


class Events(Page[EventRecord]):
    pass


class EventQuery(PageQuery):
    after: UUID | None = Field(None, description="Only what was handed out after this webhook-id.")


class Since(Body):
    since: AwareDatetime


class Replayed(Schema):
    count: int = Field(description="Notices that wait to be sent again; at most 100,000 by one call.")


@router.read("/events/", Right.READ_NOTICE, Events)
def list_events(request: HttpRequest, query: Query[EventQuery]) -> Events:
    """What this program was told in the last thirty days, in the order of handing out."""
    rows = Notice.objects.of_program(actor_of(request).user_id).told().exclude(event=None)
    if query.after:
        rows = rows.filter(number__gt=Coalesce(Subquery(rows.filter(pk=query.after).values("number")), 0))
    show = partial(_show, actor_of(request), request.scopes)
    return page_of(Events, rows.select_related("event"), query, show, key="number")


@router.create("/replay/", Right.REPLAY_NOTICE, Replayed)
def replay_events(request: HttpRequest, body: Since) -> Replayed:
    """Everything that happened since then is sent again, in the background, each notice under its own id."""
    return Replayed(count=services.replay_of_program(actor=actor_of(request), since=body.since))


def _show(actor: Actor, scopes: Iterable[str], notices: list[Notice]) -> list[EventRecord]:
    """What the program may still see of them."""
    events = [one.event for one in notices if one.event is not None]
    seen = queries.addresses_of(actor, frozenset(scopes), events)
    return [
        EventRecord(
            id=one.pk,
            type=one.kind,
            timestamp=one.at,
            record=seen[one.event_id],
            state=one.state,
            attempts=one.attempts,
            answer=one.answer,
        )
        for one in notices
        if one.event_id in seen
    ]
