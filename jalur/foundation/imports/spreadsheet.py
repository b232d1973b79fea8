"""Lists into the house: XLSX or CSV within limits, headings in either language; and the template to start from."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from jalur.foundation.imports import workbook
from jalur.foundation.imports.rows import Column, fold
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
    """

    headings: list[str]
    rows: Table
    chosen: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)

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
    tables = [_filled(table) for table in _read(content, "xlsx" if is_book else "csv")]
    tables = [table for table in tables if table]
    if not tables:
        raise refusal("file", "empty", _("The file is empty."))
    table, at = _head(tables, columns)
    _line, head = table[at]
    rows = [(line, cells) for line, cells in table[at + 1 :] if not _is_example(cells)]
    if len(rows) > MOST_ROWS:
        sentence = _("The file has more than %(most)d rows. Split it into several files.")
        raise refusal("file", "too_many", sentence % {"most": MOST_ROWS})
    contents = Contents(_named(head, rows), rows)
    _check_columns(contents.read_as(columns))
    return contents


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


def _read(content: bytes, kind: str) -> list[Table]:
    try:
        return workbook.read(content, kind)
    except workbook.TooLargeError as error:
        sentence = _(
            "The file is too large once unpacked, or something is far outside the list. Copy only "
            "the list into a new file."
        )
        raise refusal("file", "too_large", sentence) from error
    except ValueError as error:
        sentence = _("This file cannot be read as a list. Save it again as XLSX or CSV.")
        raise refusal("file", "unreadable", sentence) from error


def _head(tables: Sequence[Table], columns: Sequence[Column]) -> tuple[Table, int]:
    """The sheet and place of the row with the most headings that are known; the first of them."""
    known = _keys(columns)
    found = [
        (sum(_key_of(cell, known) is not None for cell in cells), table, at)
        for table in tables
        for at, (_line, cells) in enumerate(table[:HEAD_WITHIN])
    ]
    _count, table, at = max(found, key=lambda one: one[0])
    return table, at


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
