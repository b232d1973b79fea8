"""The cells of a list as offices write them, through the door people use: read, or refused with what to write instead."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from jalur.foundation.competencies.rules import read_schooling
from jalur.foundation.geography.forms import CountryField
from jalur.foundation.imports import services
from jalur.foundation.imports.models import Import
from jalur.foundation.people.models import Person
from jalur.journey.candidates.models import Candidate
from jalur.journey.candidates.parts import LIST
from tests.cast import VILLAGE
from tests.imports.test_candidates import DAY, HEAD, as_csv, send

COLUMNS = [column.key for column in LIST.columns]
GOOD = {
    "name": "Uji Satu",
    "birth_date": "12-04-2001",
    "sex": "P",
    "residence": VILLAGE,
    "education": "SMK",
}
NIK = "3517085204010001"
assert len(COLUMNS) == len(HEAD.split(";"))


@pytest.fixture(autouse=True)
def pinned(settings):
    settings.TODAY = DAY


def line(**cells):
    return ";".join(f'"{(GOOD | cells).get(key, "")}"' for key in COLUMNS)


def plan_of(cast, **cells):
    draft = services.upload(
        kind=LIST, actor=cast.wulan.actor, content=as_csv(line(**cells)), file_name="a.csv", today=DAY
    )
    return services.plan_of(cast.wulan.actor, draft, DAY)


READ = [
    *(
        ("birth_date", text, date(1998, 8, 17))
        for text in ("17 Agustus 1998", "17 Agt 98", "17-8-98", "1998-08-17", "17/08/1998", "'17.8.1998")
    ),
    *(("sex", text, "F") for text in ("PR", "2", "perempuan", "P.", "Wanita")),
    *(("sex", text, "M") for text in ("LK", "1", "laki-laki", "Laki laki", "l", "Pria")),
    *(("national_id", text, "") for text in ("-", "0", "–", "", "tidak ada", " - ")),
    *(("national_id", f"{mark}{NIK}", NIK) for mark in ("'", "`", "\u200b", "\ufeff'", "\u200e", "\u00a0")),
    ("national_id", "3517 0852 0401 0001", NIK),
    *(("phone", text, "") for text in ("-", "0", "")),
    *(("phone", text, "+6281234567890") for text in ("81234567890", "0812 3456 7890", "'+62 812-3456-7890")),
    *(("education", text, 1) for text in ("SLTP", "SMP", "SLTP/Sederajat", "MTs", "Paket B")),
    *(
        ("education", text, 2)
        for text in ("SLTA", "SLTA/sederajat", "SMA atau SMK", "SMK TKJ", "MA", "Tamat SMA")
    ),
    *(("destinations", text, [("KR", None)]) for text in ("Korsel", "Korea Selatan", "KR", "KOR", "korea")),
    *(("destinations", text, [("HK", None)]) for text in ("Hongkong", "Hong Kong", "HK")),
    *(("destinations", text, [("AE", None)]) for text in ("UAE", "PEA", "UEA", "Uni Emirat Arab")),
    *(("destinations", text, [("SA", None)]) for text in ("Arab Saudi", "Saudi", "SA", "KSA")),
    *(("destinations", text, [("US", None)]) for text in ("AS", "Amerika Serikat", "USA", "US")),
    ("destinations", "Korsel, Jepang / Taiwan", [("KR", None), ("JP", None), ("TW", None)]),
    ("destinations", "-", []),
    ("available_from", "-", DAY),
    ("available_from", "2 Feb 26", date(2026, 2, 2)),
    *(("name", text, text) for text in ("H. Ahmad Dahlan, S.Pd.", "Ma'ruf", "Dr. Siti Aminah, M.Si.", "Nur")),
    ("name", "Siti\u200b\u00a0 Aminah", "Siti Aminah"),
]


@pytest.mark.parametrize(("key", "text", "value"), READ)
def test_what_offices_write_is_read(cast, key, text, value):
    plan = plan_of(cast, **{key: text})
    assert [fault.sentence for fault in plan.faults] == []
    [(_line, newcomer)] = plan.new
    assert getattr(newcomer, {"destinations": "wishes"}.get(key, key)) == value


REFUSED = [
    *(("name", text, "Nama harus memuat huruf") for text in ("\u200b\u200b", "...", "\u3164", "123")),
    ("name", "Siti\x07", "Ketik ulang"),
    ("name", "x" * 121, "120"),
    ("birth_date", "02-02-0026", "Periksa tahunnya"),
    ("birth_date", "31-12-9999", "Periksa tahunnya"),
    ("birth_date", "12-04-1885", "Periksa tahunnya"),
    ("birth_date", f"{DAY + timedelta(days=1):%d-%m-%Y}", "belum tiba"),
    ("birth_date", "08-17-1998", "hari-bulan-tahun"),
    ("birth_date", "360245", "hari-bulan-tahun"),
    ("available_from", "02-02-0026", "Periksa tahunnya"),
    ("available_from", "31-12-9999", "Periksa tahunnya"),
    ("phone", "081234567890 (ibu)", "tanpa kata"),
    ("phone", "0812FLOWERS", "tanpa kata"),
    ("national_id", "3,51709E+15", "16"),
    ("sex", "3", "P "),
    *(("education", text, "bukan angka") for text in ("5", "3", "SD/SMP", "tidak tamat SMP", "kuliah")),
    ("destinations", "Atlantis", "KR; JP"),
]


@pytest.mark.parametrize(("key", "text", "remedy"), REFUSED)
def test_what_cannot_be_read_is_refused_with_the_remedy_and_not_written(cast, sign_in, key, text, remedy):
    desk, people = sign_in(cast.wulan), Person.objects.count()
    page = desk.get(send(desk, as_csv(line(**{key: text}))).url).content.decode()
    assert remedy in page
    desk.post(reverse("imports:import_step", args=[Import.objects.get().pk, "apply"]))
    assert Person.objects.count() == people


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"national_id": "3517085204010000"}, "0000"),
        ({"national_id": "3517081204010001"}, "jenis kelamin"),
        ({"national_id": "3517085304010001"}, "Tanggal lahir"),
        ({"national_id": "3517085213010001"}, "bulan"),
        ({"national_id": "9999995204010001"}, "kecamatan"),
    ],
)
def test_a_doubtful_number_is_shown_before_it_is_written(cast, sign_in, cells, said):
    desk = sign_in(cast.wulan)
    page = desk.get(send(desk, as_csv(line(**cells))).url).content.decode()
    assert "Perlu diperiksa lagi" in page
    assert said in page.partition("Perlu diperiksa lagi")[2]
    assert cells["national_id"] not in page


def test_a_number_without_doubts_is_not_questioned(cast, sign_in):
    desk = sign_in(cast.wulan)
    page = desk.get(send(desk, as_csv(line(national_id=NIK))).url).content.decode()
    assert "Uji Satu" in page
    assert "Perlu diperiksa lagi" not in page


@pytest.mark.parametrize("name", ["Moh. " + "Abdurrahman " * 9 + "Wahid", "Moh. " * 24])
def test_a_long_name_is_registered_by_form_and_list(cast, sign_in, name):
    name = " ".join(name.split())
    assert len(name) <= 120
    desk = sign_in(cast.wulan)
    send(desk, as_csv(line(name=name)))
    applied = desk.post(reverse("imports:import_step", args=[Import.objects.get().pk, "apply"]))
    assert applied.status_code == 302
    sent = {**GOOD, "name": name, "birth_date": "1999-01-01", "sex": "F", "education": "2"}
    answer = desk.post(
        reverse("candidates:register"), {**sent, "available_from": "2026-02-02", "confirm": "yes"}
    )
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert Candidate.objects.filter(person__name=name).count() == 2


@pytest.mark.parametrize(
    ("text", "step"),
    [
        *((text, 0) for text in ("SD", "Tamat SD", "Belum tamat SD/sederajat", "Tidak/belum sekolah", "MI")),
        *((text, 3) for text in ("D1", "D-I", "D.1", "Diploma I/II", "diploma satu")),
        *(
            (text, 5)
            for text in ("D3 Kebidanan", "DIII", "D III", "Akademi/Diploma III/S. Muda", "Sarjana muda")
        ),
        *((text, 6) for text in ("S1", "S-1 Keperawatan", "Diploma IV/Strata I", "Sarjana", "D4")),
        *(
            (text, step)
            for text, step in (("Profesi Ners", 7), ("S2", 8), ("Strata III", 9), ("magister", 8))
        ),
    ],
)
def test_schools_as_the_civil_register_writes_them(text, step):
    assert read_schooling(text) == step


@pytest.mark.parametrize(
    ("typed", "code"),
    [("AS", "US"), ("Korsel", "KR"), ("hongkong", "HK"), ("UAE", "AE"), ("Samoa Amerika (AS)", "AS")],
)
def test_a_country_box_reads_what_lists_write(db, typed, code):
    assert CountryField().clean(typed) == code
