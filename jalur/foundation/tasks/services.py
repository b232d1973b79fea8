"""Give a task, say what became of it, give it to somebody else; remind of it, forget it."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.accounts.models import User
from jalur.foundation.messaging.services import tell
from jalur.foundation.tasks import guards, messages
from jalur.foundation.tasks.kinds import TaskKind
from jalur.foundation.tasks.models import KEPT, Task, TaskState
from jalur.foundation.tasks.rights import Right
from jalur.foundation.tasks.workflow import TASK
from jalur.foundation.workflow.locks import atomic, deed
from jalur.foundation.workflow.steps import Ask


def put_task(*, actor: Actor, kind: TaskKind[Any], row: Any, task: Task, today: date) -> Task:
    """Give a colleague something to do about a row, by a day; `task` holds what, whose and when."""
    access.check(actor, kind.right, row)
    access.check(actor, Right.PUT_TASK)
    assert actor.user_id is not None
    assert actor.organisation_id is not None
    task.kind, task.subject_key = kind.key, row.pk
    task.person_id, task.place_code = kind.person(row), kind.place(row)
    task.organisation_id, task.put_by_id = actor.organisation_id, actor.user_id
    with TASK.step("put", actor=actor, subject=task, today=today) as given:
        _tell_owner(actor, given)
    return given


def finish(*, actor: Actor, task: Task, today: date) -> Task:
    with TASK.step("finish", actor=actor, subject=task, today=today) as done:
        done.ended_on = today
    return done


def give_back(*, actor: Actor, task: Task, reason: str, today: date) -> Task:
    """It can't be done: whoever gave it decides what becomes of it."""
    with TASK.step("give_back", actor=actor, subject=task, reason=reason, today=today) as returned:
        pass
    return returned


def take_back(*, actor: Actor, task: Task, today: date) -> Task:
    with TASK.step("take_back", actor=actor, subject=task, today=today) as ended:
        ended.ended_on = today
    return ended


def reassign(*, actor: Actor, task: Task, owner: User, today: date) -> Task:
    with TASK.step("reassign", actor=actor, subject=task, today=today) as other:
        other.owner = owner
        _tell_owner(actor, other)
    return other


def _tell_owner(actor: Actor, task: Task) -> None:
    """Unless she gave it to herself."""
    if task.owner_id != actor.user_id:
        tell(messages.GIVEN, to=task.owner, about=task, once=str(task.owner_id), day=task.due_on)


@deed
def hand_over(*, actor: Actor, leaver: User, owner: User, today: date) -> int:
    """Give all that somebody left behind at the actor's organisation to a colleague; returns how many tasks."""
    access.check(actor, Right.HAND_OVER_TASK)
    rows = Task.objects.visible_to(actor, Right.HAND_OVER_TASK).left_behind(today)
    count = 0
    for state, of in ((TaskState.OPEN, {"owner": leaver}), (TaskState.RETURNED, {"put_by": leaver})):
        left = rows.filter(state=state, **of).order_by("pk")
        with TASK.step_many("hand_over", actor=actor, subjects=left, today=today) as tasks:
            for task in tasks:
                task.owner = owner
                refused: ValidationError | None = guards.owner_works_there(task, Ask(actor, today))
                if refused is not None:
                    raise refused
            count += len(tasks)
    return count


def remind_owners(today: date) -> int:
    """Tell owners of what is due tomorrow, and once of what was not done by yesterday; returns how many. Told twice, it is one."""
    count = 0
    left = Task.objects.left_behind(today).order_by().values("pk")
    rows = Task.objects.filter(state=TaskState.OPEN).exclude(pk__in=left).select_related("owner")
    due, late = rows.filter(due_on=today + timedelta(days=1)), rows.filter(due_on__lt=today)
    for kind, tasks in ((messages.DUE, due), (messages.LATE, late)):
        for task in tasks.order_by("pk"):
            with atomic():
                tell(kind, to=task.owner, about=task, once=task.due_on.isoformat(), day=task.due_on)
            count += 1
    return count


def forget_old_tasks(today: date) -> int:
    """Tasks are kept for two years after they ended; returns how many went."""
    return Task.objects.filter(ended_on__lt=today - KEPT).delete()[0]
