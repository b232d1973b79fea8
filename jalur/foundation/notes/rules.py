"""How long a note can be corrected, and how long it is kept. No Django, no clock."""

from datetime import date, datetime, timedelta

CORRECTABLE = timedelta(hours=48)
"""Long enough for the next working day."""
KEPT = timedelta(days=730)
KEPT_ONE_S_OWN = timedelta(days=365)
KEPT_AFTER_LEAVING = timedelta(days=30)
"""How long what somebody wrote for herself outlives her work at the office."""


def correctable_until(written_at: datetime) -> datetime:
    return written_at + CORRECTABLE


def written_since(today: date) -> date:
    """The first day whose notes are still kept."""
    return today - KEPT


def own_written_since(today: date) -> date:
    """The same of what people wrote for themselves."""
    return today - KEPT_ONE_S_OWN


def worked_since(today: date) -> date:
    """Whose membership ended before this day left longer ago than her own notes are kept."""
    return today - KEPT_AFTER_LEAVING
