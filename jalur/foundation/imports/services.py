"""Reading a list in: read, plan, show, apply. In between its rows lie sealed; the same file twice changes nothing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import uuid4

from django.utils import timezone

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import SYSTEM, Actor, Refused
from jalur.foundation.history.services import record
from jalur.foundation.imports import spreadsheet
from jalur.foundation.imports.kinds import ImportKind, Plan, kind_of
from jalur.foundation.imports.models import Import
from jalur.foundation.imports.rights import Right
from jalur.foundation.imports.spreadsheet import Sheet
from jalur.foundation.imports.workflow import IMPORT, UPLOADED
from jalur.foundation.workflow.locks import deed, in_turn
from jalur.kit.vault import seal, unseal

TABLE = "imports.import"


@deed
def upload(*, actor: Actor, kind: ImportKind[Any], content: bytes, file_name: str, today: date) -> Import:
    """Read a file and keep its rows sealed for a look. Nothing it says is written yet."""
    access.check(actor, kind.right)
    sheet = spreadsheet.find(content, file_name, kind.columns)
    assert actor.user_id is not None
    draft = Import(id=uuid4(), kind=kind.key, uploaded_by_id=actor.user_id)
    draft.content_sealed = seal(json.dumps(asdict(sheet)), table=TABLE, row=str(draft.pk), field="content")
    draft.counts = plan_of(actor, draft, today).counts()
    draft.save(force_insert=True)
    record(actor=actor, event=UPLOADED, subject=draft, place=actor.place_code, detail=IMPORT.detail(draft))
    return draft


def plan_of(actor: Actor, draft: Import, today: date) -> Plan[Any]:
    """What applying the uploaded rows would do now."""
    sheet = sheet_of(draft)
    if sheet is None:
        return Plan()
    kind = kind_of(draft.kind)
    return kind.plan(actor, kind.rows(sheet.lines), today)


def sheet_of(draft: Import) -> Sheet | None:
    """The uploaded list, as long as it is there."""
    if draft.content_sealed is None:
        return None
    plain = unseal(bytes(draft.content_sealed), table=TABLE, row=str(draft.pk), field="content")
    kept = json.loads(plain)
    return Sheet(**kept) if isinstance(kept, dict) else Sheet(kept, [])


def apply(*, actor: Actor, draft: Import, today: date) -> Import:
    """Write every good row that is not there yet, all or none; bad rows are left out and were shown."""
    with _decided("apply", actor, draft) as locked:
        in_turn(f"{TABLE}:{locked.kind}")
        plan = plan_of(actor, locked, today)
        kind_of(locked.kind).apply(actor=actor, rows=[entry for _line, entry in plan.new], today=today)
        locked.counts = plan.counts()
        locked.left_out = [[fault.line, fault.column, fault.sentence] for fault in plan.faults]
    return locked


def drop(*, actor: Actor, draft: Import) -> Import:
    """Throw the uploaded rows away."""
    with _decided("drop", actor, draft) as locked:
        return locked


@contextmanager
def _decided(verb: str, actor: Actor, draft: Import) -> Iterator[Import]:
    """A step of an upload, by nobody but who uploaded it; the system drops what was left lying."""
    with IMPORT.step(verb, actor=actor, subject=draft) as locked:
        if actor != SYSTEM and not Import.objects.visible_to(actor).filter(pk=locked.pk).exists():
            raise Refused(Right.DECIDE_IMPORT)
        yield locked
        locked.content_sealed, locked.decided_at = None, timezone.now()
