"""What workers do by the clock: one task for every deadline of every room."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from jalur.foundation.due import services
from jalur.kit import dates


@app.periodic(cron="1,31 * * * *")
@app.task(name="jalur.foundation.due.tasks.keep_deadlines", queue="upkeep")
def keep_deadlines(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    """Just after midnight in each of the three zones, and every half hour."""
    close_old_connections()
    services.keep(dates.now())
