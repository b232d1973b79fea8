"""What workers do by the clock about the tasks of offices."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from jalur.foundation.tasks import services
from jalur.kit import dates


@app.periodic(cron="30 0 * * *")  # UTC: half past seven in Jakarta
@app.task(name="jalur.foundation.tasks.tasks.remind_owners", queue="upkeep")
def remind_owners(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    close_old_connections()
    services.remind_owners(dates.today())


@app.periodic(cron="45 20 * * *")  # UTC: in the night of all three zones
@app.task(name="jalur.foundation.tasks.tasks.forget_old_tasks", queue="upkeep")
def forget_old_tasks(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    close_old_connections()
    services.forget_old_tasks(dates.today())
