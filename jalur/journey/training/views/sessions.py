"""The timetable of a class: a week of it, a new meeting, a week like another one."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import crumb_of, find
from jalur.journey.premises.forms import BookingForm, CopyForm
from jalur.journey.premises.models import Booking
from jalur.journey.premises.queries import clock_of
from jalur.journey.premises.services.bookings import CopiedWeek
from jalur.journey.premises.words import copied, left_out
from jalur.journey.training import services, words
from jalur.journey.training.models import CURRENT, Intake, IntakeState
from jalur.journey.training.rights import Right
from jalur.journey.training.workflow import INTAKE
from jalur.kit import dates, formats, parts
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb
from jalur.kit.forms import posted
from jalur.kit.links import link
from jalur.kit.reading import SOON, Unreadable, read_day

WEEK = timedelta(days=7)


@require_safe
@access.requires(Right.VIEW_INTAKE)
def timetable(request: HttpRequest, number: str) -> HttpResponse:
    intake = find(INTAKE, request.actor, number)
    monday = _monday(request, intake)
    may_plan = access.covers(request.actor, Right.EDIT_INTAKE, intake) and intake.state in (
        IntakeState.DRAFT,
        *CURRENT,
    )
    actions = [
        Action(_("Add a meeting"), _of_week("training:new_session", intake, monday), "primary"),
        Action(_("Copy this week"), _of_week("training:copy_sessions", intake, monday)),
    ]
    works_there = access.covers(request.actor, Right.FOLLOW_INTAKE, intake)
    beside = parts.page_parts("training:timetable", request.actor, intake, dates.today())
    return render(
        request,
        "training/timetable.html",
        {
            "title": _("Timetable: week of %(day)s") % {"day": formats.day(monday, "long")},
            "caption": intake.programme.title,
            "crumbs": [crumb_of(INTAKE, intake)],
            "actions": [
                *(actions if may_plan else []),
                *(action for part in beside for action in part.actions),
            ],
            "grids": [
                words.timetable_grid(request.actor, intake, monday, monday + WEEK),
                *(grid for part in beside for grid in part.grids),
            ],
            "calendar": words.timetable_calendar(
                request.actor,
                intake,
                monday,
                add=reverse("training:new_session", args=[intake.number]) if may_plan else "",
            )
            if works_there
            else None,
            "before": monday - WEEK,
            "after": monday + WEEK,
        },
    )


def _monday(request: HttpRequest, intake: Intake) -> date:
    """Of the week that is asked for; else of this week, or of the nearest one in which the class meets."""
    try:
        day = read_day(request.GET.get("monday", ""), SOON)
    except Unreadable:
        day = min(max(dates.today(), intake.starts), intake.ends)
    return day - timedelta(days=day.weekday())


def _of_week(view: str, intake: Intake, day: date) -> str:
    return link(view, intake.number, query=f"monday={day.isoformat()}")


def _crumbs(intake: Intake) -> list[Crumb]:
    return [
        crumb_of(INTAKE, intake),
        Crumb(_("Timetable"), reverse("training:timetable", args=[intake.number])),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_INTAKE)
def new_session(request: HttpRequest, number: str) -> HttpResponse:
    intake = find(INTAKE, request.actor, number, action=Right.EDIT_INTAKE)
    values = {
        "title": intake.programme.title,
        "day": request.GET.get("day") or max(_monday(request, intake), intake.starts),
        "from_hour": request.GET.get("from", "08.00"),
        "to_hour": request.GET.get("to", "12.00"),
        "resources": request.GET.getlist("resource"),
    }
    booking = Booking(organisation=intake.programme.provider)
    taught = list(intake.programme.teaches.order_by("code").values_list("code", flat=True))
    return answer_form(
        request,
        BookingForm(posted(request), instance=booking, initial=values, taught=taught),
        lambda form: services.plan_session(
            actor=request.actor, intake=intake, booking=form.instance, now=dates.now(), **form.beside
        ),
        done=_("The meeting is on the timetable, and everything it needs is booked."),
        to=lambda session: _of_week(
            "training:timetable",
            intake,
            session.booking.starts.astimezone(clock_of(booking.organisation)).date(),
        ),
        title=_("Add a meeting"),
        lead=_("Everybody who has a seat has to come: nobody can be at two meetings at once."),
        button=_("Add"),
        crumbs=_crumbs(intake),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_INTAKE)
def copy_sessions(request: HttpRequest, number: str) -> HttpResponse:
    intake = find(INTAKE, request.actor, number, action=Right.EDIT_INTAKE)
    monday = _monday(request, intake)

    def save(form: CopyForm) -> CopiedWeek:
        week = services.copy_sessions(
            actor=request.actor, intake=intake, monday=monday, to=form.monday, now=dates.now()
        )
        for sentence in left_out(week):
            messages.warning(request, sentence)
        return week

    return answer_form(
        request,
        CopyForm(posted(request), initial={"to": monday + WEEK}),
        save,
        done=copied,
        to=lambda week: _of_week("training:timetable", intake, week.monday),
        title=_("Copy the week of %(day)s") % {"day": formats.day(monday, "long")},
        button=_("Copy"),
        crumbs=_crumbs(intake),
    )
