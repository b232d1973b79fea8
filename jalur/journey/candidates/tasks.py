"""What workers do."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from jalur.journey.candidates.services import imports


@app.periodic(cron="17 2 * * *")
@app.task(name="jalur.journey.candidates.tasks.drop_old_imports", pass_context=False)
def drop_old_imports(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are called with it
    """Uploaded rows that nobody decided on do not stay."""
    close_old_connections()
    imports.drop_old()
