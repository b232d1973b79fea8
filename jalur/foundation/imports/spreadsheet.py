"""Lists into the house: XLSX or CSV within limits, headings in either language; and the template to start from."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from jalur.foundation.imports import workbook
from jalur.foundation.imports.rows import SHEET, Column, fold
from jalur.foundation.imports.workbook import Table
from jalur.kit.refusals import refusal

MOST_ROWS = 100_000
MOST_BYTES = 20 * 1024 * 1024
# How far down the headings may stand, below titles and blank rows.
HEAD_WITHIN = 30
EXAMPLE = "(contoh)"
"""How the template's example row begins; such rows are left out."""

Lines = list[tuple[int, dict[str, str]]]
"""(row number, column key → text)"""


@dataclass(frozen=True)
class Sheet:
    """A list as it is read. headings: each of the file's columns with the key of the column it is read as, "" for none.

    missing: columns that are needed and that nothing is read as. positions: key of a column → its place in a row.
    """

    headings: list[tuple[str, str]]
    missing: list[Column]
    rows: Table
    positions: dict[str, int]

    @property
    def lines(self) -> Lines:
        """The rows by the keys of their columns: made when asked for, a long list has many."""
        return [
            (line, {key: cells[at] if at < len(cells) else "" for key, at in self.positions.items()})
            for line, cells in self.rows
        ]


@dataclass(frozen=True)
class Contents:
    """What an uploaded file holds: its headings, and every row that is not the template's example.

    chosen: place of a column → key of the column it is read as by the uploader's word. answers: to questions.
    sheet: the one that is read; together: the names of those read together, in their order. others: sheets that look like lists of
    their own → their headings and rows, until the uploader says which one is meant.
    """

    headings: list[str]
    rows: Table
    chosen: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    sheet: str = ""
    together: list[str] = field(default_factory=list)
    others: dict[str, tuple[list[str], Table]] = field(default_factory=dict)

    def of_sheet(self, name: str) -> "Contents":
        """The list of another sheet; the one read until now is among the others."""
        if name not in self.others:
            return self
        headings, rows = self.others[name]
        others = {key: value for key, value in self.others.items() if key != name}
        here = self.sheet
        return Contents(headings, rows, sheet=name, others={here: (self.headings, self.rows), **others})

    def read_as(self, columns: Sequence[Column]) -> Sheet:
        """The list, its columns by the uploader's word and else by their headings."""
        known = _keys(columns)
        positions = {key: int(at) for at, key in self.chosen.items()}
        for at, heading in enumerate(self.headings):
            if str(at) not in self.chosen and (key := _key_of(heading, known)):
                positions.setdefault(key, at)
        keys = {at: key for key, at in positions.items()}
        return Sheet(
            headings=[(heading, keys.get(at, "")) for at, heading in enumerate(self.headings)],
            missing=[column for column in columns if column.is_needed and column.key not in positions],
            rows=self.rows,
            positions=positions,
        )


def read(content: bytes, file_name: str, columns: Sequence[Column]) -> Lines:
    """The rows of the list in a file; see `find`."""
    return find(content, file_name, columns).lines


def find(content: bytes, file_name: str, columns: Sequence[Column]) -> Sheet:
    """The list in a file, its columns by their headings; see `open_list`."""
    return open_list(content, file_name, columns).read_as(columns)


def open_list(content: bytes, file_name: str, columns: Sequence[Column]) -> Contents:
    """The list in a file, wherever its headings stand: below titles, on the second sheet. Hidden sheets are not looked at.

    Empty rows and the template's own example are left out. ValidationError on `file` when it is no such list.
    """
    check_size(content)
    is_book = file_name.lower().endswith((".xlsx", ".xlsm"))
    sheets = [(name, _filled(table)) for name, table in _read(content, "xlsx" if is_book else "csv")]
    known = _keys(columns)
    found = [_found(name, table, known) for name, table in sheets if table]
    if not found:
        raise refusal("file", "empty", _("The file is empty."))
    best = max(found, key=lambda one: one.count)
    alike = [one for one in found if is_book and one.rows and one.reads_like(best)]
    others = [one for one in found if is_book and one not in alike and one.is_list(columns)]
    rows = best.rows if len(alike) < 2 else _numbered(alike)
    if len(rows) > MOST_ROWS:
        sentence = _("The file has more than %(most)d rows. Split it into several files.")
        raise refusal("file", "too_many", sentence % {"most": MOST_ROWS})
    contents = Contents(
        _named(best.headings, rows),
        rows,
        sheet=best.sheet,
        together=[one.sheet for one in alike] if len(alike) > 1 else [],
        others={one.sheet: (_named(one.headings, one.rows), one.rows) for one in others},
    )
    _check_columns(contents.read_as(columns))
    return contents


@dataclass(frozen=True)
class Found:
    """A list as it stands on one sheet. count: of its headings how many are known."""

    sheet: str
    headings: list[str]
    rows: Table
    count: int

    def reads_like(self, other: "Found") -> bool:
        return self._folded == other._folded

    @property
    def _folded(self) -> list[str]:
        return " ".join(fold(name) or "-" for name in self.headings).rstrip(" -").split(" ")

    def is_list(self, columns: Sequence[Column]) -> bool:
        return bool(self.rows) and not Contents(self.headings, self.rows).read_as(columns).missing


def _found(sheet: str, table: Table, known: Mapping[str, str]) -> Found:
    """The list below the row, or the two rows, with the most known headings; the first of them."""
    top = table[:HEAD_WITHIN]
    one_row = [(cells, at + 1) for at, (_line, cells) in enumerate(top)]
    two_rows = [
        (both, at + 2)
        for at, ((_line, upper), (_below, lower)) in enumerate(pairwise(table[: HEAD_WITHIN + 1]))
        if (both := _two_rows(upper, lower, known))
    ]

    def count(headings: Sequence[str]) -> int:
        return len({key for name in headings if (key := _key_of(name, known)) is not None})

    # One row of headings before two that say no more.
    headings, below = max([*one_row, *two_rows], key=lambda head: count(head[0]))
    if below < len(table) and _is_numbering(table[below][1]):
        below += 1
    rows = [(line, cells) for line, cells in table[below:] if not _is_example(cells)]
    return Found(sheet, headings, rows, count(headings))


def _two_rows(upper: Sequence[str], lower: Sequence[str], known: Mapping[str, str]) -> list[str]:
    """The headings of two rows: what stands over several columns is said of each of them, "Gaji" over "Pokok" is "Gaji Pokok".

    Nothing where the lower row says something below a heading of one column: it is a row of the list.
    """
    width = max(len(upper), len(lower))
    above, below = ([*cells, *[""] * (width + 1 - len(cells))] for cells in (upper, lower))
    headings, over = [], ""
    for at in range(width):
        is_wide = bool(below[at + 1] and not above[at + 1]) or not above[at]
        if below[at] and below[at] != above[at] and not is_wide:
            return []
        over = above[at] or (over if below[at] else "")
        both = f"{over} {below[at]}".strip()
        if not below[at] or below[at] == over:
            headings.append(above[at] or below[at])
        else:
            is_known = _key_of(both, known) is None and _key_of(below[at], known) is not None
            headings.append(below[at] if is_known else both)
    return headings


def _is_numbering(cells: Sequence[str]) -> bool:
    """A row that counts the columns, as official tables have it below their headings: (1) (2) (3)."""
    numbers = [cell.strip("()") for cell in cells if cell]
    return len(numbers) > 2 and numbers == [str(at) for at in range(1, len(numbers) + 1)]


def _numbered(found: Sequence[Found]) -> Table:
    """The rows of several sheets, each with the place of its sheet in its number."""
    return [(SHEET * at + line, cells) for at, one in enumerate(found, start=1) for line, cells in one.rows]


def list_of(rows: Sequence[Mapping[str, str]], columns: Sequence[Column]) -> Contents:
    """A list from rows by the keys of its columns, numbered from 1. ValidationError on `rows` for a key that is no column."""
    headings = {column.key: column.heading for column in columns}
    keys = list(dict.fromkeys(key for row in rows for key in row))
    unknown = [key for key in keys if key not in headings]
    if unknown:
        sentence = _("There is no such column: %(column)s. Ask for the kinds of lists.")
        raise refusal("rows", "columns", sentence % {"column": unknown[0][:80]})
    table = [(at, [row.get(key, "").strip() for key in keys]) for at, row in enumerate(rows, start=1)]
    contents = Contents([headings[key] for key in keys], table)
    missing = [column.key for column in contents.read_as(columns).missing]
    if missing:
        sentence = _("These columns are missing: %(columns)s.")
        raise refusal("rows", "columns", sentence % {"columns": ", ".join(missing)})
    return contents


def check_size(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise refusal("file", "too_large", _("The file is larger than 20 MB. Split it into several files."))


def _named(head: Sequence[str], rows: Table) -> list[str]:
    """The headings; a column without one that holds something is called by its letter."""
    width = max((len(cells) for _line, cells in rows), default=0)
    filled = {at for _line, cells in rows for at, cell in enumerate(cells) if cell}
    names = [*head, *[""] * (width - len(head))]
    return [name or (f"({xl_col_to_name(at)})" if at in filled else "") for at, name in enumerate(names)]


def _check_columns(sheet: Sheet) -> None:
    """Columns that are missing must be among those that were not recognised: the uploader says which they are."""
    unread = [heading for heading, key in sheet.headings if heading and not key]
    if len(unread) < len(sheet.missing) or not any(key for _heading, key in sheet.headings):
        columns = ", ".join(column.heading for column in sheet.missing)
        sentence = _("These columns are missing: %(columns)s. Start from the template.")
        raise refusal("file", "columns", sentence % {"columns": columns})


def _filled(table: Table) -> Table:
    """The rows in which something stands."""
    stripped = [(line, [cell.strip() for cell in cells]) for line, cells in table]
    return [(line, cells) for line, cells in stripped if any(cell.strip(";,\t") for cell in cells)]


def _is_example(cells: Sequence[str]) -> bool:
    return any(cell.startswith(EXAMPLE) for cell in cells)


def _read(content: bytes, kind: str) -> list[tuple[str, Table]]:
    try:
        return workbook.read_sheets(content, kind)
    except workbook.TooLargeError as error:
        sentence = _(
            "The file is too large once unpacked, or something is far outside the list. Copy only "
            "the list into a new file."
        )
        raise refusal("file", "too_large", sentence) from error
    except ValueError as error:
        sentence = _("This file cannot be read as a list. Save it again as XLSX or CSV.")
        raise refusal("file", "unreadable", sentence) from error


def _keys(columns: Sequence[Column]) -> dict[str, str]:
    return {fold(name): column.key for column in columns for name in (column.heading, *column.also)}


def _key_of(heading: str, known: Mapping[str, str]) -> str | None:
    """The column of a heading; one with a stroke or brackets may name it twice: "NIK/No KTP", "NIK (16 digit)"."""
    names = [heading, *re.split(r"[/|()\n]", heading)]
    return next((known[fold(name)] for name in names if fold(name) in known), None)


def template(columns: Sequence[Column]) -> bytes:
    """The file to start from: the headings, one invented example that is never read in, every column as text so that no number
    is rounded."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        head, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, 20, text)
        for position, column in enumerate(columns):
            sheet.write_string(0, position, column.heading, head)
            sheet.write_string(
                1, position, f"{EXAMPLE} {column.example}" if not position else column.example, text
            )
    return buffer.getvalue()
