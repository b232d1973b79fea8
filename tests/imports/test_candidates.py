import io
from datetime import date

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jalur.foundation.history.models import Event
from jalur.foundation.imports import services, spreadsheet
from jalur.foundation.imports.models import Import
from jalur.foundation.people.models import Person
from jalur.foundation.workflow.services import take_due_steps
from jalur.journey.candidates.models import Candidate
from jalur.journey.candidates.parts import LIST
from tests.cast import LUMAJANG, OTHER_VILLAGE, VILLAGE

DAY = date(2026, 1, 12)
NIK = "3517085204010001"
HEAD = "Nama;NIK;Tanggal lahir;Jenis kelamin;Tempat tinggal;Telepon;Pendidikan;Siap mulai;Negara tujuan"
DEWI = f"Dewi Contoh;{NIK};12-04-2001;P;{VILLAGE};0812-3456-7890;SMK;02-02-2026;KR"
BUDI = f"Budi Contoh;;1999-05-05;L;{VILLAGE};;S1;;"


@pytest.fixture(autouse=True)
def pinned(settings):
    settings.TODAY = DAY


def as_csv(*rows):
    return "\n".join([HEAD, *rows]).encode()


def send(client, content, name="daftar.csv"):
    return client.post(reverse("imports:candidates"), {"file": SimpleUploadedFile(name, content)})


def test_upload_show_apply_and_again(cast, sign_in):
    desk = sign_in(cast.wulan)
    shown = send(desk, as_csv(DEWI, BUDI))
    assert Candidate.objects.count() == 1
    page = desk.get(shown.url).content.decode()
    assert "Dewi Contoh" in page
    assert NIK not in page
    draft = Import.objects.get()
    assert NIK.encode() not in bytes(draft.content_sealed)
    assert desk.post(reverse("imports:import_step", args=[draft.pk, "apply"])).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.content_sealed) == ("applied", None)
    dewi = Candidate.objects.get(person__name="Dewi Contoh")
    assert (dewi.education, dewi.available_from, dewi.any_destination) == (2, date(2026, 2, 2), False)
    assert dewi.person.national_id() == NIK
    people, files = Person.objects.count(), Candidate.objects.count()
    again = send(desk, as_csv(DEWI, BUDI))
    assert (
        desk.post(reverse("imports:import_step", args=[again.url.split("/")[-2], "apply"])).status_code == 302
    )
    assert (Person.objects.count(), Candidate.objects.count()) == (people, files)


def test_applying_one_upload_twice_does_nothing(cast):
    draft = services.upload(
        kind=LIST, actor=cast.wulan.actor, content=as_csv(DEWI), file_name="a.csv", today=DAY
    )
    services.apply(actor=cast.wulan.actor, draft=draft, today=DAY)
    count = Candidate.objects.count()
    with pytest.raises(ValidationError):
        services.apply(actor=cast.wulan.actor, draft=draft, today=DAY)
    assert Candidate.objects.count() == count


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (DEWI.replace("Dewi Contoh", " "), "Nama"),
        (DEWI.replace(NIK, "3,51709E+15"), "NIK"),
        (DEWI.replace("12-04-2001", "31-02-2001"), "Tanggal lahir"),
        (DEWI.replace("12-04-2001", "12-04-2031"), "Tanggal lahir"),
        (DEWI.replace("12-04-2001", "12-04-2015"), "Tanggal lahir"),
        (DEWI.replace(";P;", ";X;"), "Jenis kelamin"),
        (DEWI.replace(VILLAGE, "99.99"), "Tempat tinggal"),
        (DEWI.replace(VILLAGE, "35"), "Tempat tinggal"),
        (DEWI.replace("0812-3456-7890", "12"), "Telepon"),
        (DEWI.replace("SMK", "TK"), "Pendidikan"),
        (DEWI.replace("02-02-2026", "segera"), "Siap mulai"),
        (DEWI.replace(";KR", ";Atlantis"), "Negara tujuan"),
    ],
)
def test_a_bad_row_gets_one_sentence_and_the_others_go_on(cast, row, column):
    draft = services.upload(
        kind=LIST, actor=cast.wulan.actor, content=as_csv(BUDI, row), file_name="a.csv", today=DAY
    )
    plan = services.plan_of(cast.wulan.actor, draft, DAY)
    assert [(fault.line, fault.column) for fault in plan.faults] == [(3, column)]
    assert plan.faults[0].sentence
    services.apply(actor=cast.wulan.actor, draft=draft, today=DAY)
    assert set(Person.objects.values_list("name", flat=True)) == {"Budi Contoh", "Sari Contohwati"}


def test_a_row_that_repeats_another_is_named(cast):
    draft = services.upload(
        kind=LIST,
        actor=cast.wulan.actor,
        content=as_csv(DEWI, BUDI, DEWI),
        file_name="a.csv",
        today=DAY,
    )
    plan = services.plan_of(cast.wulan.actor, draft, DAY)
    assert [(fault.line, "2" in fault.sentence) for fault in plan.faults] == [(4, True)]


def planned(cast, *rows):
    draft = services.upload(
        kind=LIST, actor=cast.wulan.actor, content=as_csv(*rows), file_name="a.csv", today=DAY
    )
    return services.plan_of(cast.wulan.actor, draft, DAY)


def register_dewi(cast):
    draft = services.upload(
        kind=LIST, actor=cast.wulan.actor, content=as_csv(DEWI), file_name="a.csv", today=DAY
    )
    services.apply(actor=cast.wulan.actor, draft=draft, today=DAY)


OTHER = DEWI.replace("Dewi Contoh", "Orang Lain").replace("12-04-2001", "09-09-1990")


def test_one_nik_with_somebody_registered_is_a_question_with_both_sides(cast, sign_in):
    register_dewi(cast)
    [fault] = planned(cast, OTHER).faults
    assert (fault.line, fault.column) == (2, "NIK")
    assert "Orang Lain" in fault.value
    assert "Dewi Contoh" in fault.value
    assert NIK not in fault.value + fault.sentence
    assert "Dewi" not in fault.sentence


def test_two_people_with_one_nik_in_one_list_are_a_question(cast):
    plan = planned(cast, DEWI, OTHER)
    assert [line for line, _one in plan.new] == [2]
    [fault] = plan.faults
    assert (fault.line, fault.column, "2" in fault.sentence) == (3, "NIK", True)
    assert "Orang Lain" in fault.value


@pytest.mark.parametrize(
    "row",
    [DEWI, DEWI.replace("Dewi Contoh", "Dewi Ayu Contoh"), DEWI.replace("12-04-2001", "13-04-2001")],
)
def test_one_nik_with_the_same_name_or_birth_date_is_the_same_person(cast, row):
    register_dewi(cast)
    assert planned(cast, row).counts() == {"new": 0, "known": 1, "faults": 0}


@pytest.mark.parametrize(("name", "nik"), [("Dewi Contoh", "3517085204010002"), ("Devi  Contoh", "")])
def test_the_same_person_with_another_nik_is_shown_and_not_left_out(cast, name, nik):
    register_dewi(cast)
    row = DEWI.replace("Dewi Contoh", name).replace(NIK, nik).replace(VILLAGE, OTHER_VILLAGE)
    plan = planned(cast, row)
    assert plan.counts() == {"new": 1, "known": 0, "faults": 0}
    assert any("Dewi Contoh" in doubt.sentence and doubt.column == "Nama" for doubt in plan.doubts)


def test_everything_wrong_in_a_row_is_said_at_once_with_what_stands_there(cast, sign_in):
    row = f"Dewi Contoh;123;31-02-2001;X;{VILLAGE};0812-3456-7890;TK;02-02-2026;KR"
    plan = planned(cast, row)
    assert [fault.column for fault in plan.faults] == ["NIK", "Tanggal lahir", "Jenis kelamin", "Pendidikan"]
    assert [fault.value for fault in plan.faults] == ["", "31-02-2001", "X", "TK"]
    assert plan.counts()["faults"] == 1
    page = sign_in(cast.wulan).get(reverse("imports:import", args=[Import.objects.get().pk])).content.decode()
    assert "31-02-2001" in page


def test_nobody_learns_from_an_import_that_a_number_exists_elsewhere(cast):
    """Pak Gatot uploads Dewi's NIK under an invented name: it must look like any new row to him."""
    draft = services.upload(
        kind=LIST, actor=cast.wulan.actor, content=as_csv(DEWI), file_name="a.csv", today=DAY
    )
    services.apply(actor=cast.wulan.actor, draft=draft, today=DAY)
    bait = DEWI.replace("Dewi Contoh", "Umpan").replace(VILLAGE, LUMAJANG)
    other = services.upload(
        kind=LIST, actor=cast.gatot.actor, content=as_csv(bait), file_name="a.csv", today=DAY
    )
    assert services.plan_of(cast.gatot.actor, other, DAY).counts() == {"new": 1, "known": 0, "faults": 0}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (b"PK\x03\x04nonsense", "a.xlsx"),
        (b"\x00\x01\x02", "a.csv"),
        (b"Nama;NIK\nDewi;1", "a.csv"),
        (b'"unclosed', "a.csv"),
    ],
)
def test_a_file_that_is_no_list_is_refused_plainly(cast, sign_in, content, name):
    answer = send(sign_in(cast.wulan), content, name)
    assert answer.status_code == 422
    assert not Import.objects.exists()


def test_xlsx_as_excel_writes_it(cast):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for position, heading in enumerate(HEAD.split(";")):
            sheet.write(0, position, heading)
        for position, cell in enumerate(DEWI.split(";")):
            sheet.write_string(1, position, cell)
        sheet.write_datetime(1, 2, date(2001, 4, 12), day)
    rows = spreadsheet.read(buffer.getvalue(), "a.xlsx", LIST.columns)
    draft = services.upload(
        kind=LIST, actor=cast.wulan.actor, content=buffer.getvalue(), file_name="a.xlsx", today=DAY
    )
    plan = services.plan_of(cast.wulan.actor, draft, DAY)
    assert plan.faults == [], rows
    assert plan.new[0][1].birth_date == date(2001, 4, 12)


def test_the_template_as_it_is_registers_nobody_and_its_headings_are_read(cast, sign_in):
    desk = sign_in(cast.wulan)
    content = desk.get(reverse("imports:candidates_template")).content
    sheet = spreadsheet.find(content, "templat.xlsx", LIST.columns)
    assert sheet.lines == []
    assert [key for _heading, key in sheet.headings] == [column.key for column in LIST.columns]
    shown = send(desk, content, "templat.xlsx")
    assert Import.objects.get().counts["new"] == 0
    assert "Dewi Contoh" not in desk.get(shown.url).content.decode()


def test_columns_are_shown_as_read_or_not(cast, sign_in):
    desk = sign_in(cast.wulan)
    head = HEAD.replace("NIK", "NIK/No KTP").replace("Telepon", "Kontak")
    page = desk.get(send(desk, f"{head}\n{DEWI}".encode()).url).content.decode()
    assert "Kolom dalam berkas Anda" in page
    assert "tidak dibaca" in page
    assert "NIK/No KTP" in page
    [(_line, newcomer)] = services.plan_of(cast.wulan.actor, Import.objects.get(), DAY).new
    assert (newcomer.national_id, newcomer.phone) == (NIK, "")


def test_what_was_left_out_stays_to_be_read_after_applying(cast, sign_in):
    desk = sign_in(cast.wulan)
    shown = send(desk, as_csv(BUDI, DEWI.replace("12-04-2001", "31-02-2001")))
    draft = Import.objects.get()
    applied = desk.post(reverse("imports:import_step", args=[draft.pk, "apply"]))
    assert applied["Location"] == shown["Location"]
    page = desk.get(shown.url).content.decode()
    assert "Baris 3" in page
    assert "Tanggal lahir" in page
    draft.refresh_from_db()
    assert "Dewi" not in str(draft.left_out)
    assert "left_out" not in str(Event.objects.get(event="imports:import:applied").detail)


@pytest.mark.parametrize("key", ["darmo", "hendra", "lestari", "yusuf", "bayu", "sari", "rini"])
def test_who_may_not_import(cast, sign_in, key):
    assert send(sign_in(getattr(cast, key)), as_csv(DEWI)).status_code == 403
    assert not Import.objects.exists()


def test_an_upload_is_seen_by_the_uploader_only_and_does_not_stay(cast, sign_in):
    shown = send(sign_in(cast.wulan), as_csv(DEWI))
    draft = Import.objects.get()
    stranger = sign_in(cast.gatot)
    assert stranger.get(shown.url).status_code == 404
    assert stranger.post(reverse("imports:import_step", args=[draft.pk, "apply"])).status_code == 404
    Import.objects.update(created_at="2026-01-01T00:00Z")
    assert take_due_steps(DAY) == 1
    draft.refresh_from_db()
    assert (draft.state, draft.content_sealed) == ("dropped", None)
    dropped, uploaded = (
        Event.objects.get(event=f"imports:import:{verb}") for verb in ("dropped", "uploaded")
    )
    assert (dropped.role, dropped.place_code) == ("system", uploaded.place_code)
    assert uploaded.place_code
    assert Candidate.objects.count() == 1
    assert Event.objects.filter(event="imports:import:uploaded").count() == 1
