"""Lists into the house: XLSX or CSV within limits, headings in either language; and the template to start from."""

import csv
import io
import zipfile
from collections.abc import Sequence

import fastexcel
import xlsxwriter
from django.utils.translation import gettext as _

from jalur.foundation.imports.rows import Column, fold
from jalur.kit.refusals import refusal

MOST_ROWS = 5000
MOST_BYTES = 10 * 1024 * 1024
# A spreadsheet that unpacks to more than this is no list (zip bomb).
MOST_UNPACKED_BYTES = 120 * 1024 * 1024

Lines = list[tuple[int, dict[str, str]]]
"""(row number, column key → text)"""


def read(content: bytes, file_name: str, columns: Sequence[Column]) -> Lines:
    """Every row that is not empty. ValidationError on `file` when it is no such list."""
    if len(content) > MOST_BYTES:
        raise refusal("file", "too_large", _("The file is larger than 10 MB. Split it into several files."))
    table = _read_xlsx(content) if file_name.lower().endswith((".xlsx", ".xlsm")) else _read_csv(content)
    lines = [(line, [cell.strip() for cell in cells]) for line, cells in enumerate(table, start=1)]
    lines = [(line, cells) for line, cells in lines if any(cells)]
    if not lines:
        raise refusal("file", "empty", _("The file is empty."))
    positions = _positions(lines[0][1], columns)
    if len(lines) - 1 > MOST_ROWS:
        sentence = _("The file has more than %(most)d rows. Split it into several files.")
        raise refusal("file", "too_many", sentence % {"most": MOST_ROWS})
    return [
        (line, {key: cells[at] if at < len(cells) else "" for key, at in positions.items()})
        for line, cells in lines[1:]
    ]


def _read_xlsx(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MOST_UNPACKED_BYTES:
            sentence = _("The file is too large once unpacked. Keep the list alone in it.")
            raise refusal("file", "too_large", sentence)
        sheet = fastexcel.read_excel(content).load_sheet(0, header_row=None, dtypes="string")
        frame = sheet.to_polars()
    except (zipfile.BadZipFile, fastexcel.FastExcelError) as error:
        sentence = _("This XLSX file cannot be read. Save it again as XLSX or CSV.")
        raise refusal("file", "unreadable", sentence) from error
    return [["" if cell is None else str(cell) for cell in cells] for cells in frame.iter_rows()]


def _read_csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise refusal("file", "unreadable", _("This is not a CSV file. Save the list as XLSX or CSV."))
    head = text.split("\n", 1)[0]
    mark = max(";,\t", key=head.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error as error:
        sentence = _("The CSV file is damaged. Save the list again as XLSX.")
        raise refusal("file", "unreadable", sentence) from error


def _positions(headings: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Column key → position, by the headings of the first row; columns of other names are left alone."""
    keys = {fold(name): column.key for column in columns for name in (column.heading, *column.also)}
    positions: dict[str, int] = {}
    for position, heading in enumerate(headings):
        if key := keys.get(fold(heading)):
            positions.setdefault(key, position)
    missing = [column.heading for column in columns if column.is_needed and column.key not in positions]
    if missing:
        sentence = _("These columns are missing in the first row: %(columns)s. Start from the template.")
        raise refusal("file", "columns", sentence % {"columns": ", ".join(missing)})
    return positions


def template(columns: Sequence[Column]) -> bytes:
    """The file to start from: the headings, one invented example, every column as text so that no number is rounded."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        head, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, 20, text)
        for position, column in enumerate(columns):
            sheet.write_string(0, position, column.heading, head)
            sheet.write_string(1, position, column.example, text)
    return buffer.getvalue()
