"""What this room adds to a person's file, to the homes and to the pages of classes and bookings."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.imports.kinds import ImportKind
from jalur.foundation.people.models import Person
from jalur.journey.attendance import queries, words
from jalur.journey.attendance.models import Standing
from jalur.journey.attendance.rights import Right
from jalur.journey.attendance.services import add_listed, correct_listed
from jalur.journey.attendance.services.imports import COLUMNS, plan
from jalur.journey.premises.models import Booking
from jalur.journey.training.models import Intake, Session
from jalur.kit import formats
from jalur.kit.components import Action, Grid, Need, Row, Text
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart, PagePart

LIST = ImportKind(
    key="rolls",
    right=Right.IMPORT_ROLL,
    columns=COLUMNS,
    plan=plan,
    apply=add_listed,
    change=correct_listed,
    new=gettext_lazy("Would be marked"),
    known=gettext_lazy("Marked already"),
    shown={
        gettext_lazy("Person"): "candidate",
        gettext_lazy("Meeting"): "meeting",
        gettext_lazy("Attendance"): "state",
        gettext_lazy("Note"): "note",
    },
    button=lambda count: (
        ngettext("Take over %(count)s mark", "Take over %(count)s marks", count)
        % {"count": formats.number(count)}
    ),
    done=lambda count: (
        ngettext("%(count)s mark taken over.", "%(count)s marks taken over.", count)
        % {"count": formats.number(count)}
    ),
    place=(gettext_lazy("Rolls"), "attendance:meetings"),
)
FOLLOW = {Role.TRAINING_MANAGER, Role.INSTRUCTOR, Role.LABOUR_OFFICER}
SHOWN_ROLLS = 5


def file(actor: Actor, person: Person, today: date) -> FilePart:  # noqa: ARG001 - every room's part is asked alike
    """How often somebody came to the meetings of her classes, and whether she stays away from one."""
    rows = Standing.objects.visible_to(actor).filter(candidate__person=person).for_lists()
    standings = list(rows.order_by("intake__starts", "pk"))
    is_own = actor.person_id == person.pk and access.may(actor, Right.OWN_STANDING)
    return FilePart(
        facts=[
            Row(
                _("Attendance"),
                words.attended(row.came),
                hint=row.intake.programme.title,
                about="roll#share",
            )
            for row in standings
        ],
        needs=[_away(row, is_own=is_own) for row in standings if words.is_away(row)],
        actions=[Action(_("My attendance"), link("attendance:mine"), "quiet")]
        if is_own and standings
        else [],
    )


def _away(row: Standing, *, is_own: bool) -> Need:
    if is_own:
        return Need(
            _("You were missed in your class: %(title)s") % {"title": row.intake.programme.title},
            link("attendance:mine"),
            _("Tell the institute or your labour office what stands in the way: they can help."),
            tone="warn",
        )
    return Need(
        _("Stays away from the class: %(title)s") % {"title": row.intake.programme.title},
        link("attendance:of_class", row.intake.number),
        words.why_away(row),
        tone="warn",
    )


def home(actor: Actor, today: date) -> HomePart:
    """Rolls to be taken, and who stays away."""
    if actor.role not in FOLLOW:
        return HomePart()
    away = Standing.objects.followed_by(actor).away().count()
    needs = [
        Need(
            _("People stay away from their class: ask what stands in the way"),
            link("attendance:away"),
            count=away,
            tone="warn",
        )
    ]
    if access.may(actor, Right.TAKE_ROLL):
        teacher = "&teacher=me" if actor.role == Role.INSTRUCTOR else ""
        query = f"roll=open{teacher}&sort=starts"
        rolls = queries.due(actor, today).count()
        needs.append(
            Need(
                _("Meetings up to today without a complete roll"),
                link("attendance:meetings", query=query),
                count=rolls,
            )
        )
    return HomePart(needs=needs)


def of_class(actor: Actor, intake: Intake, today: date) -> PagePart:
    """On the page of a class: its latest rolls, and how often people come."""
    if not access.covers(actor, Right.TAKE_ROLL, Session(intake=intake)):
        return PagePart()
    attended, counted = queries.share_of_class(intake)
    rows = queries.until_today(queries.meetings().filter(intake=intake), today)
    latest = Grid(
        _("Rolls"),
        [_("Meeting"), _("When"), _("Marked"), _("Attended")],
        [
            [
                Text(row.booking.title, url=link("attendance:roll", row.booking.number)),
                words.when(row),
                words.of(row.marked, row.people),
                row.attended,
            ]
            for row in rows[:SHOWN_ROLLS]
        ],
        hint=words.share_sentence(attended, counted),
        about="roll#share",
    )
    actions = [
        Action(_("Rolls"), link("attendance:meetings", query=f"q={intake.number}"), icon="check2-square"),
        Action(_("Attendance"), link("attendance:of_class", intake.number), icon="person-check"),
    ]
    sheet = Action(
        _("List without network"), link("attendance:sheet", intake.number), icon="file-earmark-spreadsheet"
    )
    return PagePart(grids=[latest], actions=[*actions, sheet] if latest.rows else [])


def of_booking(actor: Actor, booking: Booking, today: date) -> PagePart:
    """On the page of a booking that is a meeting of a class: its roll, once the day has come."""
    rows = queries.until_today(queries.of_actor(Session.objects.standing(), actor), today)
    if not rows.filter(booking=booking).exists():
        return PagePart()
    return PagePart(
        actions=[Action(_("Roll"), link("attendance:roll", booking.number), icon="check2-square")]
    )


def of_timetable(actor: Actor, intake: Intake, today: date) -> PagePart:
    return PagePart(actions=of_class(actor, intake, today).actions)
