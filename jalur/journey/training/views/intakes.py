"""Classes: the public list, the institute's own, one class and its steps."""

from functools import partial

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies.words import age_words, schooling_words
from jalur.foundation.history import queries as history
from jalur.foundation.workflow.views import step_actions, step_page, takes_steps
from jalur.journey.training import queries, services, words
from jalur.journey.training.filters import DeskClassFilter, PublicClassFilter
from jalur.journey.training.forms import ClassForm, EnrolForm, FinishForm
from jalur.journey.training.models import Intake, IntakeQuerySet, has_ended, is_due, is_small
from jalur.journey.training.rights import Right
from jalur.journey.training.tables import ClassTable, DeskTable
from jalur.journey.training.views.enrolments import own_seat, seats_grid
from jalur.journey.training.views.programmes import curriculum
from jalur.journey.training.workflow import INTAKE
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Figure, Need, Row
from jalur.kit.forms import posted
from jalur.kit.lists import list_page
from jalur.kit.money import format_money

STEPS = {
    "start": lambda **step: services.start_intake(today=dates.today(), **step),
    "finish": lambda **step: services.finish_intake(today=dates.today(), **step),
    "cancel": services.cancel_intake,
}


@require_safe
@access.requires(Right.VIEW_INTAKE)
def open_classes(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=Intake.objects.visible_to(request.actor).for_lists(),
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
    own = access.narrow(Intake.objects.all(), request.actor, Right.FOLLOW_INTAKE)
    actions = []
    if access.may(request.actor, Right.EDIT_INTAKE):
        actions = [Action(_("Open a class"), reverse("training:new_intake"), "primary", icon="plus-lg")]
    return list_page(
        request,
        queryset=own.for_lists(),
        table=DeskTable,
        filters=DeskClassFilter,
        template="training/desk.html",
        export_name="kelas-kami",
        title=_("Our classes"),
        actions=actions,
        needs=_desk_needs(own),
        empty=Empty(
            _("No class yet"),
            _("A class belongs to a programme, which says what is taught and what people must hold first."),
            actions[0] if actions else None,
            icon="easel",
        ),
    )


def _desk_needs(own: IntakeQuerySet) -> list[Need]:
    today, address = dates.today(), reverse("training:desk")
    least = queries.least_people(today)
    counts = own.aggregate(
        small=Count("pk", filter=is_small(least)),
        due=Count("pk", filter=is_due(today)),
        ended=Count("pk", filter=has_ended(today)),
    )
    needs = [
        Need(
            _("Classes have reached their first day: start them"),
            f"{address}?needs=due&sort=starts",
            count=counts["due"],
        ),
        Need(
            _("Classes have reached their last day: record who completed them"),
            f"{address}?needs=ended&sort=ends",
            count=counts["ended"],
        ),
        Need(
            _("Classes with fewer than %(least)s people may be postponed") % {"least": least},
            f"{address}?needs=small&sort=taken",
            hint=_("Fill them, or cancel them in time."),
            count=counts["small"],
            tone="warn",
        ),
    ]
    return [need for need in needs if need.count]


@require_safe
@access.requires(Right.VIEW_INTAKE)
def intake(request: HttpRequest, number: str) -> HttpResponse:
    intake, actor, today = find_intake(request.actor, number), request.actor, dates.today()
    works_on_it = access.covers(actor, Right.FOLLOW_INTAKE, intake)
    small = words.small_class_notice(intake, today) if works_on_it else None
    crumb = (
        Crumb(_("Our classes"), reverse("training:desk"))
        if works_on_it
        else Crumb(_("Open classes"), reverse("training:open_classes"))
    )
    enrols = intake.is_open(today) and not actor.person_id and access.may(actor, Right.ENROL_ENROLMENT)
    context = {
        "title": intake.programme.title,
        "caption": _("Class %(number)s") % {"number": intake.number},
        "tags": [INTAKE.tag(intake)],
        "crumbs": [crumb],
        "actions": _actions(actor, intake),
        "notices": [small] if small else [],
        "own": own_seat(actor, intake),
        "figures": _figures(intake),
        "summary_title": _("The class"),
        "rows": _facts(intake),
        "grids": [] if actor.person_id else [seats_grid(actor, intake)],
        "enrol_form": EnrolForm() if enrols else None,
        "enrol_address": reverse("training:enrol", args=[intake.number]),
        "happenings": history.happenings(actor, subject=intake),
        **curriculum(intake.programme, max(today, intake.ends)),
    }
    return render(request, "training/intake.html", context)


def find_intake(actor: Actor, number: str) -> Intake:
    """The class with this number, if the actor may see it; else 404."""
    rows = Intake.objects.visible_to(actor).select_related("programme__provider", "place")
    return get_object_or_404(rows, number=number)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(INTAKE)
def intake_step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Start, finish or cancel a class."""
    intake = find_intake(request.actor, number)
    page = reverse("training:intake", args=[number])
    return step_page(
        request,
        INTAKE,
        intake,
        verb,
        partial(STEPS[verb], actor=request.actor, intake=intake),
        crumbs=[Crumb(intake.programme.title, page)],
        own_forms={"finish": partial(FinishForm, intake=intake)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_INTAKE)
def new_intake(request: HttpRequest) -> HttpResponse:
    values = {
        "programme": request.GET.get("programme"),
        "place": request.actor.place_code[:5],
        "seats": queries.least_people(dates.today()) or None,
    }
    return answer_form(
        request,
        ClassForm(posted(request), actor=request.actor, initial=values),
        lambda form: services.open_intake(actor=request.actor, intake=form.instance, today=dates.today()),
        done=_("The class is open for enrolment."),
        to=lambda intake: reverse("training:intake", args=[intake.number]),
        title=_("Open a class"),
        button=_("Open the class"),
        crumbs=[Crumb(_("Our classes"), reverse("training:desk"))],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_INTAKE)
def change_intake(request: HttpRequest, number: str) -> HttpResponse:
    intake = find_intake(request.actor, number)
    if not access.covers(request.actor, Right.EDIT_INTAKE, intake):
        raise Http404
    page = reverse("training:intake", args=[number])
    return answer_form(
        request,
        ClassForm(posted(request), actor=request.actor, instance=intake),
        lambda form: services.change_intake(actor=request.actor, intake=form.instance, today=dates.today()),
        done=_("The class is saved."),
        title=_("Change the class"),
        button=_("Save"),
        crumbs=[Crumb(intake.programme.title, page)],
    )


def _figures(intake: Intake) -> list[Figure]:
    return [
        Figure(_("Seats"), formats.number(intake.seats)),
        Figure(_("Enrolled"), formats.number(intake.taken), share=intake.taken / intake.seats),
        Figure(_("Left"), formats.number(intake.left)),
    ]


def _facts(intake: Intake) -> list[Row]:
    asks, programme = queries.class_facts(intake), intake.programme
    rows = [
        Row(
            _("Programme"),
            programme.title,
            Action(_("Open"), reverse("training:programme", args=[programme.code])),
        ),
        Row(_("Institute"), str(programme.provider)),
        Row(_("Place"), str(intake.place), hint=str(intake.get_reach_display())),
        Row(_("First day"), formats.day(intake.starts, "long")),
        Row(_("Last day"), formats.day(intake.ends, "long")),
        Row(_("Ages on the first day"), age_words(asks)),
        Row(_("Minimum schooling"), schooling_words(asks.min_education)),
        Row(_("Cost per seat"), format_money(intake.cost, locale=formats.locale())),
        Row(_("Pass rate"), formats.percent(intake.pass_rate, 0)),
    ]
    if intake.cancel_reason:
        rows.insert(0, Row(_("Reason for cancelling"), intake.cancel_reason))
    return rows


def _actions(actor: Actor, intake: Intake) -> list[Action]:
    actions = step_actions(INTAKE, actor, intake, "training:intake_step", intake.number)
    if INTAKE.row("start", intake.state) and access.covers(actor, Right.EDIT_INTAKE, intake):
        actions.append(Action(_("Change"), reverse("training:change_intake", args=[intake.number])))
    return actions
