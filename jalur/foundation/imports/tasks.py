"""What workers do, and the system by the clock. Each task is one service call; every one can be begun again."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.imports import services
from jalur.foundation.imports.workflow import IMPORT
from jalur.foundation.workflow.services import taken_by

taken_by(IMPORT, "drop", lambda draft, _today: services.drop(actor=SYSTEM, draft=draft))
taken_by(IMPORT, "forget", lambda draft, _today: services.forget_left_out(actor=SYSTEM, draft=draft))


@app.task(name="jalur.foundation.imports.tasks.work_on_list", queue="imports")
def work_on_list(job_id: str) -> None:
    close_old_connections()
    services.perform_job(job_id)


@app.periodic(cron="* * * * *")
@app.task(name="jalur.foundation.imports.tasks.take_up_lost_lists", queue="upkeep")
def take_up_lost_lists(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    close_old_connections()
    services.take_up_lost_jobs()
