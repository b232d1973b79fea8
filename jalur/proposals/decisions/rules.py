"""Until when an offer holds its opening and seats: pure, without a clock."""

from collections.abc import Sequence
from datetime import date, timedelta


def last_day_to_answer(today: date, *, within: int | None, starts: Sequence[date], ready_by: date) -> date:
    """The last day on which an offer of today can be answered; never before today.

    within: days that the rulebook gives, None when it says nothing. An offer ends the day before its first class, so that the
    seat is free again for somebody else, and never after the day on which people must be ready.
    """
    ends = [ready_by, *(start - timedelta(days=1) for start in starts)]
    if within is not None:
        ends.append(today + timedelta(days=within))
    return max(today, min(ends))
