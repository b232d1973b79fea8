"""What workers do. Each task is one service call; every one can be begun again."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.workflow.services import taken_by
from jalur.proposals import services
from jalur.proposals.workflow import PROPOSAL

taken_by(
    PROPOSAL,
    "expire",
    lambda proposal, today: services.expire(actor=SYSTEM, proposal=proposal, today=today),
)


@app.task(name="jalur.proposals.tasks.run_plan", queue="planner")
def run_plan(run_id: str) -> None:
    close_old_connections()
    services.perform_run(run_id)


@app.task(name="jalur.proposals.tasks.run_study", queue="planner")
def run_study(study_id: str) -> None:
    close_old_connections()
    services.perform_study(study_id)


@app.task(name="jalur.proposals.tasks.decide_many", queue="decisions")
def decide_many(decision_id: str) -> None:
    close_old_connections()
    services.perform_bulk(decision_id)


@app.task(name="jalur.proposals.tasks.publish_plan", queue="decisions")
def publish_plan(job_id: str) -> None:
    close_old_connections()
    services.perform_job(job_id)


@app.periodic(cron="* * * * *")
@app.task(name="jalur.proposals.tasks.keep_up", queue="upkeep")
def keep_up(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    """Every minute: take up what a lost worker left, and have the planner's kernels compiled."""
    close_old_connections()
    services.take_up_lost_work()
    services.warm_up()
