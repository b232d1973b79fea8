"""Holidays and periods from the reference files; what waits is counted anew when they change."""

from pathlib import Path

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.due import loading
from jalur.foundation.due.models import Holiday, Period
from jalur.foundation.due.rights import Right
from jalur.foundation.due.services.settling import count_anew
from jalur.foundation.history.services import record
from jalur.foundation.workflow.locks import deed
from jalur.kit import reference
from jalur.kit.reference import TableChange


@deed
def load_calendar(*, actor: Actor, apply: bool, folder: Path | None = None) -> list[TableChange]:
    """Bring holidays and periods up to their files; without `apply` only compare. A stored period only ever gets its end."""
    access.check(actor, Right.LOAD_CALENDAR)
    home = (folder or reference.folder()) / "due"
    changes = [
        reference.upsert(Holiday, loading.holidays(home), apply=apply),
        reference.add_versions(Period, loading.periods(home), apply=apply),
    ]
    if apply and not all(change.is_nothing for change in changes):
        counts = {change.table: [change.added, change.changed] for change in changes}
        record(actor=actor, event="due:calendar:loaded", subject=Period(), detail=counts)
        count_anew()
    return changes
