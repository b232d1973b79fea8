"""How an export reads on a screen."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.exports.models import State

# As the component of long work names them; the others are called there as here.
WORK_STATES = {State.SENT: "done", State.REFUSED: "failed"}

DOING = {
    State.SENT: _("The file went out at once. To have it again, ask for it at the list."),
    State.WAITING: _("The file is made as soon as a worker is free."),
    State.RUNNING: _("The rows are being written."),
    State.DONE: _("Your list is ready."),
    State.CANCELLED: _("No file was made."),
}

REFUSED = _("The list may not be exported any more by the role it was asked for in. No file was made.")
