"""What can be done in this room, by name: exactly the actions of access.csv."""

from django.utils.translation import gettext_lazy as _

from jalur.kit.naming import NamedRight


class Right(NamedRight):
    VIEW_TASK = "tasks:task:view", _("see the office's tasks")
    PUT_TASK = "tasks:task:put", _("give a colleague a task")
    ANSWER_TASK = "tasks:task:answer", _("say that a task is done, or give it back")
    REASSIGN_TASK = "tasks:task:reassign", _("give a task to somebody else")
    HAND_OVER_TASK = "tasks:task:hand_over", _("hand over the tasks of somebody who left")
