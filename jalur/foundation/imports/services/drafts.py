"""A list that somebody uploads: read, looked at, answered, applied or thrown away. The same file twice changes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from django.utils import timezone

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import SYSTEM, Actor, Refused
from jalur.foundation.history.services import record
from jalur.foundation.imports import rules, spreadsheet
from jalur.foundation.imports.kinds import ImportKind, kind_of
from jalur.foundation.imports.look import NO_COUNTS, left_out
from jalur.foundation.imports.models import Import, JobVerb
from jalur.foundation.imports.rights import Right
from jalur.foundation.imports.services import applying, jobs
from jalur.foundation.imports.services.contents import contents_of, is_long, keep, keep_file, plan_of
from jalur.foundation.imports.services.headings import remember, remembered
from jalur.foundation.imports.spreadsheet import Contents
from jalur.foundation.imports.workflow import IMPORT, UPLOADED
from jalur.foundation.workflow.locks import deed
from jalur.foundation.workflow.steps import UnchangedError


@deed
def upload(*, actor: Actor, kind: ImportKind[Any], content: bytes, file_name: str, today: date) -> Import:
    """Read a file and keep its rows sealed for a look; a worker looks through a long list. Nothing it says is written yet."""
    draft = _new(actor, kind)
    draft.file_name = file_name[-200:]
    if rules.is_read_at_once(len(content)):
        contents = spreadsheet.open_list(content, file_name, kind.columns)
        keep(draft, replace(contents, chosen=remembered(actor, kind, contents.headings)))
    else:
        spreadsheet.check_size(content)
        keep_file(draft, content)
    return _keep_new(actor, draft, today)


@deed
def take_rows(
    *, actor: Actor, kind: ImportKind[Any], rows: Sequence[Mapping[str, str]], today: date
) -> Import:
    """The same with rows that a program sends, by the keys of their columns."""
    draft = _new(actor, kind)
    keep(draft, spreadsheet.list_of(rows, kind.columns))
    return _keep_new(actor, draft, today)


def _new(actor: Actor, kind: ImportKind[Any]) -> Import:
    access.check(actor, kind.right)
    assert actor.user_id is not None
    return Import(id=uuid4(), kind=kind.key, uploaded_by_id=actor.user_id, counts=dict(NO_COUNTS))


def _keep_new(actor: Actor, draft: Import, today: date) -> Import:
    _see(actor, draft, today)
    draft.save(force_insert=True)
    _have_seen(actor, draft)
    record(actor=actor, event=UPLOADED, subject=draft, place=actor.place_code, detail=IMPORT.detail(draft))
    return draft


def _see(actor: Actor, draft: Import, today: date) -> None:
    """Count what applying would do, where the list is not long."""
    draft.look_sealed = None
    if not is_long(draft):
        draft.counts = plan_of(actor, draft, today).counts()


def _have_seen(actor: Actor, draft: Import) -> None:
    """Have a worker look through a long list."""
    if is_long(draft):
        jobs.ask(actor=actor, draft=draft, verb=JobVerb.LOOK)


@deed
def answer(
    *,
    actor: Actor,
    draft: Import,
    chosen: Mapping[str, str],
    answers: Mapping[str, str],
    sheet: str = "",
    today: date,
) -> Import:
    """What the uploader says: which column is which (remembered for the office's next list), and what questions mean.

    sheet: another one than was read; what was said of the columns of that one does not count. A long list is looked through once
    more, also where she says nothing new.
    """
    with _own_step("answer", actor, draft) as locked:
        contents = contents_of(locked)
        if contents is not None and sheet in contents.others:
            keep(locked, _of_sheet(actor, kind_of(locked.kind), contents, sheet))
        elif contents is not None:
            columns = {at: key for at, key in {**contents.chosen, **chosen}.items() if key}
            said = replace(contents, chosen=columns, answers={**contents.answers, **answers})
            if said == contents and not is_long(locked):
                raise UnchangedError
            headings = {contents.headings[int(at)]: key for at, key in chosen.items()}
            remember(actor=actor, kind=kind_of(locked.kind), said=headings)
            keep(locked, said)
        _see(actor, locked, today)
    _have_seen(actor, locked)
    return locked


@deed
def apply(*, actor: Actor, draft: Import, today: date) -> Import:
    """Write every good row that is not there yet; bad rows are left out and were shown.

    All or none of them, unless the list is long: then a worker writes it part by part.
    """
    if is_long(draft):
        with _own_step("hand_over", actor, draft) as locked:
            locked.look_sealed = None
        jobs.ask(actor=actor, draft=locked, verb=JobVerb.APPLY)
        return locked
    with _own_step("apply", actor, draft) as locked:
        applying.begin_part(locked)
        plan = plan_of(actor, locked, today)
        applying.write(actor, locked, plan, today)
        applying.settle(locked, contents_of(locked), plan.counts(), left_out(plan))
    return locked


def _of_sheet(actor: Actor, kind: ImportKind[Any], contents: Contents, sheet: str) -> Contents:
    other = contents.of_sheet(sheet)
    return replace(other, chosen=remembered(actor, kind, other.headings))


def drop(*, actor: Actor, draft: Import) -> Import:
    """Throw the uploaded rows away."""
    with _own_step("drop", actor, draft) as locked:
        locked.look_sealed = locked.file_sealed = locked.content_sealed = None
        locked.decided_at = timezone.now()
    return locked


def forget_left_out(*, actor: Actor, draft: Import) -> Import:
    """The rows that an applied list left out are gone a day later."""
    with _own_step("forget", actor, draft) as locked:
        locked.content_sealed = None
    return locked


@contextmanager
def _own_step(verb: str, actor: Actor, draft: Import) -> Iterator[Import]:
    """A step of an upload, by nobody but who uploaded it; the system drops what was left lying."""
    with IMPORT.step(verb, actor=actor, subject=draft) as locked:
        if actor != SYSTEM and not Import.objects.visible_to(actor).filter(pk=locked.pk).exists():
            raise Refused(Right.DECIDE_IMPORT)
        yield locked
