"""What can happen to rules."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind, declare

declare(
    EventKind("rulebook:rule:loaded", _("Rules loaded")),
    EventKind("rulebook:rule:adopted", _("Rule adopted"), is_public=True),
    EventKind("rulebook:rule:taken_back", _("Rule taken back"), is_public=True),
    EventKind("rulebook:rule:ended", _("Rule replaced by a newer one"), is_public=True),
)
