"""A week as a grid of hours, for components/calendar.html: what is booked can be dragged, or moved by keys, to another time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from jalur.kit import formats

DAYS = 7
NARROWEST = (time(7), time(17))
"""The hours that are drawn in any case."""


@dataclass(frozen=True)
class Meeting:
    """Something booked. `starts` and `ends` by the clock of the place; holds: key → name of what it takes; move: the address of the
    step that moves it, "" where the reader or the day does not allow it."""

    key: str
    title: str
    starts: datetime
    ends: datetime
    url: str
    holds: Mapping[str, str] = field(default_factory=dict)
    move: str = ""

    def drawing(self) -> dict[str, Any]:
        return {
            "id": self.key,
            "title": self.title,
            "start": _wall(self.starts),
            "end": _wall(self.ends),
            "url": self.url,
            "move": self.move,
            "holds": list(self.holds),
            "where": ", ".join(dict.fromkeys(self.holds.values())),
        }


@dataclass(frozen=True)
class Shade:
    """A time at which nothing should be booked, and why. of: the key of what is out of order; "" for everything."""

    starts: datetime
    ends: datetime
    why: str
    of: str = ""

    def drawing(self) -> dict[str, Any]:
        return {"start": _wall(self.starts), "end": _wall(self.ends), "title": self.why, "of": self.of}


@dataclass(frozen=True)
class Calendar:
    """A week from a Monday. open: weekday (1 is Monday) and hours at which the place is open; add: the form of a new meeting, ""
    where the reader may add none; now: by the clock of the place, as `zone` names it."""

    monday: date
    now: datetime
    zone: str
    meetings: Sequence[Meeting]
    shades: Sequence[Shade] = ()
    open: Sequence[tuple[Sequence[int], time, time]] = ()
    add: str = ""

    @property
    def days(self) -> list[date]:
        return [self.monday + timedelta(days=number) for number in range(DAYS)]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What the week can be narrowed to: everything that something on it takes."""
        found = {key: name for meeting in self.meetings for key, name in meeting.holds.items()}
        return sorted(found.items(), key=lambda one: one[1].casefold())

    @property
    def may_move(self) -> bool:
        return any(meeting.move for meeting in self.meetings)

    def drawing(self) -> dict[str, Any]:
        """What calendar.js reads."""
        ends = [meeting.ends for meeting in self.meetings]
        first = min([NARROWEST[0].hour, *(meeting.starts.hour for meeting in self.meetings)])
        last = max(
            [NARROWEST[1].hour, *(24 if end.hour == 0 else end.hour + bool(end.minute) for end in ends)]
        )
        return {
            "first": self.monday.isoformat(),
            "until": (self.monday + timedelta(days=DAYS)).isoformat(),
            "now": _wall(self.now),
            "opens": f"{first:02}:00:00",
            "closes": f"{last:02}:00:00",
            "days": {day.isoformat(): formats.day(day, "weekday") for day in self.days},
            "dates": {day.isoformat(): formats.day(day, "long") for day in self.days},
            "hours": [
                {"daysOfWeek": list(days), "startTime": f"{since:%H:%M}", "endTime": f"{until:%H:%M}"}
                for days, since, until in self.open
            ],
            "meetings": [meeting.drawing() for meeting in self.meetings],
            "shades": [shade.drawing() for shade in self.shades],
            "add": self.add,
            "words": words(),
        }


def words() -> dict[str, str]:
    """The sentences of calendar.js; what stands in braces is put in there."""
    return {
        "moved": _("Moved: “{title}”, {when}."),
        "undo": _("Undo the move"),
        "undone": _("Back where it was: “{title}”, {when}."),
        "stays": _("“{title}” stays where it was, {when}."),
        "changed": _(
            "Somebody changed “{title}” after you opened the page: it is {when} now. Nothing was saved."
        ),
        "carried": _("“{title}”: {when}. Enter saves, Escape puts it back."),
        "asking": _("One moment …"),
        "failed": _("The server cannot be reached. Nothing was saved; try again."),
        "take": _("Move it to {when}"),
        "fixed": _("“{title}” cannot be moved here."),
    }


def _wall(moment: datetime) -> str:
    """As a clock on the wall shows it: the browser, which may be anywhere, never counts between time zones."""
    return moment.replace(tzinfo=None).isoformat()
