"""What can happen to a list that is asked for as a file."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind, declare

ASKED = "exports:list:asked"
EXPORTED = "exports:list:exported"
CANCELLED = "exports:list:cancelled"
REFUSED = "exports:list:refused"
GIVEN_UP = "exports:list:given_up"

declare(
    EventKind(ASKED, _("List asked for as a file")),
    EventKind(EXPORTED, _("List exported")),
    EventKind(CANCELLED, _("Export cancelled")),
    EventKind(REFUSED, _("Export refused")),
    EventKind(GIVEN_UP, _("Export given up")),
)
