"""Lists out of the house: CSV and XLSX that no spreadsheet program runs as formulas."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

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


def harmless(value: Any) -> Any:
    """A cell that stays text: what starts like a formula gets an apostrophe in front. Numbers and days pass."""
    if not isinstance(value, str) or not value.startswith(FORMULA_STARTS):
        return value
    return f"'{value}"


def _plain(value: Any) -> Any:
    """A cell both formats can carry: numbers, days and text."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float | Decimal | dt.date):
        return value
    return harmless(str(value))


def to_csv(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Lines of a CSV file, UTF-8 with a byte order mark so that Excel reads the names right."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield "\N{ZERO WIDTH NO-BREAK SPACE}"
    for row in rows:
        writer.writerow([_plain(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def to_xlsx(rows: Iterable[Sequence[Any]], *, sheet: str) -> bytes:
    """An XLSX file with one sheet: a bold, frozen first row, then the rows. Nothing in it is a formula or a link."""
    buffer = io.BytesIO()
    options = {
        "constant_memory": True,
        "in_memory": True,
        "remove_timezone": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        page = book.add_worksheet(_sheet_name(sheet))
        page.freeze_panes(1, 0)
        head, days = book.add_format({"bold": True}), book.add_format({"num_format": "dd-mm-yyyy"})
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                _write_cell(page, line, column, _plain(value), head if line == 0 else None, days)
    return buffer.getvalue()


def _write_cell(page: Any, line: int, column: int, value: Any, head: Any, days: Any) -> None:
    if isinstance(value, dt.datetime):
        page.write_datetime(line, column, value, days)
    elif isinstance(value, dt.date):
        page.write_datetime(line, column, dt.datetime(value.year, value.month, value.day), days)  # noqa: DTZ001 - a day has no zone
    elif isinstance(value, bool):
        page.write_string(line, column, "1" if value else "0", head)
    elif isinstance(value, int | float | Decimal):
        page.write_number(line, column, float(value), head)
    else:
        page.write_string(line, column, value, head)


def _sheet_name(text: str) -> str:
    """Excel allows 31 characters and none of []:*?/\\ in the name of a sheet."""
    return "".join("-" if letter in "[]:*?/\\" else letter for letter in text)[:31] or "Jalur"
