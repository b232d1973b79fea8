"""What workers do every night."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from jalur.foundation.notes import services
from jalur.kit.dates import today


@app.periodic(cron="20 3 * * *")
@app.task(name="jalur.foundation.notes.tasks.delete_expired_notes", queue="upkeep")
def delete_expired_notes(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    close_old_connections()
    services.expire(today())
