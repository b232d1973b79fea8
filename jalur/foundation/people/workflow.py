"""What can happen to a person's data."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind, declare
from jalur.foundation.people.models import Purpose

declare(
    EventKind("people:person:registered", _("Personal data recorded")),
    EventKind("people:person:edited", _("Personal data changed")),
    EventKind("people:person:merged", _("Two files of the same person joined")),
    EventKind("people:identity:revealed", _("NIK opened"), codes={"purpose": dict(Purpose.choices)}),
    EventKind("people:duplicate:decided", _("Possible duplicate decided")),
)
