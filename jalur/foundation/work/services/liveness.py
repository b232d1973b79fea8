"""How a worker says that it lives, and how it knows that work is still its own."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import close_old_connections, connection
from django.db.models import QuerySet
from django.utils import timezone

from jalur.foundation.work.models import Work, WorkState

SECONDS_BETWEEN_HEARTBEATS = 5.0
SECONDS_BETWEEN_SIGNS = 0.5


def still_mine(work: Work) -> QuerySet[Any]:
    """The row of the work, as long as this worker has it."""
    return type(work)._default_manager.filter(pk=work.pk, state=WorkState.RUNNING, attempts=work.attempts)


def goes_on(work: Work, **columns: Any) -> bool:
    """Say that this worker lives, and keep what `columns` say; False once somebody asked to stop, or the work is another worker's."""
    mine = still_mine(work).filter(cancel_requested=False)
    return bool(mine.update(heard_at=timezone.now(), **columns))


def progress_of(mine: QuerySet[Any], worded: Callable[..., dict[str, Any]]) -> Callable[..., bool]:
    """A `progress` to call while computing: what it tells, as `worded` for the page, is written at most twice a second.

    It answers False once somebody asked to stop, or the work is another worker's.
    """
    last, written, go_on = 0.0, None, True

    def progress(*state: Any) -> bool:
        nonlocal last, written, go_on
        now = time.monotonic()
        if go_on and now - last >= SECONDS_BETWEEN_SIGNS:
            last, values = now, worded(*state)
            if values != written:
                written = values
                mine.update(progress=values, heard_at=timezone.now())
            go_on = mine.filter(cancel_requested=False).exists()
        return go_on

    return progress


@contextmanager
def heartbeat(work: Work) -> Iterator[None]:
    """Keep saying that this worker lives, also while it computes without a word."""
    if connection.in_atomic_block:
        yield
        return
    over = threading.Event()

    def beat() -> None:
        while not over.wait(SECONDS_BETWEEN_HEARTBEATS):
            close_old_connections()
            still_mine(work).update(heard_at=timezone.now())
        connection.close()

    thread = threading.Thread(
        target=beat, name=f"heartbeat of {work._meta.model_name} {work.pk}", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
