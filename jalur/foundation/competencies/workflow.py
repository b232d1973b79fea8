"""What can happen to standards."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind, declare

declare(
    EventKind("competencies:standard:loaded", _("Standards loaded")),
    EventKind("competencies:standard:adopted", _("Standard adopted"), is_public=True),
    EventKind("competencies:standard:taken_back", _("Standard taken back"), is_public=True),
    EventKind("competencies:standard:ended", _("Standard replaced by a newer one"), is_public=True),
)
