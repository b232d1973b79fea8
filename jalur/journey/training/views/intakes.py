"""Classes: the public list, the institute's own, one class and its steps."""

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Scope
from jalur.foundation.competencies.words import age_words, schooling_words
from jalur.foundation.letters.words import together_actions
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.journey.training import queries, services, words
from jalur.journey.training.filters import DeskClassFilter, PublicClassFilter
from jalur.journey.training.forms import ClassForm, ClassRulesForm, EnrolForm, PostponeForm, ResultsForm
from jalur.journey.training.models import TAKING, Enrolment, Intake, Programme
from jalur.journey.training.rights import Right
from jalur.journey.training.tables import ClassTable, DeskTable
from jalur.journey.training.views.enrolments import own_seat, seats_grid, waiting_grid
from jalur.journey.training.views.programmes import curriculum
from jalur.journey.training.workflow import INTAKE, PROGRAMME
from jalur.kit import dates, formats, parts
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Grid, Notice, Row
from jalur.kit.facts import facts
from jalur.kit.figures import places
from jalur.kit.forms import posted
from jalur.kit.lists import list_page
from jalur.kit.money import format_money

NEXT_MEETINGS = 5
STEPS = {
    "change": lambda **step: services.change_intake(today=dates.today(), **step),
    "publish": lambda **step: services.publish_intake(today=dates.today(), **step),
    "open": lambda **step: services.open_intake(today=dates.today(), **step),
    "confirm": lambda **step: services.confirm_intake(today=dates.today(), **step),
    "start": lambda **step: services.start_intake(today=dates.today(), **step),
    "close": lambda **step: services.close_intake(today=dates.today(), **step),
    "cancel": services.cancel_intake,
    "discard": services.discard_intake,
}


@require_safe
@access.requires(Right.VIEW_INTAKE)
def open_classes(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=Intake.objects.visible_to(request.actor).for_everybody().for_lists(),
        table=ClassTable,
        filters=PublicClassFilter,
        export_name="kelas",
        title=_("Open classes"),
        lead=_("Classes open for enrolment, with the seats left right now."),
        empty=Empty(
            _("No class is open now"),
            _("New classes appear here as soon as an institute opens them."),
            icon="calendar3",
        ),
    )


@require_safe
@access.requires(Right.FOLLOW_INTAKE)
def desk(request: HttpRequest) -> HttpResponse:
    own = Intake.objects.visible_to(request.actor, Right.FOLLOW_INTAKE)
    new = Action(_("Plan a class"), reverse("training:new_intake"), "primary", icon="plus-lg")
    by = Action(_("Rules for classes"), reverse("training:class_rules"), icon="sliders")
    return list_page(
        request,
        queryset=own.for_lists(),
        table=DeskTable,
        filters=DeskClassFilter,
        export_name="kelas-kami",
        title=_("Our classes"),
        actions=[new, by] if access.may(request.actor, Right.EDIT_INTAKE) else [],
        needs=words.class_needs(own, dates.today()),
        empty=Empty(
            _("No class yet"),
            _("A class belongs to a programme, which says what is taught and what people must hold first."),
            icon="easel",
        ),
    )


@require_safe
@access.requires(Right.VIEW_INTAKE)
def intake(request: HttpRequest, number: str) -> HttpResponse:
    actor, today = request.actor, dates.today()
    intake = find(INTAKE, actor, number)
    works_on_it = access.covers(actor, Right.FOLLOW_INTAKE, intake)
    above = Crumb(_("Open classes"), reverse("training:open_classes"))
    enrols = intake.is_open(today) and not actor.person_id and _enrols_in(actor, intake)
    return record_page(
        request,
        INTAKE,
        intake,
        "training/intake.html",
        crumbs=[_desk_crumb() if works_on_it else above],
        notices=[
            *words.below_notices(actor, intake),
            *words.hold_notices(intake, today),
            *(
                words.small_class_notices(intake, today)
                if works_on_it
                else _to_visitors(actor, intake, today)
            ),
        ],
        first=[*_timetable(actor, intake), *_list_of_participants(actor, intake), *_letters(actor, intake)],
        own=own_seat(actor, intake),
        figures=places((_("Seats"), intake.seats), (_("Enrolled"), intake.taken), kept=intake.kept),
        summary_title=_("The class"),
        rows=[
            *_facts(actor, intake),
            *(facts(intake, "kept") if intake.kept else []),
            *words.bring_rows(actor, intake),
            *words.curriculum_rows(intake.programme),
        ],
        grids=[
            *_meetings(actor, intake),
            *(
                []
                if actor.person_id
                else filter(None, [seats_grid(actor, intake), waiting_grid(actor, intake)])
            ),
            *words.curriculum_grids(intake.programme),
        ],
        enrol_form=EnrolForm() if enrols else None,
        enrol_address=reverse("training:enrol", args=[number]),
        **curriculum(intake.programme, max(today, intake.ends)),
    )


def _meetings(actor: Actor, intake: Intake) -> list[Grid]:
    """The next meetings of a class; all of them by weeks on a page of their own."""
    ahead = intake.sessions.ahead(dates.now())
    nearest = ahead.order_by("booking__starts", "pk").values_list("pk", flat=True)[:NEXT_MEETINGS]
    return [words.sessions_grid(actor, intake, ahead.filter(pk__in=list(nearest)))]


def _timetable(actor: Actor, intake: Intake) -> list[Action]:
    if not (access.covers(actor, Right.FOLLOW_INTAKE, intake) or intake.sessions.standing().exists()):
        return []
    return [Action(_("Timetable"), reverse("training:timetable", args=[intake.number]), icon="calendar-week")]


def _list_of_participants(actor: Actor, intake: Intake) -> list[Action]:
    if not access.covers(actor, Right.CALL_ENROLMENT, intake):
        return []
    return [
        Action(_("Participant list"), reverse("training:participants", args=[intake.number]), icon="printer")
    ]


def _letters(actor: Actor, intake: Intake) -> list[Action]:
    """Everybody in a class that has not begun is called at once."""
    return together_actions(actor, intake) if intake.state in TAKING else []


def _to_visitors(actor: Actor, intake: Intake, today: date) -> list[Notice]:
    """How somebody who is not signed in comes to a seat."""
    if actor.user_id is not None or not intake.is_open(today):
        return []
    text = _(
        "A seat is taken with a file of your own: sign up here, or go to your village or labour office with your KTP."
    )
    sign_up = Action(_("Sign up"), reverse("account_signup"), "primary")
    return [Notice(text, _("How to take a seat"), actions=[sign_up])]


def _enrols_in(actor: Actor, intake: Intake) -> bool:
    """Whether the actor can give somebody a seat: an institute in its own classes only."""
    scopes = {grant.scope for grant in access.grants(actor, Right.ENROL_ENROLMENT)}
    own = access.covers(actor, Right.ENROL_ENROLMENT, Enrolment(intake=intake))
    return own or bool(scopes - {Scope.ORGANISATION})


def _postpone(request: HttpRequest, **step: Any) -> Intake:
    """The step, with a warning for every meeting that did not move along."""
    postponed = services.postpone_intake(today=dates.today(), **step)
    for sentence in words.not_moved(postponed):
        messages.warning(request, sentence)
    return postponed.intake


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(INTAKE)
def intake_step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Every step of a class, from its draft to its results."""
    intake = find(INTAKE, request.actor, number)
    known = {**STEPS, "postpone": partial(_postpone, request)}
    take = partial(known[verb], actor=request.actor, intake=intake)
    change = partial(ClassForm, actor=request.actor, instance=intake)
    forms = {"change": change, "postpone": PostponeForm, "close": partial(ResultsForm, intake=intake)}
    beside = (
        parts.page_parts("training:results", request.actor, intake, dates.today()) if verb == "close" else []
    )
    grids = [grid for part in beside for grid in part.grids]
    return step_page(request, INTAKE, intake, verb, take, own_forms=forms, grids=grids)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_INTAKE)
def new_intake(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("programme", "")
    own = access.narrow(Programme.objects.filter(closed_on=None), request.actor, Right.EDIT_PROGRAMME)
    values = {
        "programme": own.filter(title=asked).values_list("pk", flat=True).first() or asked,
        "place": request.GET.get("regency") or request.actor.place_code[:5],
        "seats": request.GET.get("seats") or queries.least_people(dates.today()) or None,
        "starts": request.GET.get("starts"),
        "ends": request.GET.get("ends"),
    }
    return answer_form(
        request,
        ClassForm(posted(request), actor=request.actor, initial=values),
        lambda form: services.draft_intake(actor=request.actor, intake=form.instance, today=dates.today()),
        done=_("The draft is saved. Only your institute sees it until you announce it or open enrolment."),
        to=partial(page_of, INTAKE),
        title=_("Plan a class"),
        button=_("Save the draft"),
        crumbs=[_desk_crumb()],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_RULES)
def class_rules(request: HttpRequest) -> HttpResponse:
    """With how many people the institute's classes go ahead, and by when that is decided."""
    instance = queries.rules_of(request.actor.organisation_id)
    return answer_form(
        request,
        ClassRulesForm(posted(request), instance=instance),
        lambda form: services.set_class_rules(
            actor=request.actor, class_rules=form.instance, today=dates.today()
        ),
        done=_("The rules are saved."),
        to=reverse("training:desk"),
        title=_("Rules for classes"),
        lead=_("They hold for every class that is not confirmed yet. A class can have a number of its own."),
        button=_("Save"),
        crumbs=[_desk_crumb()],
    )


def _remedial(intake: Intake) -> list[Row]:
    """Whose people a remedial class takes up."""
    if intake.remedial_of is None:
        return []
    return [
        Row(
            _("Remedial class of"),
            intake.remedial_of.number,
            Action(_("Open"), page_of(INTAKE, intake.remedial_of)),
            hint=_("Only for people who are not yet competent in this programme; nobody starts over."),
        )
    ]


def _desk_crumb() -> Crumb:
    return Crumb(_("Our classes"), reverse("training:desk"))


def _facts(actor: Actor, intake: Intake) -> list[Row]:
    asks, programme = queries.class_facts(intake), intake.programme
    return [
        *facts(intake, "cancel_reason", "postponed_because"),
        *_remedial(intake),
        Row(_("Programme"), programme.title, Action(_("Open"), page_of(PROGRAMME, programme))),
        Row(_("Institute"), str(programme.provider)),
        Row(_("Place"), str(intake.place), hint=str(intake.get_reach_display()), about="take-a-seat#reach"),
        *facts(intake, "opens_on", "starts", "ends"),
        *([_bed_row(actor, intake)] if intake.with_bed else []),
        Row(_("Ages on the first day"), age_words(asks)),
        Row(_("Minimum schooling"), schooling_words(asks.min_education)),
        Row(
            _("Cost per seat"),
            format_money(intake.cost, locale=formats.locale()),
            hint=_(
                "Who pays depends on the job: for some, nobody may charge the worker. The page of the job says so."
            ),
        ),
        words.pass_rate_row(intake.programme, intake.pass_rate),
    ]


def _bed_row(actor: Actor, intake: Intake) -> Row:
    """That a bed goes with the seat, and for whoever is under 18 the way to the guardian's consent."""
    return Row(
        _("Bed"),
        _("goes with each seat, for all nights"),
        words.consent_way(actor, intake),
        hint=_("Whoever is under 18 needs a guardian's consent on file first."),
        about="take-a-seat#bed",
    )
