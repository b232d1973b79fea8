"""A list row by row, as offices keep it: what each column is called, and its cells read as text, days and codes."""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jalur.kit import formats
from jalur.kit.reading import (
    ANY_DAY,
    Span,
    Unreadable,
    days_of_number,
    read_day,
    read_number,
    read_text,
    read_value,
)

T = TypeVar("T")
DASH = "–"
SHEET = 1_000_000
"""Rows of several sheets read together are numbered from here on: 2_000_005 is row 5 of the second sheet."""


def row_number(line: int) -> str:
    """The number of a row as people are told it."""
    sheet, row = divmod(line, SHEET)
    if not sheet:
        return formats.number(row)
    return _("%(row)s of sheet %(sheet)s") % {"row": formats.number(row), "sheet": sheet}


@dataclass(frozen=True)
class Column:
    """heading: as the template writes it; also: what else it may be called; example: a cell of the template's example row.

    instruction: what to write there, for whoever wrote something else. is_needed: a list without this column is refused. is_secret:
    its cells are not shown again. value: by what two rows are compared in it. words: how what some rows say in it reads on a screen.
    """

    key: str
    heading: str
    also: tuple[str, ...] = ()
    example: str = ""
    instruction: str | Promise = ""
    is_needed: bool = False
    is_secret: bool = False
    value: Callable[[Any], Hashable] = lambda _entry: None
    words: Callable[[Sequence[Any]], Sequence[str]] = lambda entries: [""] * len(entries)


def each(words: Callable[[Any], Any]) -> Callable[[Sequence[Any]], Sequence[str]]:
    """`Column.words` of what one row says by itself."""
    return lambda entries: [str(words(entry)) for entry in entries]


def columns_of(record: Callable[[Any], Any]) -> Callable[..., Column]:
    """Makes columns of fields of the record that a row becomes: compared and shown as they stand there, unless said otherwise."""

    def column(
        key: str,
        heading: str,
        also: tuple[str, ...],
        example: str,
        instruction: str | Promise,
        **more: Any,
    ) -> Column:
        said: dict[str, Any] = {
            "value": lambda one: getattr(record(one), key),
            "words": each(lambda one: getattr(record(one), key) or ""),
        }
        return Column(key, heading, also, example, instruction, **(said | more))

    return column


@dataclass(frozen=True)
class Difference:
    """Where a row says something else than the record that it is about: the column's key and heading, both in words."""

    key: str
    heading: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.heading}: {self.before or DASH} → {self.after}"


class Fault(Exception):
    """What is wrong in one row: the row as the spreadsheet counts it, the heading, a sentence that says what would be right.

    value: what stands there, or both sides of a question; shown to the uploader only, never kept.
    """

    def __init__(self, line: int, column: str, sentence: str, value: str = "") -> None:
        super().__init__(sentence)
        self.line, self.column, self.sentence, self.value = line, column, sentence, value


Choice = tuple[str, str]
"""What an answer is called in a form, and how it reads."""
AS_WRITTEN = "as_written"


class Question(Fault):
    """What the uploader herself can answer: until one of `choices` is taken the row is left out.

    key: the same for all rows that one answer serves.
    """

    def __init__(
        self, line: int, column: str, sentence: str, value: str, key: str, choices: Sequence[Choice]
    ) -> None:
        super().__init__(line, column, sentence, value)
        self.key, self.choices = key, tuple(choices)


class Faults(Exception):
    """Everything that is wrong in one row."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(*faults)
        self.faults = faults


def fold(words: str) -> str:
    """Words as they compare: "Jenis_Kelamin" is "jenis kelamin", "S-1" is "s1"."""
    return "".join(letter for letter in words.casefold() if letter.isalnum())


def folded(meanings: Mapping[str, T]) -> dict[str, T]:
    """Words → what they mean, for `Row.choice` and `Row.choices`."""
    return {fold(words): meaning for words, meaning in meanings.items()}


@dataclass(frozen=True)
class Row:
    """One row: its number as the spreadsheet counts it, and its cells by the keys of the columns.

    A reader raises a Fault with the column's instruction for a cell that it cannot read. answers: what the uploader said to earlier
    questions.
    """

    line: int
    cells: Mapping[str, str]
    columns: Mapping[str, Column]
    answers: Mapping[str, str] = field(default_factory=dict)

    def fault(self, key: str, sentence: str | Promise = "") -> Fault:
        column = self.columns[key]
        value = "" if column.is_secret else self.cells.get(key, "")
        return Fault(self.line, column.heading, str(sentence or column.instruction), value)

    def is_said(self, key: str) -> bool:
        """Whether anything stands in a cell, a dash is nothing."""
        try:
            return bool(read_value(self.cells.get(key, "")))
        except Unreadable:
            return True

    def ask(
        self,
        key: str,
        sentence: str | Promise,
        choices: Sequence[Choice],
        *,
        about: str = "",
        value: str = "",
    ) -> str:
        """What the uploader chose, for all rows that say the same in this column; a Question until she did.

        about: what else the question hangs on, where it is not the text of the cell. value: both sides of it.
        """
        text = self.cells.get(key, "")
        known = f"{key}:{about or fold(text) or text}"
        answer = self.answers.get(known, "")
        if answer not in {code for code, _words in choices}:
            shown = value or ("" if self.columns[key].is_secret else text)
            raise Question(self.line, self.columns[key].heading, str(sentence), shown, known, choices)
        return answer

    def confirm(self, key: str, sentence: str) -> None:
        """Ask back once about what is unlikely but possible, as `ModelForm.question` does below a box; nothing for ""."""
        if sentence:
            text = self.cells.get(key, "")
            self.ask(key, sentence, [(AS_WRITTEN, _("It is right as written"))], about=text)

    def every(self, **readers: Callable[["Row"], T]) -> dict[str, T]:
        """What each reader gives, by its name; Faults with all that is wrong in the row."""
        values: dict[str, T] = {}
        faults = []
        for name, reader in readers.items():
            try:
                values[name] = reader(self)
            except Fault as fault:
                faults.append(fault)
        if faults:
            raise Faults(faults)
        return values

    def text(self, key: str, *, longest: int, reader: Callable[[str], str] = read_text) -> str:
        """Words with single spaces between them; an empty cell is a fault."""
        words = self._said(key, reader) or ""
        if not 0 < len(words) <= longest:
            raise self.fault(key)
        return words

    def read(self, key: str, parse: Callable[[str], T | None]) -> T:
        """What `parse` makes of a cell, which gives None or raises where it can't; "" is an empty cell or a dash."""
        value = self._said(key, lambda text: parse(read_value(text)))
        if value is None:
            raise self.fault(key)
        return value

    def day(self, key: str, span: Span = ANY_DAY, *, today: date | None = None) -> date | None:
        """A day inside the span; None for an empty cell. Five digits are a day as spreadsheets count them, asked back where they
        may be another one."""
        text = self.read(key, str)
        if not text:
            return None
        if days := days_of_number(text, span, today=today):
            choices = [(day.isoformat(), formats.day(day, "long")) for day in days]
            which = _("Which day is it? Your answer is for all rows that say the same.")
            return date.fromisoformat(self.chosen(key, choices, which if len(days) > 1 else ""))
        return self.read(key, lambda text: read_day(text, span, today=today))

    def chosen(self, key: str, found: Sequence[Choice], question: str | Promise) -> str:
        """The first of what was found, or what the uploader chose where there is a question; nothing found is a fault."""
        if not found:
            raise self.fault(key)
        return self.ask(key, question, found) if question else found[0][0]

    def number(self, key: str, least: int, most: int, *, is_needed: bool = False) -> int | None:
        """A whole number between two, both included; None for an empty cell."""
        if not self.is_said(key) and not is_needed:
            return None
        number = self.read(key, read_number)
        if not least <= number <= most:
            raise self.fault(key)
        return number

    def words(self, key: str, longest: int) -> str:
        """The same as `text`, "" for an empty cell."""
        return self.text(key, longest=longest) if self.is_said(key) else ""

    def choice(self, key: str, meanings: Mapping[str, T]) -> T:
        """What the words of a cell mean; meanings: as `folded` gives them."""
        return self.read(key, lambda words: meanings[fold(words)])

    def choices(self, key: str, meanings: Mapping[str, T]) -> list[T]:
        """The same for several between semicolons, commas or strokes, each once; none for an empty cell."""
        parts = [part for part in re.split("[;,/]", self.read(key, str)) if part.strip()]
        return self.read(key, lambda _all: list(dict.fromkeys(meanings[fold(part)] for part in parts)))

    def _said(self, key: str, parse: Callable[[str], T | None]) -> T | None:
        try:
            return parse(self.cells.get(key, ""))
        except (
            Unreadable
        ) as failure:  # where it says no more than that, the column says it with its own example
            raise self.fault(key, "" if failure.code == "invalid" else str(failure)) from failure
        except (ValueError, LookupError):
            return None
