"""What goes out at once, what goes to the worker, and how long a file is kept."""

from datetime import timedelta

# Rows. Measured with `python -m bench lists`: CSV flows while it is made, so that only the worker it occupies bounds it,
# 50,000 candidates in three seconds of one core; an Excel file is finished before its first byte leaves, 5,000 in half a second.
AT_ONCE = {"csv": 50_000, "xlsx": 5_000}
KEPT = timedelta(days=7)
NEWS = timedelta(days=1)  # how long a home says that a list is ready


def goes_at_once(kind: str, rows: int) -> bool:
    return rows <= AT_ONCE[kind]


def seconds_left(done: int, rows: int, elapsed: float) -> int | None:
    """What is left at the speed so far; None before anything is known."""
    return round(elapsed / done * (rows - done)) if done and rows > done else None
