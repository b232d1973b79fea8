"""Words that several parts of the room say."""

from django.utils.translation import gettext_lazy

from jalur.kit.components import (
    Tag,
)
from jalur.proposals.models import RunState

# What the value of a plan counts, also when every opening counts the same: people have priorities.
UNIT = gettext_lazy("weighted placements")


FAILURES = {
    "no_candidates": gettext_lazy(
        "Nobody here can be planned now: no registered candidate is willing, free and without an opening."
    ),
    "no_orders": gettext_lazy(
        "There is no open job order with an opening left, so there is nothing to plan for."
    ),
    "no_classes": gettext_lazy(
        "There is no open class with a free seat that these people can reach. Ask the institutes "
        "to open classes first."
    ),
    "invalid_input": gettext_lazy(
        "The registered data contradict each other somewhere, so no plan was made. The "
        "administrator finds the tables and rows in the log."
    ),
    "unverified": gettext_lazy(
        "The plan did not pass the independent check and was thrown away. No proposal was made. "
        "Please tell the administrator."
    ),
    "lost": gettext_lazy(
        "The computer that worked on this plan stopped twice. Nothing was changed. Start the plan again."
    ),
    "error": gettext_lazy(
        "Something went wrong while the plan was made. Nothing was changed. Start it again, or "
        "tell the administrator."
    ),
}


RUN_TAGS = {
    RunState.WAITING: Tag(gettext_lazy("waiting for its turn"), "wait"),
    RunState.RUNNING: Tag(gettext_lazy("being made"), "now"),
    RunState.DONE: Tag(gettext_lazy("finished"), "done"),
    RunState.CANCELLED: Tag(gettext_lazy("stopped"), "none"),
    RunState.FAILED: Tag(gettext_lazy("failed"), "bad"),
}


# As the component of long work names them.
WORK_STATES = {
    RunState.WAITING: "queued",
    RunState.RUNNING: "running",
    RunState.DONE: "done",
    RunState.CANCELLED: "cancelled",
    RunState.FAILED: "failed",
}


BILLION = 1_000_000_000
