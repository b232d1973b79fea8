"""Lists out of the house: CSV and XLSX that no spreadsheet program runs as formulas."""

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

FORMULA_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\N{FULLWIDTH EQUALS SIGN}",
    "\N{FULLWIDTH PLUS SIGN}",
)
"""First characters a spreadsheet may take for a formula (OWASP, CSV injection; full-width forms too)."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES_A_PIECE = 500
PIECE_BYTES = 256 * 1024
FIRST_YEAR = 1901
"""Before it Excel knows no days, and counts those of 1900 wrongly."""


def harmless(value: Any) -> Any:
    """A cell that stays text: what starts like a formula gets an apostrophe in front. Numbers and days pass."""
    if not isinstance(value, str) or not value.startswith(FORMULA_STARTS):
        return value
    return f"'{value}"


def _plain(value: Any) -> Any:
    """A cell both formats can carry: numbers, days and text."""
    if isinstance(value, str):
        return harmless(value)
    if value is None:
        return ""
    if isinstance(value, bool | int | float | Decimal | dt.date):
        return value
    return harmless(str(value))


def to_csv(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Pieces of a CSV file, the heads at once: a byte order mark so that Excel reads the names right, `;` between cells as
    Indonesian spreadsheets split, each cell in quotes so that no other program finds a cell inside a cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL)
    buffer.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    for line, row in enumerate(rows):
        writer.writerow([_plain(value) for value in row])
        if line % LINES_A_PIECE == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def to_xlsx(rows: Iterable[Sequence[Any]], *, sheet: str) -> Iterator[bytes]:
    """Pieces of an XLSX file with one sheet: a bold, frozen first row, then the rows. Nothing in it is a formula or a link.

    It is written to the disk row by row first, so that memory stays flat.
    """
    with tempfile.TemporaryFile() as file:
        _write_book(file, rows, sheet)
        file.seek(0)
        yield from iter(lambda: file.read(PIECE_BYTES), b"")


def _write_book(file: IO[bytes], rows: Iterable[Sequence[Any]], sheet: str) -> None:
    options = {
        "constant_memory": True,
        "remove_timezone": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        page = book.add_worksheet(_sheet_name(sheet))
        page.freeze_panes(1, 0)
        head, days = book.add_format({"bold": True}), book.add_format({"num_format": "dd-mm-yyyy"})
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                _write_cell(page, line, column, _plain(value), head if line == 0 else None, days)


def _write_cell(page: Any, line: int, column: int, value: Any, head: Any, days: Any) -> None:
    if isinstance(value, str):
        page.write_string(line, column, value, head)
    elif isinstance(value, bool):
        page.write_string(line, column, "1" if value else "0", head)
    elif not isinstance(value, dt.date):
        page.write_number(line, column, float(value), head)
    elif value.year < FIRST_YEAR:
        page.write_string(line, column, value.isoformat())
    else:
        page.write_datetime(line, column, value, days)


def _sheet_name(text: str) -> str:
    """Excel allows 31 characters and none of []:*?/\\ in the name of a sheet."""
    return "".join("-" if letter in "[]:*?/\\" else letter for letter in text)[:31] or "Jalur"
