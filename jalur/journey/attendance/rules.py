"""What marks of meetings add up to, who stays away, until when a roll is open. No Django, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

HERE, LATE, EXCUSED, ABSENT = "here", "late", "excused", "absent"
CAME = frozenset({HERE, LATE})


@dataclass(frozen=True)
class Limits:
    """When somebody stays away: so many meetings missed in a row, or a share below the least one once so many count."""

    in_a_row: int
    least_share: Decimal
    least_meetings: int


@dataclass(frozen=True)
class Came:
    """Of the meetings that somebody has a mark of: how many, to how many she came, of how many she was excused, and how many of
    the latest she missed without an excuse, since which day."""

    held: int = 0
    attended: int = 0
    excused: int = 0
    in_a_row: int = 0
    missed_since: date | None = None

    @property
    def counted(self) -> int:
        """Meetings that count: an excused one is held neither for nor against her."""
        return self.held - self.excused

    @property
    def share(self) -> Decimal | None:
        return share_of(self.attended, self.counted)


def share_of(attended: int, counted: int) -> Decimal | None:
    """None where no meeting counts yet."""
    return Decimal(attended) / counted if counted else None


def sum_up(marks: Iterable[tuple[date, str]]) -> Came:
    """marks: (day of the meeting, state) in the order of the meetings. An excused meeting ends no row of missed ones."""
    held = attended = excused = in_a_row = 0
    since: date | None = None
    for day, state in marks:
        held += 1
        if state == EXCUSED:
            excused += 1
        elif state in CAME:
            attended, in_a_row, since = attended + 1, 0, None
        else:
            in_a_row, since = in_a_row + 1, since or day
    return Came(held, attended, excused, in_a_row, since)


def stays_away(came: Came, limits: Limits) -> str:
    """ "row" or "share" for somebody who stays away, "" for who does not."""
    if came.in_a_row >= limits.in_a_row:
        return "row"
    share = came.share
    is_low = share is not None and share < limits.least_share and came.counted >= limits.least_meetings
    return "share" if is_low else ""


def last_day(day: date, correct_days: int) -> date:
    """The last day on which the roll of a meeting of a day is taken or corrected."""
    return day + timedelta(days=correct_days)


def when_open(day: date, today: date, correct_days: int) -> str:
    """ "" while the roll can be written, else "ahead" or "over"."""
    if today < day:
        return "ahead"
    return "over" if today > last_day(day, correct_days) else ""


def read_code(text: str) -> str:
    """A code as typed or read by a camera: letters and digits alone, in capitals."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def written_code(code: str) -> str:
    """ "ABCD-EFGH"."""
    return f"{code[:4]}-{code[4:]}"


def initials(name: str) -> str:
    """The first letters of the first and the last word: "Sari Contohwati" is SC."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
