"""The kinds of lists that can be read in: a room registers each of its own when the application starts."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts.access import Actor
from jalur.foundation.imports.rows import Column, Difference, Fault, Faults, Question, Row, row_number

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Change(Generic[T]):
    """A row that corrects what is there: which record, what the row says, upon what, and in which columns they differ."""

    record: Any
    entry: T
    reason: str
    columns: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Plan(Generic[T]):
    """What applying would do: `new` and `known` as (row, what it says), `faults` what is wrong in bad rows.

    changed: rows of which the uploader said that they correct what is there. doubts: what to look at again in new rows, which are
    written all the same. pairs: row → what the record says that it is about, as a row would say it, and what the row says;
    differences follow from them.
    """

    new: list[tuple[int, T]] = field(default_factory=list)
    known: list[tuple[int, T]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)
    changed: list[tuple[int, Change[T]]] = field(default_factory=list)
    pairs: dict[int, tuple[T, T]] = field(default_factory=dict)
    differences: dict[int, list[Difference]] = field(default_factory=dict)

    def counts(self) -> dict[str, Any]:
        """Rows by what becomes of them; changed, with the columns, and waiting only where there are any."""
        bad = self.unreadable()
        waiting = {fault.line for fault in self.faults} - bad
        counts: dict[str, Any] = {"new": len(self.new), "known": len(self.known), "faults": len(bad)}
        if self.changed:
            columns = {key for _line, change in self.changed for key in change.columns}
            counts |= {"changed": len(self.changed), "columns": sorted(columns)}
        return counts | ({"waiting": len(waiting)} if waiting else {})

    def unreadable(self) -> set[int]:
        """Rows in which something is wrong that no answer mends."""
        return {fault.line for fault in self.faults if not isinstance(fault, Question)}

    def compared(self, rows: Iterable[Row]) -> "Plan[T]":
        """The plan with what each row says otherwise than its record; an empty cell says nothing.

        A row that corrects nothing is known.
        """
        by_line = {row.line: row for row in rows if row.line in self.pairs}
        differences: dict[int, list[Difference]] = {line: [] for line in by_line}
        for column in next(iter(by_line.values())).columns.values() if by_line else ():
            lines = [
                line
                for line, row in by_line.items()
                if row.is_said(column.key) and self._differs(line, column)
            ]
            befores, afters = (column.words([self.pairs[line][side] for line in lines]) for side in (0, 1))
            for line, before, after in zip(lines, befores, afters, strict=True):
                differences[line].append(Difference(column.key, column.heading, before, after))
        same = [(line, one.entry) for line, one in self.changed if differences.get(line) == []]
        changed = [
            (line, replace(change, columns=frozenset(one.key for one in differences.get(line, ()))))
            for line, change in self.changed
            if differences.get(line) != []
        ]
        known = sorted([*self.known, *same], key=lambda one: one[0]) if same else self.known
        return replace(self, differences=differences, changed=changed, known=known)

    def _differs(self, line: int, column: Column) -> bool:
        before, after = self.pairs[line]
        return column.value(before) != column.value(after)

    def questions(self) -> dict[str, list[Question]]:
        """What the uploader can answer, by key: the same question in each row that it stands in."""
        asked: dict[str, list[Question]] = {}
        for fault in self.faults:
            if isinstance(fault, Question):
                asked.setdefault(fault.key, []).append(fault)
        return asked


@dataclass(frozen=True)
class Earlier:
    """What the parts of a list before this one said: mark → number of the row; `row` finds that row again.

    meant: what words in a cell turned out to mean, where that took a search.
    """

    row: Callable[[int], Row]
    marks: dict[Hashable, int] = field(default_factory=dict)
    meant: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportKind(Generic[T]):
    """A kind of list: its columns, and what its room makes of the rows. The words are lazily translated.

    key: its name in the address. right: what the actor must hold to read such a list in.
    plan: (actor, rows, today, earlier) → what applying would do, as far as the actor may see and write; `plan_rows` does most of it.
    A long list is planned and applied part by part.
    apply: called with actor, rows (the new ones) and today; writes all of them or none. change: the same with the Changes.
    new, known: titles of the new rows and of those there already. shown: heading → column shown of a row; the first names it.
    otherwise: what to do about known rows that say otherwise and change nothing.
    button, done: what applying is called, before and after, from the number of new rows. place: title and URL name of the
    page that the list belongs to. files: title → URL name of what else can be downloaded beside the template.
    """

    key: str
    right: str
    columns: tuple[Column, ...]
    plan: Callable[[Actor, list[Row], date, Earlier], Plan[T]]
    apply: Callable[..., Any]
    new: str
    known: str
    shown: Mapping[str, str]
    button: Callable[[int], str]
    done: Callable[[int], str]
    place: tuple[str, str]
    change: Callable[..., Any] | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = gettext_lazy(
        "The records stay as they are. Where your file is right, correct the record on its own page."
    )

    def rows(
        self, lines: Iterable[tuple[int, Mapping[str, str]]], answers: Mapping[str, str] | None = None
    ) -> list[Row]:
        columns = {column.key: column for column in self.columns}
        return [Row(line, cells, columns, answers or {}) for line, cells in lines]

    def cells(self, entries: Sequence[T]) -> list[tuple[str, ...]]:
        """What is shown of each row, in words."""
        columns = {column.key: column for column in self.columns}
        return list(zip(*(columns[key].words(entries) for key in self.shown.values()), strict=True))


_kinds: dict[str, ImportKind[Any]] = {}


def register(kind: ImportKind[Any]) -> None:
    """Make a kind of list known; a second registration replaces the first."""
    _kinds[kind.key] = kind


def kinds() -> list[ImportKind[Any]]:
    return [_kinds[key] for key in sorted(_kinds)]


def kind_of(key: str) -> ImportKind[Any]:
    return _kinds[key]


def plan_rows(
    rows: Iterable[Row],
    read: Callable[[Row], T],
    *,
    earlier: Earlier,
    marks: Callable[[T], set[Hashable]],
    standing: Callable[[Sequence[T]], Mapping[Hashable, R]],
) -> tuple[Plan[T], dict[int, R]]:
    """Sort rows into new, known and faulty; and of the known ones, row → record.

    read: a row → what it says, or a Fault or Faults. marks: by any of which two rows say the same. standing: the marks of whatever is
    there already, among what the rows say → the record.
    """
    plan: Plan[T] = Plan()
    seen = earlier.marks
    good: list[tuple[int, T, set[Hashable]]] = []
    for row in rows:
        try:
            entry = read(row)
        except Fault as fault:
            plan.faults.append(fault)
            continue
        except Faults as several:
            plan.faults.extend(several.faults)
            continue
        own = marks(entry)
        if earlier := [seen[mark] for mark in own if mark in seen]:
            sentence = _("This is already in row %(line)s. Keep one of the two rows.")
            plan.faults.append(
                row.fault(next(iter(row.columns)), sentence % {"line": row_number(min(earlier))})
            )
            continue
        seen.update(dict.fromkeys(own, row.line))
        good.append((row.line, entry, own))
    there = standing([entry for _line, entry, _own in good])
    found: dict[int, R] = {}
    for line, entry, own in good:
        if standing_marks := own & there.keys():
            plan.known.append((line, entry))
            found[line] = there[min(standing_marks, key=repr)]
        else:
            plan.new.append((line, entry))
    return plan, found
