"""Days of assessment: the list, planning one, one with its people, calling the queue, cancelling."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.views import crumb_of, find, page_of, record_page, step_page, takes_steps
from jalur.journey.certification import queries, services, words
from jalur.journey.certification.filters import DayFilterSet
from jalur.journey.certification.forms import CallForm, DayForm, PlanForm, ReviewDayForm
from jalur.journey.certification.models import ON_A_DAY, AssessmentDay, DayState, Plan, Review
from jalur.journey.certification.rights import Right
from jalur.journey.certification.tables import DayTable
from jalur.journey.certification.workflow import ASSESSMENT, DAY
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Grid, Notice, Row, Text
from jalur.kit.forms import posted
from jalur.kit.links import link
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.VIEW_DAY)
def days(request: HttpRequest) -> HttpResponse:
    new = Action(_("Plan a day"), reverse("certification:new_day"), "primary", icon="plus-lg")
    said = Action(_("What candidates say"), reverse("certification:feedback"), icon="chat-left-text")
    return list_page(
        request,
        queryset=AssessmentDay.objects.visible_to(request.actor).for_lists(),
        table=DayTable,
        filters=DayFilterSet,
        export_name="hari-asesmen",
        title=_("Days of assessment"),
        lead=_("When and where people are assessed, by which scheme and by whom."),
        actions=[
            *([new] if access.may(request.actor, Right.PLAN_DAY) else []),
            *([said] if access.may(request.actor, Right.COUNT_FEEDBACK) else []),
        ],
        empty=Empty(
            _("No day of assessment is planned yet"),
            _("Licence, scheme, assessor and test place have to hold on the day."),
            icon="calendar-event",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.PLAN_DAY)
def new_day(request: HttpRequest) -> HttpResponse:
    body = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    return answer_form(
        request,
        DayForm(posted(request), instance=AssessmentDay(body=body)),
        lambda form: services.plan_day(actor=request.actor, day=form.instance, today=dates.today()),
        done=_("Planned. Now call people from the queue."),
        to=partial(page_of, DAY),
        title=_("Plan a day of assessment"),
        button=_("Plan the day"),
        crumbs=[_crumb()],
    )


@require_safe
@access.requires(Right.VIEW_DAY)
def day(request: HttpRequest, number: str) -> HttpResponse:
    record = find(DAY, request.actor, number)
    people = record.assessments.visible_to(request.actor).filter(state__in=ON_A_DAY)
    people = people.select_related("assessor__user", "institute").order_by("name", "pk")
    taken = record.assessments.filter(state__in=ON_A_DAY).count()
    calls = (
        record.state == DayState.PLANNED
        and record.day >= dates.today()
        and access.covers(request.actor, Right.PLAN_DAY, record)
    )
    first = [Action(_("Call people"), link("certification:call", number), "primary")] if calls else []
    first += _ways(request.actor, record)
    tags = ASSESSMENT.tags()
    rows: list[list[object]] = [
        [
            Text(one.name, one.number, link("certification:assessment", one.code)),
            str(one.institute or _("herself")),
            str(one.assessor or ""),
            tags[one.state],
        ]
        for one in people
    ]
    heads = [_("Candidate"), _("Applied by"), _("Assessor"), _("State")]
    listed = link("certification:assessments", query=f"q={number}")
    return record_page(
        request,
        DAY,
        record,
        crumbs=[_crumb()],
        first=[*first, Action(_("As a list, to export"), listed, "quiet")] if rows else first,
        summary_title=_("The day"),
        rows=[
            *words.day_rows(record),
            Row(
                _("Seats"),
                _("%(taken)s of %(seats)s taken")
                % {"taken": formats.number(taken), "seats": formats.number(record.seats)},
            ),
            *([Row(_("Why cancelled"), record.cancel_reason)] if record.cancel_reason else []),
        ],
        grids=[
            Grid(_("Who is assessed"), heads, rows, empty=_("Nobody is called yet.")),
            *words.plan_grids(record, queries.plan_of(record)),
            *words.review_grids(queries.review_of(record)),
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.PLAN_DAY)
def call(request: HttpRequest, number: str) -> HttpResponse:
    """Call people of the queue to a day."""
    record = find(DAY, request.actor, number, action=Right.PLAN_DAY)
    return answer_form(
        request,
        CallForm(posted(request), day=record),
        lambda form: services.call_to_day(
            actor=request.actor,
            day=record,
            assessments=[one.pk for one in form.cleaned_data["people"]],
            assessor=form.cleaned_data["assessor"],
            today=dates.today(),
        ),
        done=_("Called. Each of them reads day, place and what to bring."),
        title=_("Call candidates to the day of assessment"),
        lead=words.where_and_when(record),
        button=_("Call them"),
        crumbs=[_crumb(), crumb_of(DAY, record)],
    )


def _ways(actor: Actor, record: AssessmentDay) -> list[Action]:
    """To the plan before the day, to the review after it."""
    ways = []
    if (offer := DAY.offer("prepare", actor, record)) and offer.is_free:
        ways.append(Action(_("Plan the assessment (MAPA)"), link("certification:prepare_day", record.number)))
    if (offer := DAY.offer("review", actor, record)) and offer.is_free:
        ways.append(Action(_("Look back (AK.06)"), link("certification:review_day", record.number)))
    return ways


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.PREPARE_DAY)
def prepare_day(request: HttpRequest, number: str) -> HttpResponse:
    """FR.MAPA.01 and FR.MAPA.02: printed with the forms of everybody called to the day."""
    record = find(DAY, request.actor, number, action=Right.PREPARE_DAY)
    units = queries.units_of(record.scheme)
    return answer_form(
        request,
        PlanForm(posted(request), instance=queries.plan_of(record) or Plan(day=record), units=units),
        lambda form: services.prepare_day(
            actor=request.actor, plan=form.instance, tools=form.tools(), today=dates.today()
        ),
        done=_("Planned. It is printed before the consent (FR.AK.01) of everybody called to the day."),
        title=_("Plan the assessment"),
        caption=record.scheme.title,
        lead=words.where_and_when(record),
        button=_("Save"),
        crumbs=[_crumb(), crumb_of(DAY, record)],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.REVIEW_DAY)
def review_day(request: HttpRequest, number: str) -> HttpResponse:
    """FR.AK.06: how the day went, once."""
    record = find(DAY, request.actor, number, action=Right.REVIEW_DAY)
    offer = DAY.offer("review", request.actor, record)
    closed = offer.why_not if offer else ""
    return answer_form(
        request,
        ReviewDayForm(posted(request), instance=Review(day=record)),
        lambda form: services.review_day(actor=request.actor, review=form.instance, today=dates.today()),
        done=_("Written down. It is the last form of everybody assessed on this day."),
        title=_("Look back on the day"),
        caption=record.scheme.title,
        lead=_("What went well at each stage, what did not. No names of candidates."),
        button=_("Save"),
        crumbs=[_crumb(), crumb_of(DAY, record)],
        notices=[Notice(closed, tone="warn")] if closed else [],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(DAY)
def day_step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    record = find(DAY, request.actor, number)
    take = partial(services.cancel_day, actor=request.actor, day=record, today=dates.today())
    return step_page(request, DAY, record, verb, take)


def _crumb() -> Crumb:
    return Crumb(_("Days of assessment"), reverse("certification:days"))
