"""How a task goes from given to done. Nothing of its words stands in a history."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.tasks import guards
from jalur.foundation.tasks.models import LEFT, Task, TaskState
from jalur.foundation.tasks.rights import Right
from jalur.foundation.workflow.steps import NEW, SAME, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare

REASSIGN = {
    "event": "tasks:task:reassigned",
    "text": _("Task given to somebody else"),
    "right": Right.REASSIGN_TASK,
    "label": _("Give the task to somebody else"),
    "button": _("Give to somebody else"),
    "done": _("The task has another owner now."),
    "weight": "secondary",
    "asks": True,
    "guards": (guards.is_theirs,),
    "leaves": (guards.owner_works_there,),
}

TASK = declare(
    Workflow(
        thing="tasks:task",
        model=Task,
        states=TaskState,
        tones={
            TaskState.OPEN: "wait",
            TaskState.DONE: "done",
            TaskState.RETURNED: "warn",
            TaskState.TAKEN_BACK: "none",
        },
        called=lambda _task: str(_("Task")),
        related=("owner", "put_by", "organisation"),
        columns=("state", "owner"),
        person=lambda task: task.person_id,
        place=lambda task: task.place_code,
    ),
    Step(
        "put",
        NEW,
        TaskState.OPEN,
        "tasks:task:given",
        _("Task given"),
        Right.PUT_TASK,
        guards=(guards.day_is_ahead, guards.owner_works_there),
    ),
    Step(
        "finish",
        {TaskState.OPEN},
        TaskState.DONE,
        "tasks:task:done",
        _("Task done"),
        Right.ANSWER_TASK,
        button=_("It is done"),
        done=_("Done."),
        guards=(guards.is_its_owner,),
    ),
    Step(
        "give_back",
        {TaskState.OPEN},
        TaskState.RETURNED,
        "tasks:task:given_back",
        _("Task given back"),
        Right.ANSWER_TASK,
        label=_("Return the task"),
        button=_("Return the task"),
        done=_("Returned. Whoever gave it to you reads why."),
        weight="secondary",
        guards=(guards.is_its_owner,),
        reason=Reason(
            "answer",
            label=_("Why can it not be done?"),
            hint=_("Whoever gave it to you reads this."),
            missing=_("Say why it is given back."),
        ),
    ),
    Step("reassign", {TaskState.OPEN}, SAME, **REASSIGN),
    Step("reassign", {TaskState.RETURNED}, TaskState.OPEN, **REASSIGN),
    Step(
        "take_back",
        frozenset(LEFT),
        TaskState.TAKEN_BACK,
        "tasks:task:taken_back",
        _("Task taken back: no longer needed"),
        Right.PUT_TASK,
        button=_("No longer needed"),
        done=_("The task is taken back."),
        weight="quiet",
        guards=(guards.gave_it,),
    ),
    # The administrator, for all that somebody left behind at once; `leaves` stands in the service, which checks once for all.
    Step(
        "hand_over",
        {TaskState.OPEN},
        SAME,
        "tasks:task:handed_over",
        _("Task of somebody who left given to somebody else"),
        Right.HAND_OVER_TASK,
    ),
    Step(
        "hand_over",
        {TaskState.RETURNED},
        TaskState.OPEN,
        "tasks:task:handed_over",
        _("Task of somebody who left given to somebody else"),
        Right.HAND_OVER_TASK,
    ),
)
