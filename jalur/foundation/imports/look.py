"""What applying a list would do, as its page shows it: of a long list put together part by part, and kept in words."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from jalur.foundation.imports.kinds import ImportKind, Plan
from jalur.foundation.imports.rows import Fault, Question

MOST_NEW = 20
MOST_SHOWN = 200
"""Rows of a kind on the page; the spreadsheet of rows to correct has all of those."""
NO_COUNTS: dict[str, Any] = {"new": 0, "known": 0, "faults": 0}


@dataclass
class Asked:
    """One question with the rows that one answer serves. differences: where the first of them differs from its record, in words."""

    sentence: str
    column: str
    value: str
    choices: list[tuple[str, str]]
    lines: list[int] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)


@dataclass
class Look:
    """Rows by what becomes of them; every fault, of the rest the first.

    language: of its sentences. faults, doubts: (row, column, what stands there, sentence). new, known: (row, its cells). changed,
    otherwise: (row, name, column, before, after) of rows to be corrected, and of known ones that stay as they are. left_out: (row,
    column, sentence, whether it waits for an answer), all of them.
    """

    language: str
    counts: dict[str, Any] = field(default_factory=lambda: dict(NO_COUNTS))
    faults: list[tuple[int, str, str, str]] = field(default_factory=list)
    doubts: list[tuple[int, str, str, str]] = field(default_factory=list)
    questions: dict[str, Asked] = field(default_factory=dict)
    new: list[tuple[int, list[str]]] = field(default_factory=list)
    known: list[tuple[int, list[str]]] = field(default_factory=list)
    changed: list[tuple[int, str, str, str, str]] = field(default_factory=list)
    otherwise: list[tuple[int, str, str, str, str]] = field(default_factory=list)
    left_out: list[tuple[int, str, str, bool]] = field(default_factory=list)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Look":
        questions = {key: Asked(**asked) for key, asked in kept["questions"].items()}
        return cls(**{**kept, "questions": questions})

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    def take_in(self, kind: ImportKind[Any], plan: Plan[Any]) -> None:
        """The next part of the list."""
        self.counts = added(self.counts, plan.counts())
        bad = plan.unreadable()
        self.left_out += left_out(plan)
        self.faults += [_told(fault) for fault in plan.faults if fault.line in bad][: self._room(self.faults)]
        self.doubts += [_told(doubt) for doubt in plan.doubts][: self._room(self.doubts)]
        self.new += _cells(kind, plan.new[: max(0, MOST_NEW - len(self.new))])
        self.known += _cells(kind, plan.known[: self._room(self.known)])
        for key, asked in plan.questions().items():
            self._ask(key, asked, plan)
        changed = [(line, change.entry) for line, change in plan.changed]
        self.changed += _compared(kind, plan, changed)[: self._room(self.changed)]
        self.otherwise += _compared(kind, plan, plan.known)[: self._room(self.otherwise)]

    def _room(self, rows: list[Any]) -> int:
        return max(0, MOST_SHOWN - len(rows))

    def _ask(self, key: str, asked: list[Question], plan: Plan[Any]) -> None:
        if key not in self.questions:
            if len(self.questions) >= MOST_SHOWN:
                return
            first = asked[0]
            differences = [str(one) for one in plan.differences.get(first.line, ())]
            self.questions[key] = Asked(
                first.sentence, first.column, first.value, list(first.choices), differences=differences
            )
        self.questions[key].lines += [question.line for question in asked]


def added(counts: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """The counts of two parts together, as `Plan.counts` gives them."""
    columns = sorted({*counts.get("columns", ()), *more.get("columns", ())})
    names = [name for name in (*counts, *more) if name != "columns"]
    sums: dict[str, Any] = {name: counts.get(name, 0) + more.get(name, 0) for name in names}
    return sums | ({"columns": columns} if columns else {})


def left_out(plan: Plan[Any]) -> list[tuple[int, str, str, bool]]:
    """(row, column, what to do, whether it waits for an answer): never what stands in the row."""
    bad = plan.unreadable()
    return [(fault.line, fault.column, fault.sentence, fault.line not in bad) for fault in plan.faults]


def _told(fault: Fault) -> tuple[int, str, str, str]:
    return fault.line, fault.column, fault.value, fault.sentence


def _cells(kind: ImportKind[Any], rows: list[tuple[int, Any]]) -> list[tuple[int, list[str]]]:
    cells = kind.cells([entry for _line, entry in rows])
    return [(line, list(words)) for (line, _entry), words in zip(rows, cells, strict=True)]


def _compared(
    kind: ImportKind[Any], plan: Plan[Any], rows: list[tuple[int, Any]]
) -> list[tuple[int, str, str, str, str]]:
    """Where rows say something else than the records that they are about, column by column."""
    differing = [(line, entry) for line, entry in rows if plan.differences.get(line)]
    return [
        (line, cells[0], one.heading, one.before, one.after)
        for line, cells in _cells(kind, differing)
        for one in plan.differences[line]
    ]
