"""What the system does in this room by the clock."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.workflow.services import taken_by
from jalur.journey.training import services
from jalur.journey.training.services.pass_rates import LEARN
from jalur.journey.training.workflow import ENROLMENT, INTAKE, SHORTFALL
from jalur.kit.dates import now, today

for verb, take in {
    "open": services.open_intake,
    "confirm": services.confirm_intake,
    "start": services.start_intake,
    "finish": services.finish_intake,
}.items():
    taken_by(INTAKE, verb, lambda intake, today, take=take: take(actor=SYSTEM, intake=intake, today=today))
taken_by(
    ENROLMENT,
    "lapse",
    lambda place, today: services.lapse_seat(actor=SYSTEM, enrolment=place, today=today),
)
taken_by(
    SHORTFALL,
    "pass_back",
    lambda row, today: services.pass_back(actor=SYSTEM, shortfall=row, today=today),
)


@app.task(name=LEARN, queue="upkeep")
def learn_pass_rates() -> None:
    """After the results of a class."""
    close_old_connections()
    services.learn_pass_rates(actor=SYSTEM)


@app.task(name="jalur.journey.training.tasks.offer_free_seats", queue="messages")
def offer_free_seats() -> None:
    close_old_connections()
    services.offer_free_seats(today())


@app.periodic(cron="*/2 * * * *")
@app.task(name="jalur.journey.training.tasks.tell_changes", queue="messages")
def tell_changes(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    """Every other minute: timetables that have changed and are left alone since."""
    close_old_connections()
    services.tell_changes(now())


@app.periodic(cron="12 8 * * *")
@app.task(name="jalur.journey.training.tasks.remind_of_first_day", queue="messages")
def remind_of_first_day(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    """Every morning: classes that begin within three days."""
    close_old_connections()
    services.remind_of_first_day(today())


@app.periodic(cron="*/10 * * * *")
@app.task(name="jalur.journey.training.tasks.offer_what_is_left", queue="upkeep")
def offer_what_is_left(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    """Every ten minutes: seats that came free in a way that called nobody."""
    close_old_connections()
    services.offer_free_seats(today())
