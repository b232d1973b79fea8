"""What this room adds to a person's file, to the homes, and to the pages of a class and its timetable."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.kinds import EventKind, declare
from jalur.foundation.imports.kinds import ImportKind
from jalur.foundation.people.models import Person
from jalur.journey.progress import queries, words
from jalur.journey.progress.models import Lesson, Mark
from jalur.journey.progress.rights import Right
from jalur.journey.progress.services import add_listed, correct_listed
from jalur.journey.progress.services.imports import COLUMNS, plan
from jalur.journey.training.models import Enrolment, EnrolmentState, Intake, IntakeState, Session
from jalur.kit import formats
from jalur.kit.components import Action, Grid, Need, Row, Text
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart, PagePart, Section

declare(
    EventKind("progress:mark:written", gettext_lazy("Progress in a class written down")),
    EventKind("progress:lesson:named", gettext_lazy("Said which part a meeting teaches")),
)
LIST = ImportKind(
    key="progress_marks",
    right=Right.IMPORT_MARK,
    columns=COLUMNS,
    plan=plan,
    apply=add_listed,
    change=correct_listed,
    new=gettext_lazy("Would be written down"),
    known=gettext_lazy("Written down already"),
    shown={
        gettext_lazy("Person"): "candidate",
        gettext_lazy("Class"): "intake",
        gettext_lazy("Part"): "part",
        gettext_lazy("How far"): "level",
        gettext_lazy("Note"): "note",
    },
    button=lambda count: (
        ngettext("Write down %(count)s word", "Write down %(count)s words", count)
        % {"count": formats.number(count)}
    ),
    done=lambda count: (
        ngettext("%(count)s word written down.", "%(count)s words written down.", count)
        % {"count": formats.number(count)}
    ),
    place=(gettext_lazy("Ready for the assessment"), "progress:ready"),
)
BEGUN = (IntakeState.RUNNING, IntakeState.FINISHED, IntakeState.CLOSED)
SHOWN = 12


def file(actor: Actor, person: Person, _today: date) -> FilePart:
    """How many parts of each class she can do."""
    rows = access.narrow(
        Enrolment.objects.filter(state__in=queries.TAUGHT, intake__state__in=BEGUN), actor, Right.VIEW_MARK
    )
    seats = queries.with_parts(rows.filter(candidate__person=person).for_lists()).filter(parts__gt=0)
    facts = [
        Row(
            seat.intake.programme.title,
            _("%(can)s of %(parts)s parts can be done")
            % {"can": formats.number(seat.can), "parts": formats.number(seat.parts)},
            Action(_("Open"), link("progress:person", seat.pk)),
        )
        for seat in seats
    ]
    return FilePart(sections=[Section(_("Progress"), facts)] if facts else [])


def home(actor: Actor, _today: date) -> HomePart:
    """Who can be registered for the assessment."""
    if not access.may(actor, Right.SEE_READY):
        return HomePart()
    rows = access.narrow(Enrolment.objects.filter(intake__state__in=BEGUN[:2]), actor, Right.SEE_READY)
    count = queries.ready(rows.filter(state__in=queries.TAUGHT)).count()
    label = _("People can do every part: register them for the assessment")
    return HomePart(needs=[Need(label, link("progress:ready", query="standing=ready"), count=count)])


def of_results(actor: Actor, intake: Intake, _today: date) -> PagePart:
    """Where the results of a class are written down: what each was seen to do, and how often she came."""
    if not access.covers(actor, Right.VIEW_MARK, Mark(programme=intake.programme)):
        return PagePart()
    seats = queries.with_standing(intake.enrolments.filter(state=EnrolmentState.ENROLLED).for_lists())
    rows = [
        [
            Text(seat.candidate.person.name, url=link("progress:person", seat.pk)),
            _("%(can)s of %(parts)s")
            % {"can": formats.number(seat.can), "parts": formats.number(seat.parts)},
            "" if seat.attendance is None else formats.percent(seat.attendance, 0),
        ]
        for seat in seats.order_by("name", "pk")
    ]
    heads = [_("Candidate"), _("Parts she can do"), _("Attendance")]
    return PagePart(grids=[Grid(_("Where everybody stands"), heads, rows)])


def of_class(actor: Actor, intake: Intake, _today: date) -> PagePart:
    """The way to the progress of a class that has begun."""
    works = access.covers(actor, Right.WRITE_MARK, Mark(programme=intake.programme))
    if intake.state not in BEGUN or not works:
        return PagePart()
    return PagePart(
        actions=[Action(_("Progress"), link("progress:class", intake.number), icon="bar-chart-line")]
    )


def of_timetable(actor: Actor, intake: Intake, _today: date) -> PagePart:
    """Which part each meeting teaches, with the way to say so."""
    if not access.covers(actor, Right.EDIT_LESSON, Lesson(session=Session(intake=intake))):
        return PagePart()
    titles = {item.key: item.title for item in queries.items_of(intake.programme)}
    rows = [[label, titles.get(item, "–")] for _key, label, item in words.meetings(intake)]
    if not titles or not rows:
        return PagePart()
    way = Action(_("Which part does each meeting teach?"), link("progress:meetings", intake.number))
    return PagePart(
        grids=[Grid(_("Which part each meeting teaches"), [_("Meeting"), _("Part")], rows)], actions=[way]
    )
