"""An XLSX or CSV file as rows of text, read in a process of its own: whatever the file does there costs nobody else.

`read` starts this module as a program with bounded memory and time. It looks through the sheets before any is opened: a
single cell in the last corner of a sheet would otherwise ask for a table of all cells before it.
"""

import csv
import io
import json
import posixpath
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from jalur.kit import child

PROGRAM = "jalur.foundation.imports.workbook"
MOST_BYTES_UNPACKED = 400 * 1024 * 1024
MOST_MEMORY = 2 * 1024 * 1024 * 1024
MOST_SECONDS = 60
# A list of 100,000 people with titles above and notes below; wider or longer is no list.
MOST_LINES, MOST_COLUMNS, MOST_SHEETS = 110_000, 256, 20
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
TOO_LARGE, UNREADABLE = 3, 4
# A number of more digits than a spreadsheet keeps: it was rounded when it was typed.
ROUNDED = 10**15

Table = list[tuple[int, list[str]]]
"""(row as the spreadsheet counts it, its cells)"""


class TooLargeError(Exception):
    """More than any list has."""


def read(content: bytes, kind: str = "xlsx") -> list[Table]:
    """The tables of a file, as `read_sheets` gives them."""
    return [table for _name, table in read_sheets(content, kind)]


def read_sheets(content: bytes, kind: str = "xlsx") -> list[tuple[str, Table]]:
    """The visible sheets by their names, in their order; of kind "csv" the rows as split at each sign that may stand between cells.

    TooLargeError, or ValueError for what is no such file.
    """
    try:
        answered = child.run(PROGRAM, kind, content=content, seconds=MOST_SECONDS)
    except subprocess.TimeoutExpired as slow:
        raise TooLargeError from slow
    if answered.returncode == TOO_LARGE:
        raise TooLargeError
    if answered.returncode != 0:
        raise ValueError(f"no {kind} that can be read")
    return [(name, [(line, cells) for line, cells in table]) for name, table in json.loads(answered.stdout)]


@dataclass
class Extent:
    """Where the values of a sheet stand (rows and columns counted from 1), and which cells are joined.

    rounded: numbers too long to be kept, as the spreadsheet shows them: 3.51709E+15.
    """

    rows: set[int] = field(default_factory=set)
    first_column: int = MOST_COLUMNS
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    rounded: dict[tuple[int, int], str] = field(default_factory=dict)


def position(reference: str) -> tuple[int, int]:
    """(row, column) of "B12". ValueError for anything else."""
    found = CELL.fullmatch(reference)
    if found is None:
        raise ValueError(f"no cell: {reference}")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def looked_through(sheet: bytes) -> Extent:
    """A sheet's XML without its values, long numbers apart. TooLargeError when a cell lies outside of what a list has."""
    extent, here = Extent(), [0, 0]
    number: list[str] | None = None
    is_number = False

    def begins(name: str, attributes: dict[str, str]) -> None:
        nonlocal number, is_number
        kind = name.rpartition(":")[2]
        if kind == "row":
            here[:] = [int(attributes.get("r", here[0] + 1)), 0]
        elif kind == "c":
            here[:] = position(attributes["r"]) if "r" in attributes else (here[0], here[1] + 1)
            is_number = attributes.get("t", "n") == "n"
        elif kind in ("v", "is"):
            extent.rows.add(here[0])
            extent.first_column = min(extent.first_column, here[1])
            number = [] if kind == "v" and is_number else None
        elif kind == "mergeCell" and len(extent.merged) < MOST_LINES:
            start, _colon, end = attributes["ref"].partition(":")
            extent.merged.append((*position(start), *position(end or start)))
        if here[0] > MOST_LINES or here[1] > MOST_COLUMNS:
            raise TooLargeError

    def says(text: str) -> None:
        if number is not None:
            number.append(text)

    def ends(_name: str) -> None:
        nonlocal number
        if number and abs(value := float("".join(number))) >= ROUNDED:
            extent.rounded[here[0], here[1]] = f"{value:.5E}"
        number = None

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.CharacterDataHandler, parser.EndElementHandler = begins, says, ends
    parser.Parse(sheet, True)
    return extent


def elements(xml: bytes, kind: str) -> list[dict[str, str]]:
    """The attributes of every element of a kind."""
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: (
        found.append(attributes) if name.rpartition(":")[2] == kind else None
    )
    parser.Parse(xml, True)
    return found


def tables_of(content: bytes) -> list[tuple[str, Table]]:
    """The visible sheets of a workbook, by their names."""
    extents = extents_of(content)
    import fastexcel  # here alone: the other way around the web process would load it for its constants

    book = fastexcel.read_excel(content)
    tables = []
    for number, extent in extents:
        if extent.rows:
            frame = book.load_sheet(number, header_row=None, skip_rows=0, dtypes="string").to_polars()
            rows = [["" if cell is None else str(cell) for cell in cells] for cells in frame.iter_rows()]
            tables.append((book.sheet_names[number], aligned(rows, extent)))
    return tables


def extents_of(content: bytes) -> list[tuple[int, Extent]]:
    """(number, extent) of the visible sheets, everything looked through."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES_UNPACKED:
            raise TooLargeError
        targets = {
            one["Id"]: posixpath.normpath(posixpath.join("xl", one["Target"].removeprefix("/xl/")))
            for one in elements(archive.read("xl/_rels/workbook.xml.rels"), "Relationship")
        }
        sheets = elements(archive.read("xl/workbook.xml"), "sheet")
        if len(sheets) > MOST_SHEETS:
            raise TooLargeError
        return [
            (number, looked_through(archive.read(targets[sheet["r:id"]])))
            for number, sheet in enumerate(sheets)
            if sheet.get("state", "visible") == "visible"
        ]


def aligned(rows: list[list[str]], extent: Extent) -> Table:
    """Rows with the numbers that the spreadsheet shows, joined cells all saying what the first of them says."""
    last = max(extent.rows)
    first = last - len(rows) + 1
    table = {first + number: cells for number, cells in enumerate(rows)}
    for (line, column), shown in extent.rounded.items():
        table[line][column - extent.first_column] = shown
    for top, left, bottom, right in extent.merged:
        at, width = left - extent.first_column, right - left + 1
        if top not in table or not 0 <= at < len(table[top]) or width > 1:
            continue
        for line in range(top + 1, bottom + 1):
            if line in table:
                table[line][at] = table[line][at] or table[top][at]
    return sorted(table.items())


def tables_of_text(content: bytes) -> list[tuple[str, Table]]:
    """The rows of a CSV file, split at each of the signs that may stand between cells; the headings tell which one does."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise ValueError("no text")
    tables = []
    for mark in ";,\t":
        rows = enumerate(csv.reader(io.StringIO(text), delimiter=mark), start=1)
        table = [(line, cells) for line, cells in rows if any(cells)]
        if len(table) > MOST_LINES:
            raise TooLargeError
        # Split at the wrong sign, long texts look like many cells.
        if all(len(cells) <= MOST_COLUMNS for _line, cells in table):
            tables.append(("", table))
    if not tables:
        raise TooLargeError
    return tables


def main(kind: str) -> int:
    child.bound(address_space=MOST_MEMORY)
    try:
        content = sys.stdin.buffer.read()
        tables = tables_of_text(content) if kind == "csv" else tables_of(content)
    except (TooLargeError, MemoryError):
        return TOO_LARGE
    except Exception:  # noqa: BLE001 - whatever the file is, it is no list
        return UNREADABLE
    sys.stdout.write(json.dumps(tables))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
