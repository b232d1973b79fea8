"""Work for the workers, queued once it is committed."""

from django.db import transaction
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued


def enqueue(task: str, queue: str, once: str, **arguments: str) -> None:
    """Queue a task unless the same one (`once`) waits there already."""
    try:
        with transaction.atomic():
            jobs.configure_task(task, queue=queue, queueing_lock=once).defer(**arguments)
    except AlreadyEnqueued:
        return
