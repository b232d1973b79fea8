"""Files and cells, whatever they are about: what is read, what is refused, with which words."""

import io
from datetime import date

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError

from jalur.foundation.imports import spreadsheet
from jalur.foundation.imports import workbook as reader
from jalur.foundation.imports.kinds import Earlier, plan_rows
from jalur.foundation.imports.rows import Column, Fault, Row, folded
from jalur.kit.refusals import codes_of

COLUMNS = (
    Column("name", "Nama", ("nama lengkap", "name"), "Dewi", "no", is_needed=True),
    Column("note", "Catatan", ("l/p",), "x"),
)


def cells(content, file_name="a.csv"):
    return [(line, list(row.values())) for line, row in spreadsheet.read(content, file_name, COLUMNS)]


def refusal_of(content, file_name="a.csv"):
    with pytest.raises(ValidationError) as refused:
        spreadsheet.read(content, file_name, COLUMNS)
    assert set(refused.value.message_dict) == {"file"}
    return codes_of(refused.value)


def workbook(rows):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    return buffer.getvalue()


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_cells_are_split_at_whatever_splits_the_headings(mark):
    assert cells(f"Nama{mark}Catatan\nDewi{mark}baru\n".encode()) == [(2, ["Dewi", "baru"])]


def test_columns_are_found_by_any_of_their_names_in_any_order():
    assert cells(b"Umur;L/P;NAMA_lengkap\n20;baru;Dewi") == [(2, ["baru", "Dewi"])]
    assert cells(b"Nama;name\nDewi;Budi") == [(2, ["Dewi"])]


def test_rows_are_counted_as_the_spreadsheet_does_and_empty_ones_left_out():
    assert cells(b"\n;\nNama;Catatan\n\nDewi\n ; \nBudi;lama;lagi") == [
        (5, ["Dewi", ""]),
        (7, ["Budi", "lama"]),
    ]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Nama\nAgnès".encode(), "Agnès"),
        ("\ufeffNama\nAgnès".encode(), "Agnès"),
        ("Nama\nAgnès".encode("cp1252"), "Agnès"),
    ],
)
def test_text_is_read_as_excel_writes_it(content, name):
    assert cells(content) == [(2, [name])]


@pytest.mark.parametrize(
    ("content", "file_name", "code"),
    [
        (b"", "a.csv", "empty"),
        (b"\n;;\n", "a.csv", "empty"),
        (b"Catatan\nx", "a.csv", "columns"),
        (b"Nama\n\x00", "a.csv", "unreadable"),
        (b"Nama\n" + b'"' + b"x" * 200_000, "a.csv", "unreadable"),
        (b"Nama\nDewi", "a.xlsx", "unreadable"),
        (b"PK\x03\x04nonsense", "A.XLSX", "unreadable"),
        (b"x" * (spreadsheet.MOST_BYTES + 1), "a.csv", "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_list_is_refused(content, file_name, code):
    assert refusal_of(content, file_name) == [code]


def test_as_many_rows_as_allowed_and_no_more(monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 2)
    assert len(cells(b"Nama\na\nb")) == 2
    assert refusal_of(b"Nama\na\nb\nc") == ["too_many"]


def book(build):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        build(made)
    return buffer.getvalue()


def test_a_file_that_unpacks_to_too_much_is_not_unpacked(monkeypatch):
    content = workbook([["Nama"], ["Dewi"]])
    assert cells(content, "a.xlsx") == [(2, ["Dewi"])]
    monkeypatch.setattr(reader, "MOST_BYTES_UNPACKED", 500)
    with pytest.raises(reader.TooLargeError):
        reader.extents_of(content)


@pytest.mark.parametrize("corner", ["XFD1048576", "A1048576", "XFD1"])
def test_a_cell_in_the_last_corner_is_refused_before_anything_is_opened(corner):
    def far(made):
        made.add_worksheet().write_column(0, 0, ["Nama", "Dewi"])
        made.worksheets()[0].write_string(corner, "x")

    assert refusal_of(book(far), "a.xlsx") == ["too_large"]


@pytest.mark.parametrize("ending", [b"", b"import os; os.abort()", b"raise SystemExit(9)"])
def test_what_the_file_does_to_its_reader_costs_nobody_else(monkeypatch, tmp_path, ending):
    """The reader dies as by a fault of its library."""
    (tmp_path / "reader").write_bytes(b"#!/usr/bin/env python3\n" + (ending or b"import time; time.sleep(9)"))
    (tmp_path / "reader").chmod(0o755)
    monkeypatch.setattr(reader.sys, "executable", str(tmp_path / "reader"))
    monkeypatch.setattr(reader, "MOST_SECONDS", 2)
    assert refusal_of(workbook([["Nama"], ["Dewi"]]), "a.xlsx") == ["unreadable" if ending else "too_large"]


def test_the_visible_sheet_with_the_list_is_read():
    def several(made):
        old, cover, new = (made.add_worksheet() for _sheet in range(3))
        old.write_column(0, 0, ["Nama", "Lama"])
        old.hide()
        cover.write(0, 0, "Daftar calon 2026")
        cover.activate()
        new.write_column(0, 0, ["Nama", "Baru"])

    assert cells(book(several), "a.xlsx") == [(2, ["Baru"])]


def test_titles_blank_rows_and_joined_cells_are_what_they_look_like():
    def list_of_an_office(made):
        sheet = made.add_worksheet()
        sheet.merge_range(3, 1, 3, 2, "DAFTAR CALON")
        sheet.write_row(5, 1, ["Nama", "Catatan"])
        sheet.write_column(7, 1, ["Dewi", "Budi", "Cici"])
        sheet.merge_range(7, 2, 8, 2, "Kayangan")

    assert cells(book(list_of_an_office), "a.xlsx") == [
        (8, ["Dewi", "Kayangan"]),
        (9, ["Budi", "Kayangan"]),
        (10, ["Cici", ""]),
    ]


def test_titles_above_the_headings_of_a_csv_file():
    content = b"Daftar calon, desa Kayangan, 2026\n\nNama;Catatan\nDewi;baru"
    assert cells(content) == [(4, ["Dewi", "baru"])]


@pytest.mark.parametrize("heading", ["Nama / Name", "NAMA LENGKAP (KTP)", "Nama|Panggilan"])
def test_a_heading_may_say_it_twice(heading):
    assert cells(f"{heading}\nDewi".encode()) == [(2, ["Dewi"])]


# -- cells -----------------------------------------------------------------------------------------------------------


def row(text):
    return Row(7, {"name": text}, {column.key: column for column in COLUMNS})


def refused(read, *args, **options):
    with pytest.raises(Fault) as fault:
        read("name", *args, **options)
    assert (fault.value.line, fault.value.column) == (7, "Nama")
    return fault.value.sentence


def test_text_has_single_spaces_and_a_longest():
    assert row("  Dewi \t Ayu ").text("name", longest=8) == "Dewi Ayu"
    assert row("'Aisyah").text("name", longest=8) == "'Aisyah"
    for text in ("", "  ", "Dewi Ayu K"):
        assert refused(row(text).text, longest=8) == "no"


@pytest.mark.parametrize(
    "text", ["2001-04-12", "12-04-2001", "12/04/2001", "12.04.2001", "2001-04-12 00:00:00", "'12-4-2001"]
)
def test_a_day_in_the_forms_of_offices(text):
    assert row(text).day("name") == date(2001, 4, 12)


def test_no_day_and_an_impossible_one():
    assert row("").day("name") is None
    assert row("x").day("note") is None
    for text in ("31-02-2001", "segera", "2001"):
        assert refused(row(text).day) == "no"


def test_a_choice_by_any_of_its_words():
    sexes = folded({"Laki-laki": "M", "P": "F"})
    assert [row(text).choice("name", sexes) for text in ("laki laki", "LAKI-LAKI", "p.", "'P")] == [*"MMFF"]
    for text in ("", "X"):
        assert refused(row(text).choice, sexes) == "no"


def test_several_choices_each_once():
    countries = folded({"KR": "KR", "Korea Selatan": "KR", "JP": "JP"})
    assert row("jp; Korea Selatan, KR;").choices("name", countries) == ["JP", "KR"]
    assert row("").choices("name", countries) == []
    assert refused(row("KR; Atlantis").choices, countries) == "no"


def test_what_a_parser_does_not_know_is_a_fault():
    assert row("'12").read("name", int) == 12
    assert row("").read("name", str) == ""
    for parse in (int, {}.__getitem__, {}.get):
        assert refused(row("x").read, parse) == "no"


# -- rows ------------------------------------------------------------------------------------------------------------


def test_rows_are_sorted_into_new_known_and_faulty():
    def read(one):
        if one.cells["name"] == "?":
            raise one.fault("note", "not so")
        return one.cells["name"]

    rows = [
        Row(line, {"name": text}, {column.key: column for column in COLUMNS})
        for line, text in enumerate("ab?cAd", 2)
    ]
    asked = []
    plan, found = plan_rows(
        rows,
        read,
        earlier=Earlier(lambda line: rows[line - 2]),
        marks=lambda text: {text.lower(), ord(text)},
        standing=lambda texts: asked.append(list(texts)) or {"c": "Caca", ord("d"): "Didi", ord("A"): "Ani"},
    )
    assert found == {5: "Caca", 7: "Didi"}
    assert asked == [["a", "b", "c", "d"]]
    assert plan.new == [(2, "a"), (3, "b")]
    assert plan.known == [(5, "c"), (7, "d")]
    bad, repeated = plan.faults
    assert (bad.line, bad.column, bad.sentence) == (4, "Catatan", "not so")
    assert (repeated.line, repeated.column, "2" in repeated.sentence) == (6, "Nama", True)
    assert plan.counts() == {"new": 2, "known": 2, "faults": 2}
