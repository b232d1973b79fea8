"""What happens to files, as histories tell it. A file has no states: it is there or not."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.files.models import MediaType
from jalur.foundation.history.kinds import EventKind, declare

ADDED, REMOVED = "files:file:added", "files:file:removed"
DOWNLOADED, EXPIRED = "files:file:downloaded", "files:file:expired"
CODES = {"type": dict(MediaType.choices)}

declare(
    EventKind(ADDED, _("File added"), codes=CODES),
    EventKind(REMOVED, _("File removed"), codes=CODES),
    EventKind(DOWNLOADED, _("File downloaded"), codes=CODES),
    EventKind(EXPIRED, _("File deleted: the time it is kept for is over"), codes=CODES),
    EventKind("files:retention:loaded", _("Brought up to date how long files are kept")),
)
