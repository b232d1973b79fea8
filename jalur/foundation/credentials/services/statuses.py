"""Suspend and revoke what was signed, and take a suspension back."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.credentials.models import StatusEntry, StatusList
from jalur.foundation.credentials.rights import Right
from jalur.foundation.workflow.locks import deed, lock
from jalur.kit.refusals import refusal


@deed
def set_status(
    *, actor: Actor, entry: StatusEntry, suspended: bool, revoked: bool, now: datetime
) -> StatusEntry:
    """Mark what was signed. Revoked is for good. The lists say so at their next reading."""
    del now  # the lists tell the time of their own making
    access.check(actor, Right.MARK_ENTRY, entry)
    (locked,) = lock(StatusEntry, [entry.pk], related=("key", "list"))
    if locked.is_revoked and not revoked:
        raise refusal("revoked", "revoked", _("What was revoked stays revoked. Issue it again."))
    if (locked.is_suspended, locked.is_revoked) == (suspended, revoked):
        return locked
    locked.is_suspended, locked.is_revoked = suspended, revoked
    locked.save(update_fields=["is_suspended", "is_revoked"])
    StatusList.objects.filter(pk=locked.list_id).update(version=F("version") + 1)
    return locked
