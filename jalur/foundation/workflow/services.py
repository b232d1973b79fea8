"""What the system does by itself: the steps whose day has come, and forgetting old forms."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.workflow.models import SentForm
from jalur.foundation.workflow.workflow import declared

FORMS_KEPT = timedelta(days=30)


def take_due_steps(today: date) -> int:
    """Take every step that a table lets the system take for rows whose day has come; gives how many were taken.

    What a guard refuses is left as it is: the people who work on it see why.
    """
    count = 0
    for workflow in declared():
        for step in workflow.steps:
            if step.by_system is None:
                continue
            due = workflow.model._default_manager.filter(**{f"{workflow.state_field}__in": step.sources})
            for subject in step.by_system(due, today).order_by("pk").iterator(chunk_size=500):
                try:
                    with workflow.step(step.verb, actor=SYSTEM, subject=subject, today=today):
                        pass
                except ValidationError:
                    continue
                count += 1
    return count


def forget_sent_forms() -> int:
    """Drop the keys of forms sent more than thirty days ago; gives how many."""
    count, _per_table = SentForm.objects.filter(created_at__lt=timezone.now() - FORMS_KEPT).delete()
    return count
