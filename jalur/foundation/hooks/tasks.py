"""What workers do. Each task is one service call; every one can be begun again."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from jalur.foundation.hooks import services


@app.task(name="jalur.foundation.hooks.tasks.hand_out_events", queue="hooks")
def hand_out_events() -> None:
    close_old_connections()
    services.hand_out()


@app.task(name="jalur.foundation.hooks.tasks.send_notices", queue="hooks")
def send_notices() -> None:
    close_old_connections()
    services.send_due()


@app.periodic(cron="* * * * *")
@app.task(name="jalur.foundation.hooks.tasks.take_up_notices", queue="hooks")
def take_up_notices(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    """Every minute: what no one was woken for, and what is due again."""
    close_old_connections()
    services.hand_out()
    services.send_due()


@app.periodic(cron="45 20 * * *")  # UTC: in the night of all three zones
@app.task(name="jalur.foundation.hooks.tasks.forget_old_notices", queue="upkeep")
def forget_old_notices(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    close_old_connections()
    services.forget_old()
