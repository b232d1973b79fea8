"""What the system does in this room by the clock."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.workflow.services import taken_by
from jalur.journey.training import services
from jalur.journey.training.services.pass_rates import LEARN
from jalur.journey.training.workflow import INTAKE

for verb, take in {
    "open": services.open_intake,
    "confirm": services.confirm_intake,
    "start": services.start_intake,
    "finish": services.finish_intake,
}.items():
    taken_by(INTAKE, verb, lambda intake, today, take=take: take(actor=SYSTEM, intake=intake, today=today))


@app.task(name=LEARN, queue="upkeep")
def learn_pass_rates() -> None:
    """After the results of a class."""
    close_old_connections()
    services.learn_pass_rates(actor=SYSTEM)
