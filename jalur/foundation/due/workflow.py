"""What happens to deadlines, as histories tell it. A deadline has no states: it is there or kept."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.words import ROLE_NAMES
from jalur.foundation.history.kinds import EventKind, declare

RAISED = "due:deadline:raised"

declare(
    EventKind(
        RAISED,
        _("Late: the next office was told"),
        codes={"role": {str(role): words for role, words in ROLE_NAMES.items()}},
    ),
    EventKind("due:calendar:loaded", _("Holidays and periods brought up to date")),
)
