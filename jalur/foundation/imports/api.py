"""Lists for programs: rows are looked through, asked back about and applied as those of a spreadsheet are. Who sent them decides."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.accounts.access import may
from jalur.foundation.api.bodies import Body, Nothing
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of, as_seen, check_scope
from jalur.foundation.imports import services
from jalur.foundation.imports.kinds import ImportKind, kind_of, kinds
from jalur.foundation.imports.look import NO_COUNTS, Look
from jalur.foundation.imports.models import Import, State
from jalur.foundation.imports.rights import Right
from jalur.foundation.imports.rules import AT_ONCE
from jalur.foundation.imports.workflow import IMPORT
from jalur.foundation.workflow.views import find
from jalur.kit import dates
from jalur.kit.refusals import refusal

router = Router("imports", gettext_lazy("Lists"))


class ColumnRecord(Schema):
    key: str
    heading: str = Field(description="As the template writes it.")
    is_needed: bool
    example: str
    instruction: str


class KindRecord(Schema):
    key: str
    scope: str = Field(description="What a token must open beside imports:write.")
    columns: list[ColumnRecord]


class Kinds(Schema):
    items: list[KindRecord]


class Counts(Schema):
    new: int
    changed: int
    known: int
    waiting: int
    faults: int


class FaultRecord(Schema):
    row: int = Field(description="Its place in what was sent; the first is 1.")
    column: str
    sentence: str


class ChoiceRecord(Schema):
    code: str
    words: str


class QuestionRecord(Schema):
    key: str
    rows: list[int] = Field(description="One answer serves all of them.")
    column: str
    value: str
    sentence: str
    choices: list[ChoiceRecord]
    differences: list[str] = Field(description="Where the first of them differs from the record, in words.")


class ImportRecord(Schema):
    id: UUID
    kind: str
    state: str
    counts: Counts
    faults: list[FaultRecord] = Field(description="What is wrong in the rows that are left out.")
    questions: list[QuestionRecord] = Field(
        description="What has to be answered before these rows are written; of an applied list none."
    )
    doubts: list[FaultRecord] = Field(
        description="What to look at again in new rows, which are written all the same; of an applied list none."
    )
    waited: list[FaultRecord] = Field(description="Of an applied list, what was not answered.")
    decided_at: datetime | None


class ImportLine(Schema):
    id: UUID
    kind: str
    state: str
    counts: Counts
    decided_at: datetime | None


class Imports(Page[ImportLine]):
    pass


class NewImport(Body):
    kind: str = Field(max_length=40)
    rows: list[dict[str, str]] = Field(
        min_length=1,
        max_length=AT_ONCE,
        description="Key of a column → what stands in the cell, as people write it. Longer lists are sent in parts.",
    )


class Answers(Body):
    answers: dict[str, str] = Field(description="Key of a question → code of the choice.")


@router.read("/kinds/", Right.DECIDE_IMPORT, Kinds)
def list_kinds(request: HttpRequest) -> Kinds:
    """What lists the program's role may read in, with their columns."""
    actor = actor_of(request)
    return Kinds(items=[_kind(kind) for kind in kinds() if may(actor, kind.right)])


@router.read("/", Right.DECIDE_IMPORT, Imports)
def list_imports(request: HttpRequest, query: Query[PageQuery]) -> Imports:
    """What the program itself sent."""
    rows = Import.objects.visible_to(actor_of(request))
    return page_of(Imports, rows, query, lambda found: map(_line, found))


@router.read("/{uuid:pk}/", Right.DECIDE_IMPORT, ImportRecord)
def show_import(request: HttpRequest, pk: UUID) -> ImportRecord:
    """What applying it would do now, or what it did."""
    actor = actor_of(request)
    return _record(actor, find(IMPORT, actor, pk))


@router.create("/", Right.DECIDE_IMPORT, ImportRecord)
def send_list(request: HttpRequest, body: NewImport) -> ImportRecord:
    """Rows to be looked through. Nothing of them is written until they are applied; after a day they are thrown away."""
    actor, kind = actor_of(request), _kind_called(body.kind)
    check_scope(request, _scope(kind))
    draft = services.take_rows(actor=actor, kind=kind, rows=body.rows, today=dates.today())
    return _record(actor, draft)


@router.step("/{uuid:pk}/answer/", Right.DECIDE_IMPORT, ImportRecord)
def answer_import(request: HttpRequest, pk: UUID, body: Answers) -> ImportRecord:
    """Answer questions; the list is looked through again."""
    actor = actor_of(request)
    draft = find(IMPORT, actor, pk)
    _check_answers(services.look_of(actor, draft, dates.today()), body.answers)
    return _take_step(
        request, draft, partial(services.answer, chosen={}, answers=body.answers, today=dates.today())
    )


@router.step("/{uuid:pk}/apply/", Right.DECIDE_IMPORT, ImportRecord)
def apply_import(request: HttpRequest, pk: UUID, body: Nothing) -> ImportRecord:  # noqa: ARG001 - an empty object
    """Write every good row, all of them or none; what is there already stays as it is."""
    draft = find(IMPORT, actor_of(request), pk)
    check_scope(request, _scope(kind_of(draft.kind)))
    return _take_step(request, draft, partial(services.apply, today=dates.today()))


@router.step("/{uuid:pk}/drop/", Right.DECIDE_IMPORT, ImportRecord)
def drop_import(request: HttpRequest, pk: UUID, body: Nothing) -> ImportRecord:  # noqa: ARG001 - an empty object
    """Throw the rows away."""
    return _take_step(request, find(IMPORT, actor_of(request), pk), services.drop)


def _take_step(request: HttpRequest, draft: Import, take: Callable[..., Import]) -> ImportRecord:
    actor = actor_of(request)
    with as_seen(request, draft, partial(_record, actor)):
        return _record(actor, take(actor=actor, draft=draft))


def _kind_called(key: str) -> ImportKind[Any]:
    if key not in {kind.key for kind in kinds()}:
        raise refusal("kind", "unknown", _("There is no such kind of list. Ask for the kinds."))
    return kind_of(key)


def _scope(kind: ImportKind[Any]) -> str:
    return f"{kind.right.split(':')[0]}:write"


def _check_answers(look: Look, answers: dict[str, str]) -> None:
    for key, code in answers.items():
        asked = look.questions.get(key)
        if asked is None or code not in {code for code, _words in asked.choices}:
            sentence = _("There is no such question or choice: %(key)s.")
            raise refusal("answers", "unknown", sentence % {"key": key[:80]})


def _kind(kind: ImportKind[Any]) -> KindRecord:
    columns = [
        ColumnRecord(
            key=column.key,
            heading=column.heading,
            is_needed=column.is_needed,
            example=column.example,
            instruction=str(column.instruction),
        )
        for column in kind.columns
    ]
    return KindRecord(key=kind.key, scope=_scope(kind), columns=columns)


def _counts(counts: dict[str, Any]) -> Counts:
    names = ("new", "changed", "known", "waiting", "faults")
    return Counts(**{name: (NO_COUNTS | counts).get(name, 0) for name in names})


def _line(draft: Import) -> ImportLine:
    return ImportLine(
        id=draft.pk,
        kind=draft.kind,
        state=draft.state,
        counts=_counts(draft.counts),
        decided_at=draft.decided_at,
    )


def _record(actor: Any, draft: Import) -> ImportRecord:
    look = services.look_of(actor, draft, dates.today())
    keys = {column.heading: column.key for column in kind_of(draft.kind).columns}
    left_out: dict[bool, list[FaultRecord]] = {True: [], False: []}
    for row, column, sentence, waits in look.left_out if draft.left_out is None else draft.left_out:
        left_out[waits].append(FaultRecord(row=row, column=keys.get(column, column), sentence=sentence))
    is_open = draft.state == State.SHOWN
    questions = [
        QuestionRecord(
            key=key,
            rows=asked.lines,
            column=keys.get(asked.column, asked.column),
            value=asked.value,
            sentence=asked.sentence,
            choices=[ChoiceRecord(code=code, words=str(words)) for code, words in asked.choices],
            differences=asked.differences,
        )
        for key, asked in (look.questions.items() if is_open else ())
    ]
    return ImportRecord(
        **_line(draft).model_dump() | {"counts": _counts(look.counts if is_open else draft.counts)},
        faults=left_out[False],
        questions=questions,
        doubts=[
            FaultRecord(row=row, column=keys.get(column, column), sentence=sentence)
            for row, column, _value, sentence in (look.doubts if is_open else ())
        ],
        waited=[] if is_open else left_out[True],
    )
