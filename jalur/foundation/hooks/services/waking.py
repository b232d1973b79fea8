"""Let a worker come."""

from jalur.kit.jobs import enqueue

QUEUE = "hooks"


def wake_sender() -> None:
    enqueue("jalur.foundation.hooks.tasks.send_notices", queue=QUEUE, once="send_notices")


def wake_hander_out() -> None:
    enqueue("jalur.foundation.hooks.tasks.hand_out_events", queue=QUEUE, once="hand_out_events")
