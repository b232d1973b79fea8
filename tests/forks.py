"""What a killed process leaves behind: something is done in a copy of this one, which dies at its own word."""

import os
import signal
import time
import warnings
from collections.abc import Callable

from django.db import connection


def die() -> None:
    """The kernel may take a moment to deliver it; nothing is done meanwhile."""
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(30)


def forked(act: Callable[[], object]) -> int:
    """Run something in a copy of this process; gives the signal that ended it, 0 where it came to its end."""
    # A connection of the pool would be both processes' own, and break for the one when the other dies.
    connection.close()
    connection.close_pool()
    with warnings.catch_warnings(
        action="ignore"
    ):  # Python 3.12 warns of threads; none of ours is at work here
        child = os.fork()
    if child == 0:
        try:
            # Beside Playwright's loop the parent's connection is another than the one seen here, which may be long dead.
            connection.close()
            act()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
