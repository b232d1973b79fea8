"""Workers in processes of their own, to be killed at any moment."""

import os
import signal
import traceback
from collections.abc import Callable


def start(work: Callable[[], None]) -> int:
    """A process that does this until it is stopped; its number. What breaks it is printed."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            traceback.print_exc()
            os._exit(1)
    return child


def stop(worker: int) -> None:
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
