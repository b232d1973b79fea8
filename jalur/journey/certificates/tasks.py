"""What workers and the clock do in this room; every task can be begun again."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.workflow.services import taken_by
from jalur.journey.certificates import services
from jalur.journey.certificates.workflow import CERTIFICATE


@app.task(name="jalur.journey.certificates.tasks.issue_certificates", queue="exports")
def issue_certificates(issuing_id: str) -> None:
    close_old_connections()
    services.perform_issuing(issuing_id)


@app.periodic(cron="* * * * *")
@app.task(name="jalur.journey.certificates.tasks.take_up_lost_certificates", queue="upkeep")
def take_up_lost_certificates(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    close_old_connections()
    services.take_up_lost_issuing()


taken_by(
    CERTIFICATE,
    "tell_surveillance",
    lambda one, today: services.tell_surveillance(actor=SYSTEM, certificate=one, today=today),
)
taken_by(
    CERTIFICATE,
    "tell_end",
    lambda one, today: services.tell_end(actor=SYSTEM, certificate=one, today=today),
)
taken_by(
    CERTIFICATE,
    "tell_ended",
    lambda one, today: services.tell_ended(actor=SYSTEM, certificate=one, today=today),
)
