"""Pure decisions that several parts share: when a worker is lost, what counts as nothing, what stops most people."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

# A worker says every few seconds that it lives; after this silence its run is taken up by another, once.
SILENCE = timedelta(seconds=60)


MOST_ATTEMPTS = 2


def is_silent(heard_at: datetime | None, now: datetime) -> bool:
    """Whether a running run has lost its worker."""
    return heard_at is None or now - heard_at > SILENCE


def may_try_again(attempts: int) -> bool:
    return attempts < MOST_ATTEMPTS


def main_stop(stops: Sequence[Sequence[Any]]) -> Sequence[Any] | None:
    """What stops most people of an order ([code, people, detail]), wishes for other countries aside if anything else does."""
    others = [stop for stop in stops if stop[0] != "destination"]
    return max(others or stops, key=lambda stop: stop[1], default=None)


TINY = 0.0005
