"""What workers do by the clock."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from jalur.foundation.connections import services


@app.periodic(cron="50 * * * *")
@app.task(name="jalur.foundation.connections.tasks.forget_old_tokens", queue="upkeep")
def forget_old_tokens(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    """Every hour: tokens that open nothing any more."""
    close_old_connections()
    services.forget_old_tokens()
