"""What the system does in this room by the clock."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from jalur.journey.certification import services
from jalur.kit.dates import today


@app.periodic(cron="24 8 * * *")
@app.task(name="jalur.journey.certification.tasks.remind_of_ends", queue="messages")
def remind_of_ends(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    """Every morning: results of outside tests that end within two months."""
    close_old_connections()
    services.remind_of_ends(today())


@app.periodic(cron="31 8 * * *")
@app.task(name="jalur.journey.certification.tasks.tell_of_licences", queue="messages")
def tell_of_licences(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    """Every morning: results that hang on a licence that was revoked."""
    close_old_connections()
    services.tell_of_licences(today())
