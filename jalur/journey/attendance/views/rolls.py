"""Rolls: the meetings whose days have come, the roll of one, on paper."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.organisations.words import where
from jalur.foundation.workflow.views import crumb_of, find
from jalur.journey.attendance import guards, queries, services, words
from jalur.journey.attendance.filters import MeetingFilter, SheetFilter
from jalur.journey.attendance.forms import RollForm
from jalur.journey.attendance.rights import Right
from jalur.journey.attendance.services import Written
from jalur.journey.attendance.tables import MeetingTable, PaperTable, SheetTable
from jalur.journey.training.models import Session
from jalur.journey.training.workflow import INTAKE
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Notice
from jalur.kit.forms import posted
from jalur.kit.lists import list_page

AHEAD = timedelta(days=14)


@require_safe
@access.requires(Right.TAKE_ROLL)
def meetings(request: HttpRequest) -> HttpResponse:
    rows = queries.until_today(queries.of_actor(queries.meetings(), request.actor), dates.today())
    by = Action(_("Rules for attendance"), reverse("attendance:rules"), icon="sliders")
    away = Action(_("Who stays away"), reverse("attendance:away"), icon="person-exclamation")
    return list_page(
        request,
        queryset=rows,
        table=MeetingTable,
        filters=MeetingFilter,
        by_key=True,
        export_name="daftar-hadir",
        title=_("Rolls"),
        lead=_("Meetings up to today. A roll is taken on the day of the meeting or soon afterwards."),
        actions=[
            away,
            Action(_("Read in a filled list"), reverse("imports:rolls"), icon="upload"),
            *([by] if access.may(request.actor, Right.EDIT_RULES) else []),
        ],
        empty=Empty(
            _("No meeting has taken place yet"),
            _("Meetings are planned on the timetable of a class."),
            Action(_("Our classes"), reverse("training:desk")),
            icon="calendar-check",
        ),
    )


def find_meeting(actor: Actor, number: str) -> Session:
    """The meeting whose booking has this number, if the actor may take its roll; else 404."""
    rows = queries.of_actor(Session.objects.standing(), actor).select_related(
        "booking__organisation", "intake__programme__provider", "intake__place"
    )
    session = rows.filter(booking__number=number).first()
    if session is None:
        raise Http404
    return session


def crumbs_of(session: Session) -> list[Crumb]:
    return [crumb_of(INTAKE, session.intake), Crumb(_("Rolls"), reverse("attendance:meetings"))]


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.TAKE_ROLL)
def roll(request: HttpRequest, number: str) -> HttpResponse:
    """Who came to a meeting: one row a person, saved with one post, corrected the same way."""
    session = find_meeting(request.actor, number)
    correct_days = queries.rules_of(session.intake.programme.provider_id).correct_days
    closed = guards.roll_is_open(session, correct_days, dates.today())
    form = RollForm(posted(request), people=queries.on_roll(session), marks=queries.marks_of(session))
    return answer_form(
        request,
        form,
        lambda form: services.take_roll(
            actor=request.actor, session=session, marks=form.said(), now=dates.now()
        ),
        done=_saved,
        title=session.booking.title,
        caption=f"{session.intake.programme.title}, {session.intake.number}",
        lead=words.when(session),
        button="" if closed or not form.people else _("Save the roll"),
        template="attendance/roll.html",
        changes=True,
        crumbs=crumbs_of(session),
        notices=[*([Notice(" ".join(closed.messages))] if closed else []), *_nobody(form)],
        actions=[
            *(
                []
                if closed
                else [
                    Action(_("Scan a code"), reverse("attendance:scan", args=[number]), icon="qr-code-scan")
                ]
            ),
            Action(_("On paper"), reverse("attendance:paper", args=[number]), icon="printer"),
        ],
        grids=[words.changes_grid(session)],
    )


def _saved(written: Written) -> str:
    return _("Nothing is different from before.") if written.is_nothing else _("The roll is saved.")


def _nobody(form: RollForm) -> list[Notice]:
    return [] if form.people else [Notice(_("Nobody has a seat at this meeting."))]


@require_safe
@access.requires(Right.TAKE_ROLL)
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """The roll to print and to sign, for a place without network."""
    session = find_meeting(request.actor, number)
    return list_page(
        request,
        queryset=queries.rows_on_roll(session),
        table=PaperTable,
        filters=None,
        template="attendance/paper.html",
        whole=True,
        page_sizes=(),
        exportable=False,
        title=_("Roll: %(title)s") % {"title": session.booking.title},
        caption=f"{session.intake.programme.title}, {session.intake.number}",
        lead=words.when(session),
        letterhead=where(session.intake.programme.provider),
        crumbs=[*crumbs_of(session), Crumb(session.booking.title, _roll_of(session))],
        empty=Empty(_("Nobody has a seat at this meeting."), icon="person-check"),
    )


@require_safe
@access.requires(Right.TAKE_ROLL)
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """The list to take along as a file: everybody at every meeting whose roll is open, and of the next two weeks."""
    intake = find(INTAKE, request.actor, number, action=Right.TAKE_ROLL)
    today = dates.today()
    first = today - queries.rules_of(intake.programme.provider_id).correct_days * queries.DAY
    return list_page(
        request,
        queryset=queries.to_fill_in(intake, request.actor, first, today + AHEAD),
        table=SheetTable,
        filters=SheetFilter,
        export_name="daftar-hadir-luring",
        title=_("List to fill in without network"),
        caption=f"{intake.programme.title}, {intake.number}",
        lead=_(
            "Take the file along, write hadir, terlambat, izin or tidak hadir in its column, and read it in "
            "later. Leave both numbers as they are."
        ),
        actions=[Action(_("Read in a filled list"), reverse("imports:rolls"), icon="upload")],
        crumbs=[crumb_of(INTAKE, intake)],
        empty=Empty(_("The class has no meeting in these weeks"), icon="calendar3"),
    )


def _roll_of(session: Session) -> Any:
    return reverse("attendance:roll", args=[session.booking.number])
