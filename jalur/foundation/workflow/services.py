"""What the system does by itself: the steps whose day has come, and forgetting old forms."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from jalur.foundation.workflow.models import SentForm
from jalur.foundation.workflow.workflow import Workflow, declared

FORMS_KEPT = timedelta(days=30)

Take = Callable[[Any, date], Any]
"""(record, today) → the room's own service, which takes the step with all that follows from it."""
_takes: dict[tuple[str, str], Take] = {}


def taken_by(workflow: Workflow[Any], verb: str, take: Take) -> None:
    """How the system takes a step with `by_system`, or one that a deadline ends with; a room says so in its tasks.py, read at the start."""
    _takes[workflow.thing, verb] = take


def how_taken(workflow: Workflow[Any], verb: str) -> Take:
    """The service registered for it; a step that the system takes without one is a programming error."""
    return _takes[workflow.thing, verb]


def take_due_steps(today: date) -> int:
    """Take every step that a table lets the system take for rows whose day has come; gives how many were taken.

    What a guard refuses is left as it is: the people who work on it see why.
    """
    count = 0
    for workflow in declared():
        for step in workflow.steps:
            if step.by_system is None:
                continue
            take = how_taken(workflow, step.verb)
            due = workflow.model._default_manager.filter(**{f"{workflow.state_field}__in": step.sources})
            for subject in step.by_system(due, today).order_by("pk").iterator(chunk_size=500):
                try:
                    take(subject, today)
                except ValidationError:
                    continue
                count += 1
    return count


def forget_sent_forms() -> int:
    """Drop the keys of forms sent more than thirty days ago; gives how many."""
    count, _per_table = SentForm.objects.filter(created_at__lt=timezone.now() - FORMS_KEPT).delete()
    return count
