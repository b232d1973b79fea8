"""When a worker is taken for lost, and how often its work is begun again."""

from datetime import datetime, timedelta

# A worker says every few seconds that it lives.
SILENCE = timedelta(seconds=60)
MOST_ATTEMPTS = 2


def is_silent(heard_at: datetime | None, now: datetime) -> bool:
    """Whether work that runs has lost its worker."""
    return heard_at is None or now - heard_at > SILENCE


def may_try_again(attempts: int) -> bool:
    return attempts < MOST_ATTEMPTS
