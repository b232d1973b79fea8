"""Files with headings over two rows, and with several sheets."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jalur.foundation.imports import spreadsheet
from jalur.foundation.imports.models import Import
from jalur.foundation.imports.rows import Column, row_number
from tests.cast import VILLAGE

COLUMNS = (
    Column("name", "Nama", ("nama lengkap",), "Dewi", "no", is_needed=True),
    Column("pay", "Gaji pokok", (), "1", "no"),
    Column("more", "Tunjangan", (), "1", "no"),
    Column("city", "Kota", (), "x", "no"),
)
HEAD = ["Nama", "Tanggal lahir", "Jenis kelamin", "Tempat tinggal", "Pendidikan"]


def book(*sheets, merged=()):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as one:
        for name, rows in sheets:
            sheet = one.add_worksheet(name)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
            for place, text in merged:
                sheet.merge_range(place, text)
    return buffer.getvalue()


def lines(content, name="a.xlsx"):
    return [(line, list(cells.values())) for line, cells in spreadsheet.read(content, name, COLUMNS)]


def test_headings_over_two_rows_are_read_together():
    rows = [
        ["Daftar permintaan"],
        ["Nama", "Gaji", "", "Kota"],
        ["", "Pokok", "Tunjangan", ""],
        ["Dewi", "2", "1", "Ulsan"],
        ["Budi", "3", "", "Busan"],
    ]
    merged = [("A2:A3", "Nama"), ("B2:C2", "Gaji"), ("D2:D3", "Kota")]
    expected = [(4, ["Dewi", "2", "1", "Ulsan"]), (5, ["Budi", "3", "", "Busan"])]
    assert lines(book(("a", rows), merged=merged)) == expected
    assert lines("\n".join(";".join(row) for row in rows).encode(), "a.csv") == expected


def test_the_first_row_of_a_list_is_never_taken_for_headings():
    assert lines(b"Nama;Kolom\nKota;abc\nBudi;x", "a.csv") == [(2, ["Kota"]), (3, ["Budi"])]
    assert lines(b";Nama;\n1;Kota;abc\n2;Budi;x", "a.csv") == [(2, ["Kota"]), (3, ["Budi"])]


def test_a_row_that_counts_the_columns_is_left_out():
    assert lines(b"Nama;Gaji pokok;Kota\n(1);(2);(3)\nDewi;1;Ulsan", "a.csv") == [(3, ["Dewi", "1", "Ulsan"])]


def test_sheets_with_the_same_headings_are_read_together():
    head = ["Nama", "Kota"]
    content = book(
        ("Korea", [["Judul"], head, ["Dewi", "Ulsan"]]),
        ("Isi", [["apa"]]),
        ("Jepang", [head, ["Budi", "Osaka"]]),
    )
    found = spreadsheet.open_list(content, "a.xlsx", COLUMNS)
    assert found.together == ["Korea", "Jepang"]
    assert found.rows == [(1_000_003, ["Dewi", "Ulsan"]), (2_000_002, ["Budi", "Osaka"])]
    assert row_number(2_000_002).split()[0] == "2"
    assert found.others == {}


@pytest.fixture
def day(settings):
    settings.TODAY = spreadsheet_day()


def spreadsheet_day():
    from tests.access.world import TODAY

    return TODAY


@pytest.mark.django_db
def test_of_sheets_that_are_other_lists_the_uploader_says_which(cast, sign_in, day):
    first = [HEAD, ["Dewi Contoh", "12-04-2001", "P", VILLAGE, "SMK"]]
    second = [
        [*HEAD, "Keterangan"],
        ["Budi Contoh", "12-04-2001", "L", VILLAGE, "SMK", "x"],
        ["Agus", "1-1-2000", "L", VILLAGE, "SD", ""],
    ]
    desk = sign_in(cast.wulan)
    content = SimpleUploadedFile("a.xlsx", book(("Angkatan 1", first), ("Angkatan 2", second)))
    answer = desk.post(reverse("imports:candidates"), {"file": content})
    draft = Import.objects.get()
    assert draft.counts["new"] == 1
    page = desk.get(answer.url)
    assert list(page.context["form"].fields["sheet"].choices) == [("Angkatan 1",) * 2, ("Angkatan 2",) * 2]
    step = reverse("imports:import_step", args=[draft.pk, "answer"])
    assert desk.post(step, {"sheet": "Angkatan 2"}).status_code == 302
    draft.refresh_from_db()
    assert draft.counts["new"] == 2
    assert "Keterangan" in desk.get(answer.url).content.decode()
    desk.post(step, {"sheet": "Angkatan 1"})
    draft.refresh_from_db()
    assert draft.counts["new"] == 1
