"""Until when an offer holds its opening and seats: pure, without a clock."""

from collections.abc import Sequence
from datetime import date, timedelta


def last_day_to_answer(today: date, *, within: int | None, starts: Sequence[date], ready_by: date) -> date:
    """The last day on which an offer of today can be answered; never before today.

    within: days that the rulebook gives, None when it says nothing. An offer ends with its path, so that the seat is free again
    for somebody else.
    """
    ends = last_day_to_take(starts, ready_by)
    return max(today, ends if within is None else min(ends, today + timedelta(days=within)))


def last_day_to_take(starts: Sequence[date], ready_by: date) -> date:
    """The last day on which a path can be taken: before its first class, never after the day people must be ready."""
    return min([ready_by, *(start - timedelta(days=1) for start in starts)])
