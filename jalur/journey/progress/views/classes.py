"""The progress of a class: the grid, one part for everybody, and what a meeting teaches."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import crumb_of, find
from jalur.journey.progress import queries, services, words
from jalur.journey.progress.forms import MarksForm, MeetingsForm
from jalur.journey.progress.models import Level, Mark
from jalur.journey.progress.rights import Right
from jalur.journey.progress.tables import of_class
from jalur.journey.training.models import Enrolment, Intake
from jalur.journey.training.workflow import INTAKE
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Notice
from jalur.kit.forms import posted
from jalur.kit.links import link
from jalur.kit.lists import list_page


def followed(request: HttpRequest, number: str) -> Intake:
    """A class, for whoever writes down its progress."""
    intake = find(INTAKE, request.actor, number)
    if not access.covers(request.actor, Right.WRITE_MARK, Mark(programme=intake.programme)):
        raise Http404
    return intake


@require_safe
@access.requires(Right.WRITE_MARK)
def progress(request: HttpRequest, number: str) -> HttpResponse:
    """Everybody of a class by every part, how much of it they can do, and the hours of each part."""
    intake = followed(request, number)
    seats = queries.people_of(intake)
    items = queries.items_of(intake.programme)
    people = queries.standings(seats, items, intake.programme)
    share, today = queries.share_of(people, items), dates.today()
    behind = []
    if queries.is_behind(intake, share, today):
        text = _("Much of the time has passed, and people can do less than that. Look at who needs more.")
        behind = [Notice(text, _("The class is behind its days"), "warn")]
    return list_page(
        request,
        queryset=seats,
        table=of_class(people, items),
        filters=None,
        template="progress/class.html",
        whole=True,
        page_sizes=(),
        export_name="kemajuan",
        title=_("Progress of the class"),
        caption=f"{intake.programme.title}, {intake.number}",
        lead=_("%(share)s of all parts can be done.") % {"share": formats.percent(share, 0)},
        crumbs=[crumb_of(INTAKE, intake)],
        notices=behind,
        actions=[
            Action(_("Which part does each meeting teach?"), link("progress:meetings", number)),
            *(
                [Action(_("Read in a list"), link("imports:progress_marks"), "quiet", icon="upload")]
                if intake.state in services.TAUGHT
                else []
            ),
        ],
        parts=[
            Action(item.title, link("progress:mark_part", number, item.key), "quiet")
            for item in items
            if intake.state in services.TAUGHT
        ],
        grids=[words.hours_grid(items, queries.hours_of(intake, items, dates.now()))],
        empty=Empty(_("Nobody has a seat yet"), icon="person-check"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.WRITE_MARK)
def mark_part(request: HttpRequest, number: str, item: str) -> HttpResponse:
    """One part for everybody in the class."""
    intake = followed(request, number)
    found = next((one for one in queries.items_of(intake.programme) if one.key == item), None)
    if found is None:
        raise Http404
    people = queries.standings(queries.people_of(intake), [found], intake.programme)
    cells = [
        (f"{one.seat.name} ({one.seat.number})", one.seat, item, level_of(one.marks.get(item)))
        for one in people
    ]
    return marks_page(request, intake, cells, title=found.title, to=link("progress:class", number))


def level_of(mark: Mark | None) -> str:
    return mark.level if mark else Level.NOT_SEEN.value


def marks_page(
    request: HttpRequest, intake: Intake, cells: list[tuple[str, Enrolment, str, str]], *, title: str, to: str
) -> HttpResponse:
    write = partial(services.write_marks, actor=request.actor, intake=intake, now=dates.now())
    return answer_form(
        request,
        MarksForm(posted(request), cells=cells),
        lambda form: write(seen=form.seen(), note=form.cleaned_data["note"]),
        done=_("Written down. What others wrote meanwhile stands."),
        to=to,
        title=title,
        caption=f"{intake.programme.title}, {intake.number}",
        button=_("Write down"),
        crumbs=[crumb_of(INTAKE, intake), _progress_crumb(intake)],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_LESSON)
def meetings(request: HttpRequest, number: str) -> HttpResponse:
    """Which part each meeting of a class teaches."""
    intake = followed(request, number)
    form = MeetingsForm(
        posted(request), meetings=words.meetings(intake), items=queries.items_of(intake.programme)
    )
    return answer_form(
        request,
        form,
        lambda answered: services.teach(actor=request.actor, intake=intake, parts=answered.parts()),
        done=_("Written down; the hours of each part follow."),
        title=_("Which part does each meeting teach?"),
        caption=f"{intake.programme.title}, {intake.number}",
        button=_("Save"),
        crumbs=[crumb_of(INTAKE, intake), _progress_crumb(intake)],
    )


def _progress_crumb(intake: Intake) -> Crumb:
    return Crumb(_("Progress of the class"), link("progress:class", intake.number))
