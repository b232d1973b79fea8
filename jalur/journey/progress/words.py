"""How progress reads on a screen."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jalur.journey.premises.collisions import hours_in_words
from jalur.journey.premises.queries import clock_of
from jalur.journey.progress.models import Level, Mark
from jalur.journey.progress.queries import Hours, Item, Standing
from jalur.journey.training.models import Enrolment, Intake
from jalur.kit import formats
from jalur.kit.components import Grid, Tag

TONES = {Level.NOT_SEEN: "none", Level.PRACTISING: "wait", Level.CAN: "done"}


def tag(mark: Mark | None) -> Tag:
    level = Level(mark.level) if mark else Level.NOT_SEEN
    return Tag(str(level.label), TONES[level])  # type: ignore[arg-type]  # tones by name


def who_and_when(mark: Mark | None) -> str:
    if mark is None:
        return ""
    words = _("%(who)s, %(day)s") % {"who": mark.by.name, "day": formats.day(_day(mark.at))}
    return f"{words}: {mark.note}" if mark.note else words


def _day(moment: datetime) -> date:
    return moment.date()


def too_little(seat: Enrolment) -> str:
    """Why somebody who can do every part is not ready all the same; "" for who attended enough. seat: with its standing."""
    if not seat.too_little:  # type: ignore[attr-defined]  # annotated
        return ""
    return _("came to %(share)s of the meetings, the institute asks for %(least)s") % {
        "share": formats.percent(seat.attendance, 0),  # type: ignore[attr-defined]  # annotated
        "least": formats.percent(seat.least_attendance, 0),  # type: ignore[attr-defined]  # annotated
    }


def meetings(intake: Intake) -> list[tuple[UUID, str, str]]:
    """(session key, day and hours, the part it teaches) of every meeting of a class that stands."""
    zone = clock_of(intake.programme.provider)
    rows = intake.sessions.standing().select_related("booking", "lesson").order_by("booking__starts", "pk")
    return [
        (
            row.pk,
            f"{formats.day(row.booking.starts.astimezone(zone).date())}, {hours_in_words(*row.booking.during, zone)}",
            row.lesson.item if hasattr(row, "lesson") else "",
        )
        for row in rows
    ]


def person_grid(items: list[Item], standing: Standing) -> Grid:
    """Part by part how far she is, who saw it and when."""
    return Grid(
        _("Part by part"),
        [_("Part"), _("How far"), _("Written down by")],
        [
            [item.title, tag(standing.marks.get(item.key)), who_and_when(standing.marks.get(item.key))]
            for item in items
        ],
        empty=_("This programme names no parts yet."),
    )


def hours_grid(items: list[Item], hours: dict[str, Hours]) -> Grid:
    """What was taught of each part."""
    return Grid(
        _("Hours (JP) of each part"),
        [_("Part"), _("Planned"), _("On the timetable"), _("Taught so far")],
        [
            [
                item.title,
                "–" if hours[item.key].planned is None else formats.number(hours[item.key].planned),
                formats.number(hours[item.key].timetabled),
                formats.number(hours[item.key].taught),
            ]
            for item in items
        ],
        empty=_("This programme names no parts yet."),
        hint=_("A meeting counts once somebody says on the timetable which parts it teaches."),
    )
