"""What is found at an institution, item by item."""

from datetime import date
from pathlib import Path

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.files import services as files
from jalur.foundation.files.door import Accepted
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.history.services import record
from jalur.foundation.workflow.locks import deed
from jalur.journey.network import loading, rules
from jalur.journey.network.models import Finding, FindingState, Item
from jalur.journey.network.rights import Right
from jalur.journey.network.workflow import FINDING
from jalur.kit import reference
from jalur.kit.reference import TableChange


@deed
def note_finding(*, actor: Actor, finding: Finding, file: Accepted | None = None, today: date) -> Finding:
    """What an official found of an item today; the finding that counted until now stays as history."""
    access.check(actor, Right.NOTE_FINDING, finding)
    finding.found_on, finding.assessor_id, finding.office_id = today, actor.user_id, actor.organisation_id
    before = Finding.objects.filter(
        organisation=finding.organisation_id, item=finding.item_id, state=FindingState.STANDING
    ).first()
    with FINDING.step("note", actor=actor, subject=finding, today=today):
        if before is not None:
            with FINDING.step("replace", actor=actor, subject=before, today=today):
                pass
        finding.full_clean(exclude={"assessor", "office"})
    if file is not None:
        files.keep(actor=actor, kind=kind_of(rules.EVIDENCE), owner=finding, accepted=file)
    return finding


@deed
def load_items(*, actor: Actor, apply: bool, folder: Path | None = None) -> list[TableChange]:
    """Bring what institutions are asked for up to its file; without `apply` only compare. A stored row only ever gets its end."""
    access.check(actor, Right.LOAD_ITEM)
    home = (folder or reference.folder()) / "network"
    change = reference.add_versions(Item, loading.items(home), apply=apply)
    if apply and not change.is_nothing:
        counts = {change.table: [change.added, change.changed]}
        record(actor=actor, event="network:items:loaded", subject=Item(), detail=counts)
    return [change]
