"""The tasks of rows, and the rows of tasks."""

from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from jalur.foundation.accounts.access import Actor, narrow
from jalur.foundation.accounts.models import User
from jalur.foundation.organisations.models import Membership
from jalur.foundation.tasks.kinds import TaskKind, kind_of
from jalur.foundation.tasks.models import Task, TaskQuerySet


def row_of(actor: Actor, kind: TaskKind[Any], key: Any) -> Model | None:
    """The row, for whoever may put a task on it."""
    rows = narrow(kind.model._default_manager.all(), actor, kind.right)
    return rows.select_related(*kind.related).filter(pk=key).first()


def subject_of(actor: Actor, task: Task) -> tuple[TaskKind[Any], Model] | None:
    """What a task is about, as far as the actor may see to it."""
    kind = kind_of(task.kind)
    row = row_of(actor, kind, task.subject_key) if kind else None
    return (kind, row) if kind and row else None


def tasks_of(actor: Actor, kind: TaskKind[Any], row: Model) -> TaskQuerySet:
    """The tasks on a row that the actor sees, open ones and the nearest first."""
    mine = Task.objects.visible_to(actor).filter(kind=kind.key, subject_key=row.pk)
    return mine.select_related("owner").order_by("ended_on", "due_on", "pk")


def colleagues(actor: Actor, today: date) -> QuerySet[User]:
    """Everybody who works at the actor's organisation today; a program there does nobody's tasks."""
    works = Membership.objects.in_force(today).filter(organisation=actor.organisation_id, connection=None)
    return User.objects.filter(is_active=True, pk__in=works.values("user")).order_by("name", "pk")
