"""Reading lists of people as offices keep them: XLSX or CSV, headings in either language, one sentence per bad row.

Knows no database: what a code or a name stands for is asked of the `Lookups` it is given.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import fastexcel
import xlsxwriter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.people import rules as people_rules
from jalur.foundation.people.services import parse_phone
from jalur.journey.candidates.services.files import NewCandidate

MOST_ROWS = 5000
MOST_BYTES = 10 * 1024 * 1024
# A spreadsheet that unpacks to more than this is no list of people (zip bomb).
MOST_UNPACKED_BYTES = 120 * 1024 * 1024


@dataclass(frozen=True)
class Column:
    """A column of the template: the heading people see, what else it may be called, whether every row needs it."""

    key: str
    heading: str
    needed: bool
    also: tuple[str, ...] = ()
    example: str = ""


COLUMNS = (
    Column("name", "Nama", True, ("nama lengkap", "name", "full name"), "Dewi Contoh"),
    Column(
        "national_id", "NIK", False, ("no ktp", "nomor induk kependudukan", "national id"), "3517085204010001"
    ),
    Column(
        "birth_date",
        "Tanggal lahir",
        True,
        ("tgl lahir", "lahir", "date of birth", "birth date"),
        "12-04-2001",
    ),
    Column("sex", "Jenis kelamin", True, ("jk", "l/p", "sex", "gender"), "P"),
    Column(
        "residence",
        "Tempat tinggal",
        True,
        ("kode wilayah", "desa", "alamat", "residence", "region code"),
        "35.17.08.2001",
    ),
    Column("phone", "Telepon", False, ("no hp", "hp", "wa", "whatsapp", "phone"), "0812-3456-7890"),
    Column("education", "Pendidikan", True, ("pendidikan terakhir", "schooling", "education"), "SMK"),
    Column(
        "available_from",
        "Siap mulai",
        False,
        ("tersedia mulai", "can start from", "available from"),
        "02-02-2026",
    ),
    Column("destinations", "Negara tujuan", False, ("tujuan", "destinations", "destination"), "KR; JP"),
)
SEXES = {"p": "F", "perempuan": "F", "wanita": "F", "f": "F", "woman": "F", "female": "F"} | {
    "l": "M",
    "laki-laki": "M",
    "laki laki": "M",
    "pria": "M",
    "m": "M",
    "man": "M",
    "male": "M",
}
# The words of Indonesian lists for the steps of competencies.Education.
SCHOOLS = {
    "tidak sekolah": 0,
    "sd": 0,
    "mi": 0,
    "smp": 1,
    "mts": 1,
    "sma": 2,
    "smk": 2,
    "ma": 2,
    "slta": 2,
    "d1": 3,
    "d2": 4,
    "d3": 5,
    "d4": 6,
    "s1": 6,
    "profesi": 7,
    "s2": 8,
    "s3": 9,
} | {str(step): step for step in range(10)}
DAY_FORMS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True)
class Fault:
    """One thing wrong in one row: the row as the spreadsheet counts it, the heading, what would be right."""

    line: int
    column: str
    sentence: str


@dataclass(frozen=True)
class Lookups:
    """place: text → official code or None · countries: name or code in lower case → code."""

    place: Callable[[str], str | None]
    countries: Mapping[str, str]


Rows = list[tuple[int, dict[str, str]]]


def read(content: bytes, file_name: str) -> Rows:
    """(row number, column key → text) of every row that is not empty. ValidationError on `file` when it is no list."""
    if len(content) > MOST_BYTES:
        raise _no(_("The file is larger than 10 MB. Split it into several files."))
    cells = _read_xlsx(content) if file_name.lower().endswith((".xlsx", ".xlsm")) else _read_csv(content)
    lines = [(line, [cell.strip() for cell in row]) for line, row in enumerate(cells, start=1)]
    lines = [(line, row) for line, row in lines if any(row)]
    if not lines:
        raise _no(_("The file is empty."))
    keys = _keys(lines[0][1])
    if len(lines) - 1 > MOST_ROWS:
        raise _no(
            _("The file has more than %(most)d people. Split it into several files.") % {"most": MOST_ROWS}
        )
    return [
        (line, {key: row[position] if position < len(row) else "" for key, position in keys.items()})
        for line, row in lines[1:]
    ]


def _no(sentence: str) -> ValidationError:
    return ValidationError({"file": sentence})


def _read_xlsx(content: bytes) -> list[list[str]]:
    unreadable = _("This XLSX file cannot be read. Save it again as XLSX or CSV.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MOST_UNPACKED_BYTES:
            raise _no(_("The file is too large once unpacked. Keep the list alone in it."))
        sheet = fastexcel.read_excel(content).load_sheet(0, header_row=None, dtypes="string")
        frame = sheet.to_polars()
    except (zipfile.BadZipFile, fastexcel.FastExcelError) as error:
        raise _no(unreadable) from error
    return [["" if cell is None else str(cell) for cell in row] for row in frame.iter_rows()]


def _read_csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise _no(_("This is not a CSV file. Save the list as XLSX or CSV."))
    head = text.split("\n", 1)[0]
    mark = max(";,\t", key=head.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error as error:
        raise _no(_("The CSV file is damaged. Save the list again as XLSX.")) from error


def _keys(headings: Sequence[str]) -> dict[str, int]:
    """Column key → position, by the headings of the first row."""
    wanted = {name: one.key for one in COLUMNS for name in (one.heading.lower(), *one.also)}
    found: dict[str, int] = {}
    for position, heading in enumerate(headings):
        key = wanted.get(" ".join(heading.lower().replace("_", " ").replace(".", "").split()))
        if key and key not in found:
            found[key] = position
    missing = [one.heading for one in COLUMNS if one.needed and one.key not in found]
    if missing:
        raise _no(
            _("These columns are missing in the first row: %(columns)s. Start from the template.")
            % {"columns": ", ".join(missing)}
        )
    return found


def judge(rows: Rows, lookups: Lookups, today: date) -> tuple[list[tuple[int, NewCandidate]], list[Fault]]:
    """The rows that can be registered, and what is wrong in the others: one fault a row, the first from the left."""
    good: list[tuple[int, NewCandidate]] = []
    faults: list[Fault] = []
    seen: dict[object, int] = {}
    for line, cells in rows:
        try:
            newcomer = _newcomer(cells, lookups, today)
        except _BadCellError as bad:
            faults.append(Fault(line, bad.column.heading, bad.sentence))
            continue
        marks = {
            (
                "name",
                people_rules.fold_name(newcomer.name),
                newcomer.birth_date,
                newcomer.sex,
                newcomer.residence_id,
            )
        }
        if newcomer.national_id:
            marks.add(("nik", newcomer.national_id))
        earlier = [seen[mark] for mark in marks if mark in seen]
        if earlier:
            sentence = _("This person is already in row %(line)d. Keep one of the two rows.") % {
                "line": min(earlier)
            }
            faults.append(Fault(line, "Nama", sentence))
            continue
        seen.update(dict.fromkeys(marks, line))
        good.append((line, newcomer))
    return good, faults


class _BadCellError(Exception):
    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(key)
        self.column = next(column for column in COLUMNS if column.key == key)
        self.sentence = sentence


def _newcomer(cells: Mapping[str, str], lookups: Lookups, today: date) -> NewCandidate:
    name = " ".join(cells["name"].split())
    if not name or len(name) > 120:
        raise _BadCellError("name", _("Write the full name as on the KTP, at most 120 letters."))
    national_id = cells.get("national_id", "").lstrip("'")
    if national_id:
        try:
            national_id = people_rules.parse_national_id(national_id)
        except ValueError:
            sentence = _(
                "A NIK has 16 digits. Format the column as text, so that the program does not round it."
            )
            raise _BadCellError("national_id", sentence) from None
    born = _day("birth_date", cells["birth_date"])
    if born is None or not today.year - 122 <= born.year or born > today:
        raise _BadCellError(
            "birth_date", _("Write the date of birth as day-month-year, for example 12-04-2001.")
        )
    sex = SEXES.get(cells["sex"].lower())
    if sex is None:
        raise _BadCellError("sex", _("Write P for a woman or L for a man."))
    place = lookups.place(cells["residence"])
    if place is None:
        sentence = _(
            "Write the region code of the village, for example 35.17.08.2001, or a name that occurs once."
        )
        raise _BadCellError("residence", sentence)
    try:
        phone = parse_phone(cells.get("phone", "").lstrip("'"))
    except ValueError:
        raise _BadCellError(
            "phone", _("Write a phone number with its code, for example 0812-3456-7890.")
        ) from None
    education = SCHOOLS.get(cells["education"].lower().replace(".", "").replace("-", ""))
    if education is None:
        raise _BadCellError("education", _("Write SD, SMP, SMA, SMK, D1, D2, D3, D4, S1, S2 or S3."))
    return NewCandidate(
        name=name,
        birth_date=born,
        sex=sex,
        residence_id=place,
        education=education,
        available_from=_day("available_from", cells.get("available_from", "")) or today,
        national_id=national_id,
        phone=phone,
        wishes=[(code, None) for code in _countries(cells.get("destinations", ""), lookups)],
    )


def _day(key: str, text: str) -> date | None:
    if not text:
        return None
    for form in DAY_FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise _BadCellError(key, _("Write the date as day-month-year, for example 12-04-2001."))


def _countries(text: str, lookups: Lookups) -> list[str]:
    found = []
    for word in text.replace(",", ";").split(";"):
        if word.strip():
            code = lookups.countries.get(word.strip().lower())
            if code is None:
                sentence = _("Write countries by name or two-letter code, separated by semicolons: KR; JP.")
                raise _BadCellError("destinations", sentence)
            found.append(code)
    return list(dict.fromkeys(found))


def template() -> bytes:
    """The file to start from: the headings, one invented example, every column as text so that no NIK is rounded."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("CPMI")
        head, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(COLUMNS) - 1, 20, text)
        for position, column in enumerate(COLUMNS):
            sheet.write_string(0, position, column.heading, head)
            sheet.write_string(1, position, column.example, text)
    return buffer.getvalue()
