"""What can happen to places."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind, declare

declare(EventKind("geography:place:loaded", _("Places loaded")))
