"""What can happen to organisations, their licences and members."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind, declare

declare(
    EventKind("organisations:organisation:registered", _("Entered into the register")),
    EventKind("organisations:organisation:edited", _("Entry corrected")),
    EventKind("organisations:organisation:closed", _("Organisation closed")),
    EventKind("organisations:organisation:reopened", _("Closing undone")),
    EventKind("organisations:licence:recorded", _("Licence recorded")),
    EventKind("organisations:licence:revoked", _("Licence revoked")),
    EventKind("organisations:member:invited", _("Member invited")),
    EventKind("organisations:invitation:withdrawn", _("Invitation withdrawn")),
    EventKind("organisations:member:joined", _("Member joined")),
    EventKind("organisations:member:changed", _("Membership changed")),
    EventKind("organisations:member:ended", _("Membership ended")),
    EventKind("organisations:member:left", _("Member left")),
    EventKind("organisations:member:handed_over", _("Work handed over")),
)
