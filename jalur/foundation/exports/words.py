"""How an export reads on a screen."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.exports.models import State

# As the component of long work names them; the others are called there as here.
WORK_STATES = {State.SENT: "done", State.REFUSED: "failed"}

DOING = {
    State.SENT: _("The file was sent at once. To get it again, request it from the list."),
    State.WAITING: _("The file will be made when it is its turn."),
    State.RUNNING: _("The rows are being written."),
    State.DONE: _("Your list is ready."),
    State.CANCELLED: _("No file was made."),
}

REFUSED = _("The role in which it was requested may no longer export this list. No file was made.")
