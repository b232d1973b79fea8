"""What this room writes to people: a task given to them, one that is due. What it is about stands behind the link alone."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.messaging.kinds import MessageKind
from jalur.foundation.tasks.models import Task, TaskState


def _task(key: str) -> str:
    return reverse("tasks:task", args=[key])


def _is_open(key: str) -> bool:
    return Task.objects.filter(pk=key, state=TaskState.OPEN).exists()


ITS_TASK: dict[str, Any] = {
    "link": _task,
    "values": {"day": date(2026, 2, 1)},
    "holds": _is_open,
    "is_needed": False,
    "is_for_offices": True,
}
GIVEN = MessageKind(
    key="tasks:told",
    title=_("A colleague gives somebody a task"),
    subject=_("A task for you"),
    text=_("A colleague gave you a task, to be done by %(day)s. Open it and sign in."),
    **ITS_TASK,
)
DUE = MessageKind(
    key="tasks:due",
    title=_("A task is due tomorrow"),
    subject=_("A task is due"),
    text=_("A task of yours is to be done by %(day)s. Open it and sign in."),
    **ITS_TASK,
)
LATE = MessageKind(
    key="tasks:late",
    title=_("A task was not done by its day"),
    subject=_("A task is late"),
    text=_("A task of yours was to be done by %(day)s. Do it, or return it and say why."),
    **ITS_TASK,
)
