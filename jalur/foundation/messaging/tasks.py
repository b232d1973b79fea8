"""What workers do. Each task is one service call; every one can be begun again."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from jalur.foundation.messaging import services


@app.task(name="jalur.foundation.messaging.tasks.send_due_messages", queue="messages")
def send_due_messages() -> None:
    close_old_connections()
    services.send_due()


@app.periodic(cron="* * * * *")
@app.task(name="jalur.foundation.messaging.tasks.take_up_messages", queue="messages")
def take_up_messages(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    close_old_connections()
    services.pass_on_unopened()
    services.send_due()


@app.periodic(cron="40 20 * * *")  # UTC: in the night of all three zones
@app.task(name="jalur.foundation.messaging.tasks.forget_old_messages", queue="upkeep")
def forget_old_messages(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    close_old_connections()
    services.forget_old()
    services.forget_old_devices()
