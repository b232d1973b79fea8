"""Orders as companies keep them in spreadsheets: read, asked about, written as drafts, changed by a later list."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jalur.foundation.imports import services as imports
from jalur.foundation.imports.models import Import
from jalur.journey.employers.models import Employer
from jalur.journey.job_orders import services
from jalur.journey.job_orders.models import JobOrder, State
from jalur.journey.job_orders.parts import LIST
from tests.job_orders.factories import TODAY, license_company, make_employer, make_partner, verified
from tests.job_orders.rows import of_example, published

pytestmark = pytest.mark.django_db
ROW = {
    "No. surat permintaan": "SP-1",
    "Pemberi kerja": "Contoh Heavy Industries",
    "Negara tujuan": "Korea Selatan",
    "Jabatan": "7212",
    "Posisi": "Juru las galangan",
    "Berapa orang": "12 orang",
    "Siap paling lambat": "30 Sep 2026",
    "Gaji": "KRW 2.100.000",
}


@pytest.fixture(autouse=True)
def pinned(settings):
    settings.TODAY = TODAY


@pytest.fixture
def desk(cast, sign_in):
    """The company's officer; enough is known of Korea to compare pays."""
    of_example(cast)
    return sign_in(cast.lestari)


def as_csv(*rows):
    heads = list(dict.fromkeys(head for row in rows for head in row))
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(
        [heads, *([row.get(head, "") for head in heads] for row in rows)]
    )
    return text.getvalue().encode()


def send(client, *rows, name="daftar.csv"):
    content = rows[0] if isinstance(rows[0], bytes) else as_csv(*rows)
    answer = client.post(reverse("imports:orders"), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return Import.objects.latest("created_at")


def page_of(client, draft):
    return client.get(reverse("imports:import", args=[draft.pk]))


def step(client, draft, verb, **data):
    answer = client.post(reverse("imports:import_step", args=[draft.pk, verb]), data, follow=True)
    draft.refresh_from_db()
    return answer


def faults_of(cast, draft):
    plan = imports.plan_of(cast.lestari.actor, draft, TODAY)
    return [(fault.line, str(fault.column), fault.sentence) for fault in plan.faults]


def drafts():
    return list(JobOrder.objects.filter(state=State.DRAFT).order_by("reference"))


def test_rows_become_drafts_of_the_company_and_nothing_is_sent(cast, desk):
    draft = send(
        desk,
        ROW,
        {**ROW, "No. surat permintaan": "SP-2", "Gaji": "2,100,000.00", "Siap paling lambat": "46295"},
    )
    assert draft.counts == {"new": 2, "known": 0, "faults": 0}
    assert not drafts()
    step(desk, draft, "apply")
    one, two = drafts()
    assert (one.reference, one.openings, one.ready_by, one.monthly_pay) == (
        "SP-1",
        12,
        date(2026, 9, 30),
        Decimal(2_100_000),
    )
    assert (one.company, one.route, one.pay_currency, one.contract_months) == (
        cast.lestari.organisation,
        "P_TO_P",
        "KRW",
        24,
    )
    assert (one.min_age, one.max_age, one.submitted_at) == (18, 45, None)
    assert one.requirements.exists()
    assert (two.ready_by, two.monthly_pay, two.pay_currency) == (date(2026, 9, 30), Decimal(2_100_000), "KRW")


def test_the_same_number_changes_a_draft_and_shows_before_and_after(cast, desk):
    step(desk, send(desk, ROW), "apply")
    (before,) = drafts()
    later = send(desk, {**ROW, "No. surat permintaan": "sp-1", "Berapa orang": "20", "Gaji": "2.200.000"})
    assert later.counts == {
        "new": 0,
        "known": 0,
        "faults": 0,
        "changed": 1,
        "columns": ["monthly_pay", "openings"],
    }
    page = page_of(desk, later).content.decode()
    assert "20" in page
    assert "KRW" in page
    assert "2.200.000" in page
    step(desk, later, "apply")
    (after,) = drafts()
    assert (after.pk, after.openings, after.monthly_pay) == (before.pk, 20, Decimal(2_200_000))
    assert (after.title, after.min_education) == (before.title, before.min_education)
    again = send(desk, {**ROW, "Berapa orang": "20", "Gaji": "2.200.000"})
    assert again.counts == {"new": 0, "known": 1, "faults": 0}


def test_an_order_that_was_sent_stays_as_it_is_and_the_page_says_so(cast, desk):
    step(desk, send(desk, ROW), "apply")
    license_company(cast.lestari.organisation)
    (order,) = drafts()
    services.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    later = send(desk, {**ROW, "Berapa orang": "20"})
    assert later.counts == {"new": 0, "known": 1, "faults": 0}
    page = page_of(desk, later).content.decode()
    assert str(LIST.otherwise) in page
    step(desk, later, "apply")
    order.refresh_from_db()
    assert (order.openings, order.state) == (12, State.SUBMITTED)


def test_an_employer_that_is_not_registered_is_asked_about_once(cast, desk):
    unknown = {**ROW, "Pemberi kerja": "PT Contoh Galangan Baru", "Kota pemberi kerja": "Geoje"}
    rows = [{**unknown, "No. surat permintaan": f"SP-{at}"} for at in range(3)]
    draft = send(desk, ROW | {"No. surat permintaan": "SP-9"}, *rows)
    assert draft.counts == {"new": 1, "known": 0, "faults": 0, "waiting": 3}
    form = page_of(desk, draft).context["form"]
    ((name, (_key, asked)),) = form.questions.items()
    assert asked.lines == [3, 4, 5]
    assert [code for code, _words in asked.choices] == ["new_legal_entity", "new_individual", "left_out"]
    step(desk, draft, "answer", **{name: "new_legal_entity"})
    assert draft.counts == {"new": 4, "known": 0, "faults": 0}
    assert not Employer.objects.filter(city="Geoje").exists()
    step(desk, draft, "apply")
    employer = Employer.objects.get(city="Geoje")
    assert (employer.name, employer.country_id, employer.registered_by) == (
        "PT Contoh Galangan Baru",
        "KR",
        cast.lestari.organisation,
    )
    assert employer.orders.count() == 3


def test_an_employer_with_nearly_the_name_can_be_the_one_that_is_there(cast, desk):
    draft = send(desk, {**ROW, "Pemberi kerja": "Contoh Heavy Industry Co"})
    ((name, (_key, asked)),) = page_of(desk, draft).context["form"].questions.items()
    there = Employer.objects.get()
    assert asked.choices[0][0] == str(there.pk)
    step(desk, draft, "answer", **{name: str(there.pk)})
    step(desk, draft, "apply")
    assert drafts()[0].employer == there
    left_out = send(
        desk, {**ROW, "Pemberi kerja": "Contoh Heavy Industry Co", "No. surat permintaan": "SP-7"}
    )
    step(desk, left_out, "answer", **{name: "left_out"})
    assert left_out.counts == {"new": 0, "known": 0, "faults": 1}
    assert Employer.objects.count() == 1


def test_an_employer_of_another_company_is_found_by_its_whole_name_alone(cast, desk):
    other = Employer.objects.create(
        name="Lain Shipyard", employer_type="legal_entity", country_id="KR", city="Busan"
    )
    whole = send(desk, {**ROW, "Pemberi kerja": "LAIN SHIPYARD"})
    assert whole.counts == {"new": 1, "known": 0, "faults": 0}
    nearly = send(desk, {**ROW, "Pemberi kerja": "Lain Shipyards"})
    page = page_of(desk, nearly)
    ((_name, (_key, asked)),) = page.context["form"].questions.items()
    assert str(other.pk) not in [code for code, _words in asked.choices]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"Negara tujuan": "Atlantis"}, "Negara tujuan"),
        ({"Jabatan": "pekerjaan entah"}, "Jabatan"),
        ({"Berapa orang": "dua belas"}, "Berapa orang"),
        ({"Berapa orang": "0"}, "Berapa orang"),
        ({"Siap paling lambat": "31-02-2026"}, "Siap paling lambat"),
        ({"Siap paling lambat": "01-01-2025"}, "Siap paling lambat"),
        ({"Gaji": "sesuai UMR"}, "Gaji per bulan"),
        ({"Gaji": "1.500 juta"}, "Gaji per bulan"),
        ({"Gaji": "XQZ 2.100.000"}, "Gaji per bulan"),
        ({"Mata uang": "USD"}, "Mata uang"),
        ({"Mata uang": "QQQ"}, "Mata uang"),
        ({"Usia": "12-14"}, "Usia"),
        ({"Usia": "15-45"}, "Usia"),
        ({"Usia": "40-20"}, "Usia"),
        ({"Usia maks": "60"}, "Usia maksimum"),
        ({"Pendidikan": "SD"}, "Pendidikan minimum"),
        ({"Pendidikan": "9"}, "Pendidikan minimum"),
        ({"Kompetensi": "X.1"}, "Kompetensi"),
        ({"Skema": "bebas"}, "Skema penempatan"),
        ({"Mitra usaha": "Tak Dikenal"}, "Mitra usaha"),
        ({"P3MI": "PT Lain"}, "P3MI"),
        ({"Lama kontrak": "selamanya"}, "Lama kontrak (bulan)"),
        ({"Lama kontrak": "20 tahun"}, "Lama kontrak (bulan)"),
        ({"Tunjangan": "banyak"}, "Tunjangan tetap"),
        ({"Potongan": "3.000.000", "Potongan untuk": "mes"}, "Potongan gaji"),
        ({"Potongan": "100.000"}, "Potongan untuk"),
        ({"Jam kerja": "200"}, "Jam kerja per minggu"),
        ({"Libur": "7"}, "Hari libur per minggu"),
        ({"Akomodasi": "entah"}, "Tempat tinggal ditanggung"),
        ({"Jenis kelamin": "X"}, "Jenis kelamin"),
        ({"Jenis pemberi kerja": "entah"}, "Jenis pemberi kerja"),
        ({"Pemberi kerja": ""}, "Pemberi kerja"),
    ],
    ids=str,
)
def test_what_is_wrong_is_named_by_row_and_column(cast, desk, cells, column):
    draft = send(desk, ROW, {**ROW, "No. surat permintaan": "SP-2", **cells})
    assert [(line, named) for line, named, _sentence in faults_of(cast, draft)] == [(3, column)]
    step(desk, draft, "apply")
    assert [order.reference for order in drafts()] == ["SP-1"]


def test_the_destination_rule_refuses_a_row_with_its_source(cast, desk):
    home = {
        **ROW,
        "Pemberi kerja": "Rumah Contoh",
        "Negara tujuan": "SA",
        "Jenis pemberi kerja": "perseorangan",
        "Gaji": "SAR 2.000",
    }
    draft = send(desk, home)
    ((name, _question),) = page_of(desk, draft).context["form"].questions.items()
    step(desk, draft, "answer", **{name: "new_individual"})
    ((line, column, sentence),) = faults_of(cast, draft)
    assert (line, column) == (2, "Pemberi kerja")
    assert "260/2015" in sentence


def test_a_pay_far_from_what_others_pay_is_asked_back(cast, desk):
    draft = send(desk, {**ROW, "Gaji": "KRW 210.000"})
    assert draft.counts == {"new": 0, "known": 0, "faults": 0, "waiting": 1}
    ((name, (_key, asked)),) = page_of(desk, draft).context["form"].questions.items()
    assert "2.060.740" in asked.sentence
    step(desk, draft, "answer", **{name: "as_written"})
    assert draft.counts == {"new": 1, "known": 0, "faults": 0}


def test_where_nothing_is_usual_yet_all_pays_are_asked_about_once(cast, sign_in):
    make_employer(cast)
    rows = [{**ROW, "No. surat permintaan": f"SP-{at}", "Gaji": f"KRW {2_000_000 + at}"} for at in range(4)]
    draft = send(sign_in(cast.lestari), *rows)
    assert len(page_of(sign_in(cast.lestari), draft).context["form"].questions) == 1


def test_a_day_in_five_digits_that_may_be_two_days_is_asked_back(cast, desk):
    draft = send(desk, {**ROW, "Siap paling lambat": "50127"})
    ((name, (_key, asked)),) = page_of(desk, draft).context["form"].questions.items()
    assert [code for code, _words in asked.choices] == ["2037-03-28", "2027-01-05"]
    step(desk, draft, "answer", **{name: "2027-01-05"})
    step(desk, draft, "apply")
    assert drafts()[0].ready_by == date(2027, 1, 5)


def test_a_household_without_an_agency_is_shown_to_be_looked_at_again(cast, desk):
    for number in range(6, 12):
        published(
            cast,
            make_employer(cast, name=f"Toko {number}", country="HK", city=""),
            number,
            monthly_pay=4990,
            pay_currency="HKD",
        )
    Employer.objects.create(name="Keluarga Contoh", employer_type="individual", country_id="HK")
    home = {
        **ROW,
        "Pemberi kerja": "Keluarga Contoh",
        "Negara tujuan": "Hong Kong",
        "Jabatan": "5311",
        "Gaji": "HK$ 4.990",
    }
    make_partner("HK")
    draft = send(desk, home, {**home, "No. surat permintaan": "SP-2", "Mitra usaha": "contoh agency hk"})
    plan = imports.plan_of(cast.lestari.actor, draft, TODAY)
    assert [(doubt.line, doubt.column) for doubt in plan.doubts] == [(2, "Mitra usaha")]
    assert draft.counts["new"] == 2


def test_a_mission_reads_in_orders_that_it_brings_from_its_own_country_alone(cast, desk, sign_in):
    mission = sign_in(cast.ratna)
    draft = send(mission, ROW, {**ROW, "No. surat permintaan": "SP-2", "Negara tujuan": "JP"})
    assert (draft.counts["new"], draft.counts["faults"]) == (1, 1)
    step(mission, draft, "apply")
    (order,) = drafts()
    assert (order.mission, order.company) == (cast.ratna.organisation, None)
    # One number in two offices is two orders.
    step(desk, send(desk, ROW), "apply")
    assert len(drafts()) == 2


def test_nobody_else_finds_the_lists(cast, sign_in):
    before = JobOrder.objects.count()
    for member in (cast.yusuf, cast.sari):
        client = sign_in(member)
        answer = client.post(reverse("imports:orders"), {"file": SimpleUploadedFile("a.csv", as_csv(ROW))})
        assert answer.status_code in (302, 403, 404)
    assert (Import.objects.count(), JobOrder.objects.count()) == (0, before)


def test_the_own_number_is_on_the_form_the_page_and_found_by_the_search(cast, desk, client):
    step(desk, send(desk, ROW), "apply")
    (order,) = drafts()
    assert "SP-1" in desk.get(reverse("job_orders:order", args=[order.number])).content.decode()
    assert order.title in desk.get(reverse("job_orders:desk"), {"q": "sp-1"}).content.decode()
    license_company(cast.lestari.organisation)
    services.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    verified(cast, order)
    assert "SP-1" not in client.get(reverse("job_orders:order", args=[order.number])).content.decode()


def test_two_orders_of_an_office_cannot_have_one_number(cast, desk):
    step(desk, send(desk, ROW), "apply")
    (order,) = drafts()
    case = f"?employer={order.employer_id}&route=P_TO_P&occupation=7212"
    typed = {
        "title": "Juru las",
        "reference": " sp-1 ",
        "openings": "3",
        "ready_by": "2026-09-01",
        "monthly_pay": "2060740",
        "pay_currency": "KRW",
        "requirements": [one.code for one in order.requirements.all()],
    }
    answer = desk.post(reverse("job_orders:new_order") + case, typed)
    assert answer.status_code in {200, 422}
    assert answer.context["form"].errors
    assert len(drafts()) == 1
