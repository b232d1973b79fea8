"""How an export reads on a screen."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.exports.models import State
from jalur.kit.components import Tag

TAGS = {
    State.SENT: Tag(State.SENT.label, "done"),
    State.WAITING: Tag(State.WAITING.label, "wait"),
    State.RUNNING: Tag(State.RUNNING.label, "now"),
    State.DONE: Tag(State.DONE.label, "done"),
    State.CANCELLED: Tag(State.CANCELLED.label, "none"),
    State.REFUSED: Tag(State.REFUSED.label, "bad"),
    State.FAILED: Tag(State.FAILED.label, "bad"),
}

WORK_STATES = {
    State.SENT: "done",
    State.WAITING: "waiting",
    State.RUNNING: "running",
    State.DONE: "done",
    State.CANCELLED: "cancelled",
    State.REFUSED: "failed",
    State.FAILED: "failed",
}

DOING = {
    State.SENT: _("The file went out at once. To have it again, ask for it at the list."),
    State.WAITING: _("The file is made as soon as a worker is free."),
    State.RUNNING: _("The rows are being written."),
    State.DONE: _("Your list is ready."),
    State.CANCELLED: _("No file was made."),
}

ERRORS = {
    State.REFUSED: _(
        "The list may not be exported any more by the role it was asked for in. No file was made."
    ),
    State.FAILED: _(
        "The worker was lost twice. Nothing else has changed; ask for the file again at the list."
    ),
}
