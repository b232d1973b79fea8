"""How attendance reads on a screen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalur.foundation.history.models import Event
from jalur.journey.attendance.models import Mark, MarkState, Standing
from jalur.journey.attendance.rules import Came, share_of
from jalur.journey.premises.collisions import hours_in_words
from jalur.journey.premises.models import Booking
from jalur.journey.premises.queries import clock_of
from jalur.journey.training.models import Intake, IntakeState, Session
from jalur.kit import formats
from jalur.kit.components import Grid, Tag, Tone

MOST_CHANGES = 50
TONES: Mapping[str, Tone] = {
    MarkState.HERE: "done",
    MarkState.LATE: "now",
    MarkState.EXCUSED: "wait",
    MarkState.ABSENT: "bad",
}


def tag(state: str) -> Tag:
    return Tag(str(MarkState(state).label), TONES[state])


def when(session: Session) -> str:
    """The day and the hours of a meeting, by the clock of its centre."""
    return when_booked(session.booking)


def when_booked(booking: Booking) -> str:
    zone = clock_of(booking.organisation)
    day = formats.day(booking.starts.astimezone(zone).date(), "long")
    return f"{day}, {hours_in_words(*booking.during, zone)}"


def attended(came: Came) -> str:
    """ "8 of 10 meetings (80 %), 1 excused"."""
    sentence = ngettext(
        "%(attended)s of %(counted)s meeting",
        "%(attended)s of %(counted)s meetings",
        came.counted,
    ) % {"attended": formats.number(came.attended), "counted": formats.number(came.counted)}
    parts = [f"{sentence} ({percent(came.share)})" if came.share is not None else sentence]
    if came.excused:
        parts.append(_("%(count)s excused") % {"count": formats.number(came.excused)})
    return ", ".join(parts)


def percent(share: Decimal | None) -> str:
    return formats.percent(share, 0) if share is not None else "–"


def missed(came: Came) -> str:
    """ "2 in a row"; "" for whoever was at the latest meeting."""
    if not came.in_a_row:
        return ""
    return _("%(count)s in a row") % {"count": formats.number(came.in_a_row)}


def changes_grid(session: Session) -> Grid:
    """Who corrected which mark of a meeting, newest first; left out where nobody did."""
    marks = {str(mark.pk): mark for mark in Mark.objects.filter(session=session).select_related("candidate")}
    events = Event.objects.filter(
        event="attendance:mark:corrected", subject_table=Mark._meta.label_lower, subject_key__in=list(marks)
    )
    return Grid(
        _("Corrected"),
        [_("When"), _("Person"), _("Before"), _("Now"), _("Who did it")],
        [
            [
                formats.moment(event.at),
                marks[event.subject_key].candidate.name,
                tag(event.detail["before"]),
                tag(event.detail["now"]),
                event.user.name if event.user else None,
            ]
            for event in events.select_related("user").order_by("-at", "-id")[:MOST_CHANGES]
        ],
    )


@dataclass(frozen=True)
class OwnClass:
    """One class of somebody: how often she came, and each meeting."""

    intake: Intake
    attended: str
    is_away: bool
    meetings: Grid


def own_classes(standings: Iterable[Standing], marks: Iterable[Mark]) -> list[OwnClass]:
    """The newest class first, its latest meeting first."""
    by_class: dict[Any, list[Mark]] = {}
    for mark in marks:
        by_class.setdefault(mark.session.intake_id, []).append(mark)
    found = sorted(standings, key=lambda row: (row.intake.starts, row.intake.number), reverse=True)
    return [
        OwnClass(
            row.intake,
            attended(row.came),
            row.away_since is not None,
            _own_meetings(by_class.get(row.intake_id, [])),
        )
        for row in found
    ]


def _own_meetings(marks: Sequence[Mark]) -> Grid:
    return Grid(
        _("Meetings"),
        [_("When"), _("What for"), _("Attendance"), _("Note")],
        [
            [when(mark.session), mark.session.booking.title, tag(mark.state), mark.note or None]
            for mark in reversed(marks)
        ],
    )


def is_away(row: Standing) -> bool:
    """Whether she stays away from a class that runs."""
    return row.away_since is not None and row.intake.state == IntakeState.RUNNING


def why_away(row: Standing) -> str:
    """ "Missed several meetings in a row: 3 in a row; 5 of 9 meetings (56 %)"."""
    parts = [str(row.get_away_because_display()).capitalize(), missed(row.came), attended(row.came)]
    return "; ".join(part for part in parts if part)


def of(part: int, whole: int) -> str:
    return _("%(part)s of %(whole)s") % {"part": formats.number(part), "whole": formats.number(whole)}


def share_sentence(attended: int, counted: int) -> str:
    """How often people come to a class; "" before the first roll."""
    share = share_of(attended, counted)
    if share is None:
        return ""
    return _("People came to %(share)s of the meetings that count.") % {"share": percent(share)}
