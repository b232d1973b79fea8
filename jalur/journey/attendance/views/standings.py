"""What marks add up to: of a class, of whoever stays away, one's own; and the rules by which it is asked."""

import qrcode
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from qrcode.image.svg import SvgPathImage

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import crumb_of, find
from jalur.journey.attendance import queries, services, words
from jalur.journey.attendance.filters import AwayFilter
from jalur.journey.attendance.forms import AttendanceRulesForm
from jalur.journey.attendance.models import Mark, Standing
from jalur.journey.attendance.rights import Right
from jalur.journey.attendance.rules import written_code
from jalur.journey.attendance.tables import AttendanceTable, AwayTable
from jalur.journey.training.rights import Right as TrainingRight
from jalur.journey.training.workflow import INTAKE
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty
from jalur.kit.forms import posted
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.VIEW_STANDING)
def of_class(request: HttpRequest, number: str) -> HttpResponse:
    """Who of a class came how often, as far as the reader may see them."""
    intake = find(INTAKE, request.actor, number)
    rows = Standing.objects.visible_to(request.actor).filter(intake=intake).for_lists()
    call = Action(_("Participant list"), reverse("training:participants", args=[number]), icon="telephone")
    return list_page(
        request,
        queryset=rows,
        table=AttendanceTable,
        filters=None,
        export_name="kehadiran",
        title=_("Attendance"),
        caption=f"{intake.programme.title}, {intake.number}",
        lead=_("Excused meetings count neither for nor against anybody."),
        actions=[call] if access.covers(request.actor, TrainingRight.CALL_ENROLMENT, intake) else [],
        crumbs=[crumb_of(INTAKE, intake)],
        empty=Empty(_("No roll of this class has been taken yet"), icon="calendar-check"),
    )


@require_safe
@access.requires(Right.FOLLOW_STANDING)
def away(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=Standing.objects.followed_by(request.actor).away().for_lists(),
        table=AwayTable,
        filters=AwayFilter,
        by_key=True,
        export_name="tidak-datang",
        title=_("Who stays away"),
        lead=_(
            "People of running classes who miss meetings. Ask what stands in the way: it is often something that can be solved."
        ),
        empty=Empty(_("Nobody stays away"), icon="emoji-smile"),
    )


def picture_of(code: str) -> str:
    """The code as a picture that cameras read."""
    drawn: str = qrcode.make(code, image_factory=SvgPathImage, border=2).to_string(encoding="unicode")
    return drawn


@require_safe
@access.requires(Right.OWN_STANDING)
def mine(request: HttpRequest) -> HttpResponse:
    """The reader's own meetings, class by class."""
    person = request.actor.person_id
    standings = Standing.objects.visible_to(request.actor, Right.OWN_STANDING).filter(
        candidate__person=person
    )
    marks = Mark.objects.visible_to(request.actor).filter(candidate__person=person)
    code = queries.code_of(person, dates.today())
    make = _("Make a new code") if code else _("Make my code")
    context = {
        "code": written_code(code.code) if code else "",
        "picture": picture_of(code.code) if code else "",
        "ends": code.expires_on if code else None,
        "make": Action(make, reverse("attendance:make_code"), "secondary" if code else "primary", post=True),
        "drop": Action(_("Give the code up"), reverse("attendance:drop_code"), "quiet", post=True),
        "title": _("My attendance"),
        "classes_link": Action(_("My classes"), reverse("training:mine"), icon="easel"),
        "classes": words.own_classes(standings.for_lists(), marks.of_meetings().for_lists()),
    }
    return render(request, "attendance/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_RULES)
def attendance_rules(request: HttpRequest) -> HttpResponse:
    """After how many missed meetings the institute asks why."""
    instance = queries.rules_of(request.actor.organisation_id)
    return answer_form(
        request,
        AttendanceRulesForm(posted(request), instance=instance),
        lambda form: services.set_attendance_rules(actor=request.actor, attendance_rules=form.instance),
        done=_("The rules are saved."),
        title=_("Rules for attendance"),
        lead=_(
            "These are rules of your institute, not of a law. They count from each person's next mark on."
        ),
        button=_("Save"),
        crumbs=[Crumb(_("Rolls"), reverse("attendance:meetings"))],
    )
