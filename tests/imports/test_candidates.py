import io
import re
from datetime import date

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jalur.foundation.geography.models import Place
from jalur.foundation.geography.queries import place_label
from jalur.foundation.history.models import Event
from jalur.foundation.imports import services, spreadsheet
from jalur.foundation.imports.models import Import
from jalur.foundation.people.models import Duplicate, Person
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


def test_one_nik_with_the_same_name_and_birth_date_is_the_same_person(cast):
    register_dewi(cast)
    for row in (DEWI, DEWI.replace("Dewi Contoh", "DEWI  CONTOH"), DEWI.replace("SMK", "S1")):
        assert planned(cast, row).counts() == {"new": 0, "known": 1, "faults": 0}


DIFFERENT = [
    DEWI.replace("Dewi Contoh", "Dewi Ayu Contoh"),
    DEWI.replace("12-04-2001", "13-04-2001"),
    DEWI.replace(NIK, "3517085204010002"),
    OTHER,
]


def answer(desk, shown, column, choice):
    """Tick a choice of the question about a column on the plan's page."""
    page = desk.get(shown.url)
    [name] = [
        name for name, (_key, asked) in page.context["form"].questions.items() if asked.column == column
    ]
    address = reverse("imports:import_step", args=[Import.objects.latest("created_at").pk, "answer"])
    assert desk.post(address, {name: choice}).status_code == 302
    return desk.get(shown.url)


def apply_last(desk):
    draft = Import.objects.latest("created_at")
    return desk.post(reverse("imports:import_step", args=[draft.pk, "apply"]))


@pytest.mark.parametrize("row", DIFFERENT)
@pytest.mark.parametrize("choice", ["same", "other", "id_card"])
def test_who_differs_from_her_record_is_asked_about_and_the_answer_holds(cast, sign_in, row, choice):
    register_dewi(cast)
    people, desk = Person.objects.count(), sign_in(cast.wulan)
    shown = send(desk, as_csv(row))
    assert Import.objects.latest("created_at").counts == {"new": 0, "known": 0, "faults": 0, "waiting": 1}
    page = desk.get(shown.url).content.decode()
    assert "Dewi Contoh, 12 April 2001" in page
    assert NIK not in page
    apply_last(desk)
    assert Person.objects.count() == people
    shown = send(desk, as_csv(row))
    page = answer(desk, shown, "NIK", choice).content.decode()
    assert "Yang hanya Anda ketahui" not in page
    dewi = Person.objects.get(name="Dewi Contoh")
    apply_last(desk)
    assert Person.objects.count() == people + (choice == "other")
    assert Duplicate.objects.filter(status="open").count() == (choice == "other")
    dewi.refresh_from_db()
    name, number, born = row.split(";")[:3]
    if choice == "id_card":
        assert (dewi.name, dewi.national_id(), f"{dewi.birth_date:%d-%m-%Y}") == (name, number, born)
        assert Event.objects.filter(event="people:person:edited", detail__paper="id_card").count() == 1
    else:
        assert (dewi.name, dewi.national_id(), dewi.birth_date) == ("Dewi Contoh", NIK, date(2001, 4, 12))


# Village, telephone, schooling, day and country of Dewi's row, otherwise.
MOVED = f"Dewi Ayu Contoh;{NIK};12-04-2001;P;{OTHER_VILLAGE};0812-0000-1111;D3;05-05-2026;Jepang"


def told(page):
    """What a page says, without its signs."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_a_question_shows_before_and_after_of_every_column_and_the_answer_takes_all_over(cast, sign_in):
    register_dewi(cast)
    desk = sign_in(cast.wulan)
    shown = send(desk, as_csv(MOVED, BUDI))
    asked = told(desk.get(shown.url))
    there, here = (place_label(code) for code in (VILLAGE, OTHER_VILLAGE))
    changes = [
        "Nama: Dewi Contoh → Dewi Ayu Contoh",
        f"Tempat tinggal: {there} → {here}",
        "Telepon: nomor lain → +6281200001111",
        "Pendidikan: SMA atau SMK → D3",
        "Siap mulai: 2 Februari 2026 → 5 Mei 2026",
        "Negara tujuan: Korea Selatan → Jepang",
    ]
    for change in changes:
        assert change in asked
    assert "Tanggal lahir:" not in asked
    planned_page = told(answer(desk, shown, "NIK", "id_card"))
    assert f"Tempat tinggal {there} {here}" in planned_page
    apply_last(desk)
    dewi = Candidate.objects.get(person__name="Dewi Ayu Contoh")
    assert (dewi.person.residence_id, dewi.person.phone()) == (OTHER_VILLAGE, "+6281200001111")
    assert (dewi.education, dewi.available_from) == (5, date(2026, 5, 5))
    assert [wish.country_id for wish in dewi.wishes.all()] == ["JP"]
    applied = Import.objects.latest("created_at")
    assert (applied.counts["changed"], applied.counts["columns"]) == (
        1,
        ["available_from", "destinations", "education", "name", "phone", "residence"],
    )
    assert "Sudah dikenal, diubah 1" in told(desk.get(shown.url))
    assert Candidate.objects.filter(person__name="Budi Contoh").count() == 1
    send(desk, as_csv(MOVED))
    assert Import.objects.latest("created_at").counts == {"new": 0, "known": 1, "faults": 0}


def test_an_empty_cell_says_nothing_about_a_record(cast, sign_in):
    register_dewi(cast)
    desk = sign_in(cast.wulan)
    shown = send(desk, as_csv(f"Dewi Ayu Contoh;{NIK};12-04-2001;P;{VILLAGE};-;SMK;;"))
    answer(desk, shown, "NIK", "id_card")
    apply_last(desk)
    dewi = Candidate.objects.get(person__name="Dewi Ayu Contoh")
    assert dewi.person.phone() == "+6281234567890"
    assert dewi.available_from == date(2026, 2, 2)
    assert [wish.country_id for wish in dewi.wishes.all()] == ["KR"]


def test_whoever_is_known_and_written_otherwise_stays_and_is_shown(cast, sign_in):
    register_dewi(cast)
    desk = sign_in(cast.wulan)
    page = desk.get(send(desk, as_csv(DEWI.replace("SMK", "D3"))).url)
    assert Import.objects.latest("created_at").counts == {"new": 0, "known": 1, "faults": 0}
    assert "Pendidikan SMA atau SMK D3" in told(page)
    assert Candidate.objects.get(person__name="Dewi Contoh").education == 2


@pytest.mark.parametrize(
    "name", ["Hj. Dewi Contoh", "DEWI CONTOH, S.Pd.", "Dra. Hj. Dewi Contoh, S.E., M.M.", "Dewi Contoh S.Kom"]
)
def test_titles_make_nobody_another_person(cast, name):
    register_dewi(cast)
    for row in (DEWI, DEWI.replace(NIK, "")):
        plan = planned(cast, row.replace("Dewi Contoh", name))
        assert plan.counts() == {"new": 0, "known": 1, "faults": 0}
        assert list(plan.differences.values()) == [[]]


def test_who_waits_and_who_cannot_be_read_are_counted_apart_before_and_after(cast, sign_in, two_villages):
    desk = sign_in(cast.wulan)
    waits = BUDI.replace(VILLAGE, "Sumberejo")
    both = waits.replace("Budi", "Ani").replace(";S1;", ";TK;")
    shown = send(desk, as_csv(DEWI, waits, both))
    counts = {"new": 1, "known": 0, "faults": 1, "waiting": 1}
    assert Import.objects.get().counts == counts
    before = desk.get(shown.url)
    done = desk.post(reverse("imports:import_step", args=[Import.objects.get().pk, "apply"]), follow=True)
    assert Import.objects.get().counts == counts
    assert "1 baris menunggu jawaban Anda. 1 baris tidak dapat dibaca." in told(done)
    after = desk.get(shown.url)
    words = [[(one.label, one.value) for one in page.context["figures"]] for page in (before, after)]
    assert words[0] == words[1]
    waited, bad = after.context["grids"]
    assert ([row[0] for row in waited.rows], {row[0] for row in bad.rows}) == (["Baris 3"], {"Baris 4"})


def test_a_joined_record_leads_to_the_one_in_use(cast):
    register_dewi(cast)
    kept = Person.objects.get(name="Dewi Contoh")
    Person.objects.filter(pk=cast.sari.person.pk).update(
        name="Dewi Lama", name_folded="dewi lama", merged_into=kept, national_id_index=kept.national_id_index
    )
    gone = Person.objects.get(pk=cast.sari.person.pk)
    row = DEWI.replace("Dewi Contoh", "Dewi Lama").replace("12-04-2001", f"{gone.birth_date:%d-%m-%Y}")
    assert planned(cast, row, DEWI).counts() == {"new": 0, "known": 2, "faults": 0}


@pytest.fixture
def two_villages(db):
    for code in (VILLAGE, OTHER_VILLAGE):
        Place.objects.filter(pk=code).update(name="Sumberejo")


def test_a_place_of_several_is_chosen_once_for_all_its_rows(cast, sign_in, two_villages):
    desk = sign_in(cast.wulan)
    rows = [
        one.replace(VILLAGE, "Sumberejo")
        for one in (DEWI, BUDI, DEWI.replace("Dewi", "Tuti").replace(NIK, ""))
    ]
    shown = send(desk, as_csv(*rows, DEWI.replace("Dewi", "Ani").replace(NIK, "")))
    assert Import.objects.get().counts == {"new": 1, "known": 0, "faults": 0, "waiting": 3}
    page = desk.get(shown.url).content.decode()
    assert "2, 3, 4" in page
    assert page.count(f'value="{OTHER_VILLAGE}"') == 1
    answer(desk, shown, "Tempat tinggal", OTHER_VILLAGE)
    assert Import.objects.get().counts == {"new": 4, "known": 0, "faults": 0}
    apply_last(desk)
    assert Person.objects.filter(residence=OTHER_VILLAGE).count() == 3
    assert Person.objects.get(name="Ani Contoh").residence_id == VILLAGE


@pytest.mark.parametrize("code", ["91.01", "9101", "91.01.05", "'91.01"])
def test_a_code_of_the_past_is_asked_about_as_in_the_form(cast, sign_in, code):
    desk, people = sign_in(cast.wulan), Person.objects.count()
    shown = send(desk, as_csv(DEWI.replace(VILLAGE, code)))
    assert Import.objects.get().counts == {"new": 0, "known": 0, "faults": 0, "waiting": 1}
    assert "tidak dipakai lagi" in desk.get(shown.url).content.decode()
    apply_last(desk)
    assert Person.objects.count() == people


def test_a_code_of_the_past_is_registered_where_the_uploader_said_so(cast, sign_in):
    desk = sign_in(cast.wulan)
    shown = send(desk, as_csv(DEWI.replace(VILLAGE, "91.01")))
    answer(desk, shown, "Tempat tinggal", "93.01")
    apply_last(desk)
    assert Person.objects.get(name="Dewi Contoh").residence_id == "93.01"


def test_an_answer_that_was_not_offered_is_none(cast, sign_in, two_villages):
    desk = sign_in(cast.wulan)
    shown = send(desk, as_csv(BUDI.replace(VILLAGE, "Sumberejo")))
    [name] = desk.get(shown.url).context["form"].questions
    address = reverse("imports:import_step", args=[Import.objects.get().pk, "answer"])
    assert desk.post(address, {name: LUMAJANG}).status_code == 422
    assert Import.objects.get().counts["waiting"] == 1


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (DEWI.replace("12-04-2001", "12-04-1941"), "Tanggal lahir"),
        (DEWI.replace("02-02-2026", "02-02-2036"), "Siap mulai"),
        (DEWI.replace("02-02-2026", "02-02-2018"), "Siap mulai"),
    ],
)
def test_an_unlikely_day_is_asked_back_in_a_cell(cast, sign_in, row, column):
    desk = sign_in(cast.wulan)
    shown = send(desk, as_csv(row.replace(NIK, "")))
    assert Import.objects.get().counts == {"new": 0, "known": 0, "faults": 0, "waiting": 1}
    answer(desk, shown, column, "as_written")
    assert Import.objects.get().counts == {"new": 1, "known": 0, "faults": 0}


@pytest.mark.parametrize("box", [{"birth_date": "1941-04-12"}, {"available_from": "2036-02-02"}])
def test_an_unlikely_day_is_asked_back_in_a_box(cast, sign_in, box):
    typed = {
        "name": "Budi Contoh",
        "birth_date": "1999-05-05",
        "sex": "M",
        "residence": VILLAGE,
        "education": "2",
        "available_from": "2026-02-02",
        **box,
    }
    desk, address, files = sign_in(cast.wulan), reverse("candidates:register"), Candidate.objects.count()
    asked = desk.post(address, typed)
    assert asked.status_code == 422
    assert "Apakah tahunnya benar" in asked.content.decode()
    assert Candidate.objects.count() == files
    assert desk.post(address, {**typed, "as_typed": "on"}).status_code == 302


def with_number_cells(nik):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD.split(";"))
        sheet.write_row(1, 0, DEWI.split(";"))
        sheet.write_number(1, 1, nik)
    return buffer.getvalue()


@pytest.mark.parametrize("nik", [3517085204010000, 3517085204010001, 3.517085204012345e15])
def test_a_nik_in_a_number_cell_is_refused_with_the_remedy(cast, sign_in, nik):
    desk = sign_in(cast.wulan)
    shown = send(desk, with_number_cells(nik), "a.xlsx")
    assert Import.objects.get().counts == {"new": 0, "known": 0, "faults": 1}
    page = desk.get(shown.url).content.decode()
    assert "teks" in page.partition("Baris yang perlu diperbaiki")[2]
    apply_last(desk)
    assert not Person.objects.filter(name="Dewi Contoh").exists()


BY_HAND = f"{HEAD.replace('NIK', 'Kode').replace('Tanggal lahir', 'Tgl')}\n{DEWI}".encode()


def map_columns(desk, **columns):
    address = reverse("imports:import_step", args=[Import.objects.latest("created_at").pk, "answer"])
    return desk.post(address, columns)


def test_a_column_is_said_by_hand_remembered_by_the_office_and_forgotten(cast, sign_in):
    desk = sign_in(cast.wulan)
    shown = send(desk, BY_HAND)
    page = desk.get(shown.url)
    assert "Tanggal lahir" in str(page.context["notices"][0].text)
    assert list(page.context["form"].fields) == ["column_1", "column_2"]
    assert map_columns(desk, column_1="birth_date", column_2="birth_date").status_code == 422
    assert map_columns(desk, column_1="national_id", column_2="birth_date").status_code == 302
    assert Import.objects.get().counts == {"new": 1, "known": 0, "faults": 0}
    [(_line, newcomer)] = services.plan_of(cast.wulan.actor, Import.objects.get(), DAY).new
    assert newcomer.national_id == NIK
    again = desk.get(send(desk, BY_HAND).url)
    assert Import.objects.latest("created_at").counts["new"] == 1
    assert again.context["form"]["column_1"].initial == "national_id"
    assert map_columns(desk, column_1="", column_2="birth_date").status_code == 302
    send(desk, BY_HAND)
    [(_line, newcomer)] = services.plan_of(cast.wulan.actor, Import.objects.latest("created_at"), DAY).new
    assert newcomer.national_id == ""
    send(sign_in(cast.gatot), BY_HAND)
    assert Import.objects.latest("created_at").counts["new"] == 0


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
