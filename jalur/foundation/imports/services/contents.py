"""An uploaded list as it lies sealed: its file, its rows, what was seen of them; and what applying it would do, part by part."""

import base64
import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.utils.translation import get_language

from jalur.foundation.accounts.access import Actor
from jalur.foundation.imports import rules
from jalur.foundation.imports.kinds import Earlier, ImportKind, Plan, kind_of
from jalur.foundation.imports.look import Look
from jalur.foundation.imports.models import Import
from jalur.foundation.imports.rows import Row
from jalur.foundation.imports.spreadsheet import Contents, Lines
from jalur.kit.vault import seal, unseal

TABLE = "imports.import"
OPENED = "_opened"


def keep_file(draft: Import, content: bytes) -> None:
    draft.file_sealed = _seal(draft, "file", base64.b64encode(content).decode())


def file_of(draft: Import) -> bytes | None:
    """The file as it came, until somebody has read it."""
    sealed = draft.file_sealed
    return base64.b64decode(_unseal(draft, "file", sealed)) if sealed is not None else None


def keep(draft: Import, contents: Contents) -> None:
    draft.content_sealed = _seal(draft, "content", json.dumps(asdict(contents)))


def contents_of(draft: Import) -> Contents | None:
    """The uploaded list, as long as it is there; of an applied one the rows that were left out.

    Opened once for each object that carries it: a page asks several times, and a long list takes a while.
    """
    sealed = draft.content_sealed
    if sealed is None:
        return None
    opened = vars(draft).get(OPENED)
    if opened is None or opened[0] is not sealed:
        opened = vars(draft)[OPENED] = sealed, _opened(draft, sealed)
    contents: Contents = opened[1]
    return contents


def _opened(draft: Import, sealed: "bytes | memoryview[int]") -> Contents:
    kept = json.loads(_unseal(draft, "content", sealed))
    if isinstance(kept, dict) and "rows" in kept:
        return Contents(**kept)
    return _of_before(kept["lines"] if isinstance(kept, dict) else kept)


def _of_before(lines: Lines) -> Contents:
    """A list uploaded before all of its columns were kept: what was read of it."""
    keys = list(dict.fromkeys(key for _line, cells in lines for key in cells))
    rows = [(line, [cells.get(key, "") for key in keys]) for line, cells in lines]
    return Contents(keys, rows, {str(at): key for at, key in enumerate(keys)})


def keep_look(draft: Import, look: Look) -> None:
    draft.look_sealed, draft.counts = _seal(draft, "look", json.dumps(look.kept())), look.counts


def look_of(actor: Actor, draft: Import, today: date) -> Look:
    """What the page shows: of a long list as a worker saw it, else as it is now."""
    if draft.look_sealed is not None:
        return Look.of(json.loads(_unseal(draft, "look", draft.look_sealed)))
    look = Look(get_language() or "id")
    if not is_long(draft):
        look.take_in(kind_of(draft.kind), plan_of(actor, draft, today))
    return look


def is_long(draft: Import) -> bool:
    """Whether a worker looks through it and applies it."""
    if draft.file_sealed is not None:
        return True
    contents = contents_of(draft)
    return contents is not None and not rules.goes_at_once(len(contents.rows))


def plan_of(actor: Actor, draft: Import, today: date) -> Plan[Any]:
    """What applying a list that is not long would do now; nothing as long as a needed column is missing."""
    return next((plan for _rows, plan in parts_of(actor, draft, today)), Plan())


def parts_of(actor: Actor, draft: Import, today: date, *, after: int = 0) -> Iterator[tuple[int, Plan[Any]]]:
    """(rows done with, what applying the next ones would do), part by part, from so many rows on.

    A part is planned when it is asked for: what those before it wrote is there by then.
    """
    contents, kind = contents_of(draft), kind_of(draft.kind)
    if contents is None or contents.read_as(kind.columns).missing:
        return
    places = {line: at for at, (line, _cells) in enumerate(contents.rows)}
    earlier = Earlier(lambda line: rows_of(kind, contents, places[line], places[line] + 1)[0])
    for first in range(after, len(contents.rows), rules.PART):
        rows = rows_of(kind, contents, first, first + rules.PART)
        yield first + len(rows), kind.plan(actor, rows, today, earlier).compared(rows)


def rows_of(kind: ImportKind[Any], contents: Contents, first: int, last: int) -> list[Row]:
    part = replace(contents, rows=contents.rows[first:last])
    return kind.rows(part.read_as(kind.columns).lines, contents.answers)


def _seal(draft: Import, field: str, text: str) -> bytes:
    return seal(text, table=TABLE, row=str(draft.pk), field=field)


def _unseal(draft: Import, field: str, sealed: "bytes | memoryview[int]") -> str:
    return unseal(bytes(sealed), table=TABLE, row=str(draft.pk), field=field)
