"""The kinds of lists that can be read in: a room registers each of its own when the application starts."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.imports.rows import Column, Fault, Faults, Question, Row

T = TypeVar("T")


@dataclass(frozen=True)
class Change(Generic[T]):
    """A row that corrects what is there: which record, what the row says, upon what."""

    record: Any
    entry: T
    reason: str


@dataclass(frozen=True)
class Plan(Generic[T]):
    """What applying would do: `new` and `known` as (row, what it says), `faults` what is wrong in bad rows.

    changed: rows of which the uploader said that they correct what is there. doubts: what to look at again in new rows, which are
    written all the same.
    """

    new: list[tuple[int, T]] = field(default_factory=list)
    known: list[tuple[int, T]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)
    changed: list[tuple[int, Change[T]]] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        counts = {
            "new": len(self.new),
            "known": len(self.known),
            "faults": len({fault.line for fault in self.faults}),
        }
        return counts | ({"changed": len(self.changed)} if self.changed else {})

    def questions(self) -> dict[str, list[Question]]:
        """What the uploader can answer, by key: the same question in each row that it stands in."""
        asked: dict[str, list[Question]] = {}
        for fault in self.faults:
            if isinstance(fault, Question):
                asked.setdefault(fault.key, []).append(fault)
        return asked


@dataclass(frozen=True)
class ImportKind(Generic[T]):
    """A kind of list: its columns, and what its room makes of the rows. The words are lazily translated.

    key: its name in the address. right: what the actor must hold to read such a list in.
    plan: (actor, rows, today) → what applying would do, as far as the actor may see and write; `plan_rows` does most of it.
    apply: called with actor, rows (the new ones) and today; writes all of them or none. change: the same with the Changes.
    new, known: titles of the new rows and of those there already. shown: heading → cell of a new row; the first names it.
    button, done: what applying is called, before and after, from the number of new rows. place: title and URL name of the
    page that the list belongs to.
    """

    key: str
    right: str
    columns: tuple[Column, ...]
    plan: Callable[[Actor, list[Row], date], Plan[T]]
    apply: Callable[..., Any]
    new: str
    known: str
    shown: Mapping[str, Callable[[T], Any]]
    button: Callable[[int], str]
    done: Callable[[int], str]
    place: tuple[str, str]
    change: Callable[..., Any] | None = None

    def rows(
        self, lines: Iterable[tuple[int, Mapping[str, str]]], answers: Mapping[str, str] | None = None
    ) -> list[Row]:
        columns = {column.key: column for column in self.columns}
        return [Row(line, cells, columns, answers or {}) for line, cells in lines]


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
    marks: Callable[[T], set[Hashable]],
    standing: Callable[[Sequence[T]], set[Hashable]],
) -> Plan[T]:
    """Sort rows into new, known and faulty.

    read: a row → what it says, or a Fault or Faults. marks: by any of which two rows say the same. standing: the marks of whatever is
    there already, among what the rows say.
    """
    plan: Plan[T] = Plan()
    seen: dict[Hashable, int] = {}
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
            sentence = _("This is already in row %(line)d. Keep one of the two rows.")
            plan.faults.append(row.fault(next(iter(row.columns)), sentence % {"line": min(earlier)}))
            continue
        seen.update(dict.fromkeys(own, row.line))
        good.append((row.line, entry, own))
    there = standing([entry for _line, entry, _own in good])
    for line, entry, own in good:
        (plan.known if own & there else plan.new).append((line, entry))
    return plan
