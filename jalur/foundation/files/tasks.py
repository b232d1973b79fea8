"""What workers do every night. Each task is one service call; every one can be begun again."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from jalur.foundation.files import services
from jalur.kit.dates import today


@app.periodic(cron="50 2 * * *")
@app.task(name="jalur.foundation.files.tasks.delete_expired_files", queue="upkeep")
def delete_expired_files(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    close_old_connections()
    services.expire(today())


@app.periodic(cron="10 3 * * *")
@app.task(name="jalur.foundation.files.tasks.sweep_files", queue="upkeep")
def sweep_files(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    close_old_connections()
    services.sweep(apply=True)
