"""What a destination allows, for programs: the rules, what they rest on, and the answer to one question."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.api.bodies import Body, TakenBack, through
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, check_seen
from jalur.foundation.competencies.forms import TakeBackForm
from jalur.foundation.rulebook import queries, services
from jalur.foundation.rulebook.forms import QuestionForm, RuleForm
from jalur.foundation.rulebook.models import AgeRule, DestinationRule, Extent, LegalSource
from jalur.foundation.rulebook.rights import Right
from jalur.foundation.workflow.locks import lock
from jalur.kit import dates

router = Router("rulebook", _("Rulebook"))


class RuleRecord(Schema):
    id: UUID
    country: str | None = Field(description="Null: every destination.")
    occupation: str | None = Field(description="ISCO-08; null: every occupation.")
    employer_type: str = Field(description='"": every employer.')
    route: str = Field(description='"": every route.')
    status: str
    extent: str = Field(description='How far a pause or a ban reaches; "" of what is open.')
    valid_from: date | None
    valid_to: date | None
    legal_source: str | None
    source: str
    source_url: str
    verified: bool


class Rules(Page[RuleRecord]):
    pass


class SourceRecord(Schema):
    code: str
    kind: str
    title: str
    subject: str
    subject_en: str
    url: str
    status: str
    changed_by: str
    verified: bool


class Sources(Page[SourceRecord]):
    pass


class Decision(Schema):
    """The answer, the rule that decides, and the ages at which people may be placed."""

    status: str = Field(description="open, paused, forbidden, or unstated where no rule speaks.")
    rule: RuleRecord | None
    outweighed: list[UUID]
    min_age: int | None
    max_age: int | None


class RuleQuery(PageQuery):
    country: str = Field("", max_length=2)
    on: date | None = Field(None, description="Those in force on a day; all without one.")


class Question(Schema):
    country: str = Field(max_length=2)
    occupation: str = Field(max_length=4)
    employer_type: str = Field(max_length=20)
    route: str = Field(max_length=20)
    matter: str = Field("", max_length=10, description="new_orders (without one), underway or extensions.")
    on: date | None = Field(None, description="Today without one.")


class NewRule(Body):
    country: str = ""
    occupation: str = ""
    employer_type: str = ""
    route: str = ""
    status: str
    extent: str = ""
    valid_from: date
    legal_source: str = ""
    source: str
    source_url: str = ""
    verified: bool = False
    ends_narrower: bool = False


@router.read("/rules/", Right.VIEW_RULE, Rules)
def list_rules(request: HttpRequest, query: Query[RuleQuery]) -> Rules:
    """Destination rules; the most specific one decides, of two equally specific ones the stricter."""
    rows = DestinationRule.objects.visible_to(request.actor)
    if query.country:
        rows = rows.filter(country=query.country)
    if query.on:
        rows = rows.in_force(query.on)
    return page_of(Rules, rows, query, lambda found: map(show, found))


@router.read("/rules/{uuid:pk}/", Right.VIEW_RULE, RuleRecord, events={"rulebook:rule": "pk"})
def show_rule(request: HttpRequest, pk: UUID) -> RuleRecord:
    """One rule, in force or not."""
    return show(_rule(request, pk))


@router.read("/sources/", Right.VIEW_RULE, Sources)
def list_sources(request: HttpRequest, query: Query[PageQuery]) -> Sources:  # noqa: ARG001 - the law is the same for everybody
    """What the rules rest on. Nothing here is legal advice."""
    return page_of(Sources, LegalSource.objects.all(), query, lambda found: map(_source, found))


@router.read("/decision/", Right.VIEW_RULE, Decision)
def decide(request: HttpRequest, query: Query[Question]) -> Decision:  # noqa: ARG001 - the law is the same for everybody
    """May people be placed there? Country × occupation × employer × route × day."""
    asked = query.model_copy(update={"on": query.on or dates.today()})
    params: dict[str, Any] = through(QuestionForm, asked).cleaned_data
    case = {name: params[name] for name in ("country", "occupation", "employer_type", "on")}
    matter = params["matter"] or Extent.NEW_ORDERS
    decision = queries.destination_decision(route=params["route"], matter=matter, **case)
    ages = queries.age_range(purpose=AgeRule.Purpose.PLACEMENT, **case)
    return Decision(
        status=decision.status,
        rule=show(decision.rule) if decision.rule else None,
        outweighed=[rule.pk for rule in decision.outweighed],
        min_age=ages.min_age,
        max_age=ages.max_age,
    )


@router.create("/rules/", Right.EDIT_RULE, RuleRecord)
def adopt_rule(request: HttpRequest, body: NewRule) -> RuleRecord:
    """A rule from a day on; the open rule about the same question ends on that day."""
    form = through(RuleForm, body)
    rule = services.adopt_destination_rule(
        actor=request.actor, values=form.values(), ends_narrower=form.cleaned_data["ends_narrower"]
    )
    return show(rule)


@router.step("/rules/{uuid:pk}/take-back/", Right.EDIT_RULE, RuleRecord)
def take_back_rule(request: HttpRequest, pk: UUID, body: TakenBack) -> RuleRecord:
    """It holds no longer from a day on, and what it had ended holds again."""
    rule, form = _rule(request, pk), through(TakeBackForm, body)
    for locked in lock(DestinationRule, [pk]):
        check_seen(request, locked, show)
    taken = services.take_back_rule(actor=request.actor, rule=rule, today=dates.today(), **form.cleaned_data)
    return show(taken)


def _rule(request: HttpRequest, pk: UUID) -> DestinationRule:
    return get_object_or_404(DestinationRule.objects.visible_to(request.actor), pk=pk)


def show(rule: DestinationRule) -> RuleRecord:
    """What programs read of a rule."""
    return RuleRecord(
        id=rule.pk,
        country=rule.country_id,
        occupation=rule.occupation_id,
        employer_type=rule.employer_type,
        route=rule.route,
        status=rule.status,
        extent=rule.extent if rule.reaches else "",
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        legal_source=rule.legal_source_id,
        source=rule.source,
        source_url=rule.source_url,
        verified=rule.verified,
    )


def _source(law: LegalSource) -> SourceRecord:
    return SourceRecord(
        code=law.code,
        kind=law.kind,
        title=law.title,
        subject=law.subject,
        subject_en=law.subject_en,
        url=law.url,
        status=law.status,
        changed_by=law.changed_by,
        verified=law.verified,
    )
