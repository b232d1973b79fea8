"""The progress of one person, and who is ready for the assessment."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import crumb_of
from jalur.journey.attendance import queries as attendance
from jalur.journey.progress import queries, words
from jalur.journey.progress.filters import ReadyFilter
from jalur.journey.progress.models import Mark
from jalur.journey.progress.queries import Standing
from jalur.journey.progress.rights import Right
from jalur.journey.progress.services import TAUGHT
from jalur.journey.progress.tables import ReadyTable
from jalur.journey.progress.views.classes import level_of, marks_page
from jalur.journey.training.models import Enrolment, EnrolmentState
from jalur.journey.training.workflow import INTAKE
from jalur.kit.components import Action, Empty, Notice
from jalur.kit.links import link
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.SEE_READY)
def ready(request: HttpRequest) -> HttpResponse:
    """Who of the institute's classes can do every part, and what the others lack."""
    rows = access.narrow(Enrolment.objects.all(), request.actor, Right.SEE_READY)
    taught = (EnrolmentState.ENROLLED, EnrolmentState.COMPLETED)
    rows = rows.filter(state__in=taught, intake__state__in=("running", "finished", "closed"))
    return list_page(
        request,
        queryset=queries.with_standing(rows.for_lists()),
        table=ReadyTable,
        filters=ReadyFilter,
        export_name="siap-uji",
        title=_("Ready for the assessment"),
        lead=_(
            "Who completed the class, or can do every part of the programme and came to as many meetings as the institute asks for, is"
            " ready. The file for the assessment body holds no identity numbers."
        ),
        empty=Empty(
            _("Nobody is ready yet"),
            _("People appear here as soon as they can do every part of their class, or have completed it."),
            icon="person-check",
        ),
    )


def _seat(request: HttpRequest, pk: UUID, right: str) -> Enrolment:
    """A seat in which somebody is or was taught, if the actor may see its marks."""
    rows = access.narrow(Enrolment.objects.filter(state__in=queries.TAUGHT), request.actor, right)
    related = (
        "intake__programme__curriculum",
        "intake__programme__provider",
        "intake__place",
        "candidate__person",
    )
    return get_object_or_404(rows.select_related(*related), pk=pk)


def _standing(seat: Enrolment) -> tuple[list[queries.Item], Standing]:
    items = queries.items_of(seat.intake.programme)
    return items, queries.standings([seat], items, seat.intake.programme)[0]


@require_safe
@access.requires(Right.VIEW_MARK)
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Part by part how far somebody is."""
    seat = _seat(request, pk, Right.VIEW_MARK)
    items, standing = _standing(seat)
    writes = seat.intake.state in TAUGHT and access.covers(
        request.actor, Right.WRITE_MARK, Mark(candidate=seat.candidate, programme=seat.intake.programme)
    )
    rare = words.too_little(attendance.with_attendance(Enrolment.objects.filter(pk=pk)).get())
    way = Action(_("Write down progress"), link("progress:mark_person", pk), "primary")
    return render(
        request,
        "progress/person.html",
        {
            "title": seat.candidate.person.name,
            "caption": f"{seat.intake.programme.title}, {seat.intake.number}",
            "crumbs": [crumb_of(INTAKE, seat.intake)],
            "actions": [way] if writes else [],
            "can": len(items) - len(standing.missing),
            "parts": len(items),
            "notices": [Notice(rare[:1].upper() + rare[1:] + ".", _("Too little attendance"), "warn")]
            if rare
            else [],
            "grids": [words.person_grid(items, standing)],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.WRITE_MARK)
def mark_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every part for one person."""
    seat = _seat(request, pk, Right.WRITE_MARK)
    items, standing = _standing(seat)
    cells = [(item.title, seat, item.key, level_of(standing.marks.get(item.key))) for item in items]
    return marks_page(
        request, seat.intake, cells, title=seat.candidate.person.name, to=link("progress:person", pk)
    )


@require_safe
@access.requires(Right.OWN_MARK)
def mine(request: HttpRequest) -> HttpResponse:
    """Her own classes, each with what she can do already."""
    rows = access.narrow(Enrolment.objects.filter(state__in=queries.TAUGHT), request.actor, Right.OWN_MARK)
    shown = queries.with_parts(rows.for_lists())
    context = {
        "title": _("My progress"),
        "seats": shown.filter(parts__gt=0),
        "classes_link": Action(_("My classes"), link("training:mine"), icon="easel"),
    }
    return render(request, "progress/mine.html", context)
