"""What workers do. Each task is one service call; every one can be begun again."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from jalur.foundation.letters import services


@app.task(name="jalur.foundation.letters.tasks.write_letters", queue="exports")
def write_letters(mailing_id: str) -> None:
    close_old_connections()
    services.perform_mailing(mailing_id)


@app.periodic(cron="* * * * *")
@app.task(name="jalur.foundation.letters.tasks.take_up_lost_letters", queue="upkeep")
def take_up_lost_letters(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    close_old_connections()
    services.take_up_lost_mailings()
