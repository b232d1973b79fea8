from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from jalur.foundation.tasks.kinds import kinds
from jalur.kit import dates
from tests.access.example import Example, Write, about

# The record of a side that carries tasks of a kind.
BEARS = {
    "candidate": "candidate",
    "order": "draft",
    "vacancy": "vacancy_draft",
    "class": "intake",
    "resource": "resource",
}


def on(kind: str) -> Example:
    def values(side: SimpleNamespace) -> dict[str, Any]:
        return {"pk": getattr(side, BEARS[kind]).pk}

    return Example(BEARS[kind], values)


def something_to_do(_side: SimpleNamespace) -> dict[str, Any]:
    return {"title": "Menelepon", "due_on": str(dates.today() + timedelta(days=7))}


OPENS = {
    **{f"tasks:put_{kind.key}": on(kind.key) for kind in kinds()},
    "tasks:hand_over": about("task", pk="task.owner_id"),
    **{
        f"tasks:task_step/{verb}": about("task", pk="task.pk")
        for verb in ("finish", "give_back", "reassign", "take_back")
    },
    "tasks:task": about("task", pk="task.pk"),
}
WRITES = {
    **{f"tasks:put_{kind.key}": Write(something_to_do) for kind in kinds()},
    "tasks:task_step/finish": Write(by="wulan"),
    "tasks:task_step/give_back": Write({"answer": "Tidak dapat dihubungi"}, by="wulan"),
    "tasks:task_step/reassign": Write(lambda side: {"owner": side.task.owner_id}, by="wulan"),
    "tasks:task_step/take_back": Write(by="wulan"),
}
SUBJECTS = {"tasks:task": "task"}
# Whose tasks are handed over is decided inside: by who left the own organisation.
OWN_WORK = {"tasks:hand_over"}
