"""What workers do by the clock. Each task is one service call; every one can be begun again."""

from math import inf

from django.db import close_old_connections
from procrastinate.contrib.django import app

from jalur.foundation.workflow import consequences, kept, services
from jalur.kit.dates import today


@app.periodic(cron="5 * * * *")
@app.task(name="jalur.foundation.workflow.tasks.take_due_steps", queue="upkeep")
def take_due_steps(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    """Every hour: a class whose first day has come starts; whatever else a table lets the system take."""
    close_old_connections()
    services.take_due_steps(today())


@app.periodic(cron="2 * * * *")
@app.task(name="jalur.foundation.workflow.tasks.follow_the_law", queue="upkeep")
def follow_the_law(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    """Every hour: what a rule, a standard or a licence stops or frees whose day has come."""
    close_old_connections()
    consequences.follow(today(), at_once=inf)


@app.task(name="jalur.foundation.workflow.tasks.follow_soon", queue="upkeep")
def follow_soon() -> None:
    """The same of a change that touched more than a page waits for."""
    close_old_connections()
    consequences.follow(today(), at_once=inf)


@app.periodic(cron="40 3 * * *")
@app.task(name="jalur.foundation.workflow.tasks.forget_sent_forms", queue="upkeep")
def forget_sent_forms(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    """Every night: the keys of old forms."""
    close_old_connections()
    services.forget_sent_forms()


@app.periodic(cron="20 * * * *")
@app.task(name="jalur.foundation.workflow.tasks.forget_kept_forms", queue="upkeep")
def forget_kept_forms(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    """Every hour: what was typed and nobody came back for."""
    close_old_connections()
    kept.forget_old()
