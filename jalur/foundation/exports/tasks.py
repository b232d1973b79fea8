"""What workers do. Each task is one service call; every one can be begun again."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from jalur.foundation.exports import services


@app.task(name="jalur.foundation.exports.tasks.make_file", queue="exports")
def make_file(export_id: str) -> None:
    close_old_connections()
    services.perform_export(export_id)


@app.periodic(cron="* * * * *")
@app.task(name="jalur.foundation.exports.tasks.take_up_lost_exports", queue="upkeep")
def take_up_lost_exports(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    close_old_connections()
    services.take_up_lost_exports()


@app.periodic(cron="20 * * * *")
@app.task(name="jalur.foundation.exports.tasks.forget_old_exports", queue="upkeep")
def forget_old_exports(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    close_old_connections()
    services.forget_old_exports()
