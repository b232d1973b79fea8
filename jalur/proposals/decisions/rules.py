"""Pure decisions about decisions."""

from datetime import date


def can_undo(decided_on: date | None, today: date) -> bool:
    """A decision can be taken back on the working day it was made."""
    return decided_on is not None and decided_on == today
