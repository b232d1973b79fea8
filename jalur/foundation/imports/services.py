"""Reading a list in: read, plan, show, apply. In between its rows lie sealed; the same file twice changes nothing."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date
from typing import Any
from uuid import uuid4

from django.utils import timezone

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import SYSTEM, Actor, Refused
from jalur.foundation.history.services import record
from jalur.foundation.imports import spreadsheet
from jalur.foundation.imports.kinds import ImportKind, Plan, kind_of
from jalur.foundation.imports.models import Heading, Import
from jalur.foundation.imports.rights import Right
from jalur.foundation.imports.rows import fold
from jalur.foundation.imports.spreadsheet import Contents, Lines
from jalur.foundation.imports.workflow import IMPORT, UPLOADED
from jalur.foundation.workflow.locks import deed, in_turn
from jalur.foundation.workflow.steps import UnchangedError
from jalur.kit.vault import seal, unseal

TABLE = "imports.import"
LONGEST_HEADING = 120


@deed
def upload(*, actor: Actor, kind: ImportKind[Any], content: bytes, file_name: str, today: date) -> Import:
    """Read a file and keep its rows sealed for a look. Nothing it says is written yet."""
    access.check(actor, kind.right)
    contents = spreadsheet.open_list(content, file_name, kind.columns)
    assert actor.user_id is not None
    draft = Import(id=uuid4(), kind=kind.key, uploaded_by_id=actor.user_id)
    _keep(draft, replace(contents, chosen=remembered(actor, kind, contents.headings)))
    draft.counts = plan_of(actor, draft, today).counts()
    draft.save(force_insert=True)
    record(actor=actor, event=UPLOADED, subject=draft, place=actor.place_code, detail=IMPORT.detail(draft))
    return draft


def plan_of(actor: Actor, draft: Import, today: date) -> Plan[Any]:
    """What applying the uploaded rows would do now; nothing as long as a needed column is missing."""
    contents, kind = contents_of(draft), kind_of(draft.kind)
    if contents is None or (sheet := contents.read_as(kind.columns)).missing:
        return Plan()
    rows = kind.rows(sheet.lines, contents.answers)
    return kind.plan(actor, rows, today).compared(rows)


def contents_of(draft: Import) -> Contents | None:
    """The uploaded list, as long as it is there."""
    if draft.content_sealed is None:
        return None
    plain = unseal(bytes(draft.content_sealed), table=TABLE, row=str(draft.pk), field="content")
    kept = json.loads(plain)
    if isinstance(kept, dict) and "rows" in kept:
        return Contents(**kept)
    return _of_before(kept["lines"] if isinstance(kept, dict) else kept)


def _of_before(lines: Lines) -> Contents:
    """A list uploaded before all of its columns were kept: what was read of it."""
    keys = list(dict.fromkeys(key for _line, cells in lines for key in cells))
    rows = [(line, [cells.get(key, "") for key in keys]) for line, cells in lines]
    return Contents(keys, rows, {str(at): key for at, key in enumerate(keys)})


def _keep(draft: Import, contents: Contents) -> None:
    draft.content_sealed = seal(json.dumps(asdict(contents)), table=TABLE, row=str(draft.pk), field="content")


@deed
def answer(
    *, actor: Actor, draft: Import, chosen: Mapping[str, str], answers: Mapping[str, str], today: date
) -> Import:
    """What the uploader says: which column is which (remembered for the office's next list), and what questions mean."""
    with _own_step("answer", actor, draft) as locked:
        contents = contents_of(locked)
        assert contents is not None
        columns = {at: key for at, key in {**contents.chosen, **chosen}.items() if key}
        said = replace(contents, chosen=columns, answers={**contents.answers, **answers})
        if said == contents:
            raise UnchangedError
        _remember(
            actor, kind_of(locked.kind), {contents.headings[int(at)]: key for at, key in chosen.items()}
        )
        _keep(locked, said)
        locked.counts = plan_of(actor, locked, today).counts()
    return locked


def apply(*, actor: Actor, draft: Import, today: date) -> Import:
    """Write every good row that is not there yet, all or none; bad rows are left out and were shown."""
    with _decided("apply", actor, draft) as locked:
        in_turn(f"{TABLE}:{locked.kind}")
        plan = plan_of(actor, locked, today)
        kind = kind_of(locked.kind)
        if plan.changed and kind.change is not None:
            kind.change(actor=actor, rows=[change for _line, change in plan.changed], today=today)
        kind.apply(actor=actor, rows=[entry for _line, entry in plan.new], today=today)
        locked.counts = plan.counts()
        bad = plan.unreadable()
        locked.left_out = [
            [fault.line, fault.column, fault.sentence, fault.line not in bad] for fault in plan.faults
        ]
    return locked


def drop(*, actor: Actor, draft: Import) -> Import:
    """Throw the uploaded rows away."""
    with _decided("drop", actor, draft) as locked:
        return locked


@contextmanager
def _decided(verb: str, actor: Actor, draft: Import) -> Iterator[Import]:
    """The last step of an upload: its content is gone afterwards."""
    with _own_step(verb, actor, draft) as locked:
        yield locked
        locked.content_sealed, locked.decided_at = None, timezone.now()


@contextmanager
def _own_step(verb: str, actor: Actor, draft: Import) -> Iterator[Import]:
    """A step of an upload, by nobody but who uploaded it; the system drops what was left lying."""
    with IMPORT.step(verb, actor=actor, subject=draft) as locked:
        if actor != SYSTEM and not Import.objects.visible_to(actor).filter(pk=locked.pk).exists():
            raise Refused(Right.DECIDE_IMPORT)
        yield locked


def _words(heading: str) -> str:
    return fold(heading)[:LONGEST_HEADING]


def remembered(actor: Actor, kind: ImportKind[Any], headings: Iterable[str]) -> dict[str, str]:
    """Place of a column → key of the column that the actor's office reads it as; each key once."""
    said = dict(Heading.objects.visible_to(actor).filter(kind=kind.key).values_list("words", "column"))
    keys = {column.key for column in kind.columns}
    chosen: dict[str, str] = {}
    for at, heading in enumerate(headings):
        key = said.get(_words(heading))
        if key in keys and key not in chosen.values():
            chosen[str(at)] = key
    return chosen


def _remember(actor: Actor, kind: ImportKind[Any], said: Mapping[str, str]) -> None:
    """Keep what the office said for its next lists; heading → key, "" forgets."""
    words = {_words(heading): key for heading, key in said.items() if _words(heading)}
    Heading.objects.visible_to(actor).filter(kind=kind.key, words__in=words).delete()
    if actor.organisation_id is not None:
        Heading.objects.bulk_create(
            Heading(office=actor.organisation_id, kind=kind.key, words=folded, column=key)
            for folded, key in words.items()
            if key
        )
