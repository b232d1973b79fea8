"""Orders as companies keep them in spreadsheets: the columns, and which rows are new, change a draft, or are there already."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies.models import Occupation
from jalur.foundation.geography import queries as geography
from jalur.foundation.imports.kinds import Change, Earlier, Plan, plan_rows
from jalur.foundation.imports.rows import Column, Row, columns_of, each
from jalur.journey.job_orders import queries
from jalur.journey.job_orders.models import JobOrder, OrderCost, State
from jalur.journey.job_orders.services import paid
from jalur.journey.job_orders.services.lists import Listed
from jalur.journey.job_orders.services.reading import Reader
from jalur.journey.job_orders.services.terms import Cost
from jalur.kit import formats
from jalur.kit.folding import fold
from jalur.kit.money import format_money

_column = columns_of(lambda one: one.order)


def _money(name: str) -> Any:
    def words(one: Listed) -> str:
        amount: Decimal | None = getattr(one.order, name)
        return "" if amount is None else format_money(amount, one.order.pay_currency, locale=formats.locale())

    return each(words)


def _occupations(rows: Sequence[Listed]) -> list[str]:
    codes = {one.order.occupation_id for one in rows}
    titles = {one.code: one.title for one in Occupation.objects.filter(code__in=codes).order_by("code")}
    return [f"{titles.get(code, '')} ({code})" for code in (one.order.occupation_id for one in rows)]


def _countries(rows: Sequence[Listed]) -> list[str]:
    codes = [one.order.employer.country_id for one in rows]
    names = geography.country_names(codes)
    return [names.get(code, code) for code in codes]


def _of_employer(name: str) -> dict[str, Any]:
    return {
        "value": lambda one: getattr(one.order.employer, name),
        "words": each(lambda one: getattr(one.order.employer, name)),
    }


def _ages(one: Listed) -> str:
    order = one.order
    return "–".join("" if age is None else str(age) for age in (order.min_age, order.max_age))


def _named(name: str) -> dict[str, Any]:
    """An organisation that the order names, by its key and its name."""
    return {
        "value": lambda one: getattr(one.order, f"{name}_id"),
        "words": each(lambda one: getattr(one.order, name) or ""),
    }


def _chosen(name: str) -> Any:
    return each(lambda one: getattr(one.order, f"get_{name}_display")() if getattr(one.order, name) else "")


PAYER = _("Write who pays: pemberi kerja, P3MI, pemerintah or pekerja.")
AMOUNT = _("Write the amount a month in the currency of the pay, for example 150.000.")
ABOUT_ORDER: tuple[Column, ...] = (
    _column(
        "reference",
        "No. surat permintaan",
        (
            *("nomor permintaan", "no permintaan", "nomor surat permintaan", "no surat", "nomor surat"),
            *("referensi", "no referensi", "no job order", "nomor job order", "kode permintaan", "kode jo"),
            *(
                "demand letter",
                "demand letter no",
                "no demand letter",
                "order no",
                "order number",
                "reference",
            ),
            *("reference no", "ref", "ref no", "job order no", "request number", "own number"),
        ),
        "SP-014/2026",
        _("Write your own number of the request, at most 60 letters; each order has its own."),
        value=lambda one: one.order.reference.upper(),
    ),
    _column(
        "employer",
        "Pemberi kerja",
        (
            *("nama pemberi kerja", "majikan", "pengguna", "nama pengguna", "user"),
            *(
                "perusahaan pengguna",
                "perusahaan pemberi kerja",
                "employer",
                "employer name",
                "name of employer",
            ),
            "principal",
        ),
        "Contoh Heavy Industries",
        _("Write the name of the employer abroad, at most 200 letters."),
        is_needed=True,
        value=lambda one: one.order.employer.pk,
        words=each(lambda one: one.order.employer.name),
    ),
    _column(
        "country",
        "Negara tujuan",
        ("negara", "negara penempatan", "tujuan", "country", "destination", "destination country"),
        "KR",
        _("Write the country of the employer by name or in two letters, for example KR."),
        value=lambda one: one.order.employer.country_id,
        words=_countries,
    ),
    _column(
        "city",
        "Kota pemberi kerja",
        (
            "kota",
            "lokasi kerja",
            "lokasi",
            "tempat kerja",
            "kota penempatan",
            "city",
            "work location",
            "location",
        ),
        "Ulsan",
        _("Write the city of the employer, at most 120 letters."),
        **_of_employer("city"),
    ),
    _column(
        "registration",
        "No. registrasi pemberi kerja",
        (
            *("nomor registrasi", "no registrasi", "nomor pendaftaran", "nomor pendaftaran pemberi kerja"),
            *(
                "registration",
                "registration no",
                "registration number",
                "business registration number",
                "uen",
            ),
        ),
        "610-81-00000",
        _("Write the number under which the employer is registered in its country, at most 80 letters."),
        **_of_employer("registration"),
    ),
    _column(
        "employer_type",
        "Jenis pemberi kerja",
        ("tipe pemberi kerja", "bentuk pemberi kerja", "employer type", "type of employer"),
        "badan hukum",
        _("Write badan hukum or perseorangan."),
        value=lambda one: one.order.employer.employer_type,
        words=each(lambda one: one.order.employer.get_employer_type_display()),
    ),
    _column(
        "partner",
        "Mitra usaha",
        ("agensi", "agency", "agen", "mitra", "nama agensi", "partner", "partner agency", "overseas agency"),
        "Contoh Agency KR",
        _("Write the name of the partner agency as it is registered in that country."),
        **_named("partner"),
    ),
    _column(
        "company",
        "P3MI",
        ("perusahaan penempatan", "nama p3mi", "placement company", "pptkis"),
        "PT Jalan Contoh",
        _("Write the name of the placement company as it is registered."),
        **_named("company"),
    ),
    _column(
        "route",
        "Skema penempatan",
        ("skema", "jalur", "jalur penempatan", "program", "route", "scheme", "placement scheme"),
        "P to P",
        _("Write P to P, G to G, G to P or UKPS; an empty cell is P to P."),
        words=_chosen("route"),
    ),
)
ABOUT_JOB: tuple[Column, ...] = (
    _column(
        "occupation",
        "Jabatan",
        (
            *("kode jabatan", "kode isco", "isco", "kbji", "kode kbji", "pekerjaan", "jenis pekerjaan"),
            *("occupation", "occupation code", "job", "job title", "job category"),
        ),
        "7212",
        _("Write the occupation in words or its four digits of ISCO-08 or KBJI, for example 7212."),
        is_needed=True,
        value=lambda one: one.order.occupation_id,
        words=_occupations,
    ),
    _column(
        "title",
        "Posisi",
        ("nama posisi", "posisi menurut pemberi kerja", "lowongan", "position", "position title"),
        "Juru las galangan",
        _("Write the position as the employer calls it, at most 160 letters."),
    ),
    _column(
        "openings",
        "Berapa orang",
        (
            *("jumlah", "jumlah orang", "jumlah pekerja", "jumlah permintaan", "jumlah kebutuhan", "kebutuhan"),
            *("kuota", "jml", "qty", "quantity", "openings", "how many", "number of workers", "headcount", "pax"),
        ),
        "12",
        _("Write how many people are asked for, from 1 to 100.000."),
        is_needed=True,
        words=each(lambda one: formats.number(one.order.openings)),
    ),
    _column(
        "sex",
        "Jenis kelamin",
        ("jk", "l/p", "gender", "sex", "kelamin"),
        "L/P",
        _("Write L for men, P for women, L/P for both."),
        words=each(lambda one: one.order.get_sex_display()),
    ),
    _column(
        "ready_by",
        "Siap paling lambat",
        (
            *("tanggal siap", "batas waktu", "tgl siap", "tanggal dibutuhkan", "dibutuhkan tanggal"),
            *("ready by", "needed by", "deadline", "required date", "people ready by"),
        ),
        "30-09-2026",
        _("Write the day by which people are ready as day-month-year, for example 30-09-2026."),
        is_needed=True,
        words=each(lambda one: formats.day(one.order.ready_by)),
    ),
    _column(
        "contract_months",
        "Lama kontrak (bulan)",
        ("lama kontrak", "kontrak", "masa kontrak", "durasi kontrak", "contract", "contract months",
         "contract period", "length of contract"),
        "24",
        _("Write the months of the contract, from 1 to 120, for example 24; or 2 tahun."),
    ),
    _column(
        "ages",
        "Usia",
        ("umur", "rentang usia", "batas usia", "age", "ages", "age range"),
        "18-39",
        _("Write two ages, for example 18-39, or one with min or maks."),
        value=lambda one: (one.order.min_age, one.order.max_age),
        words=each(_ages),
    ),
    _column(
        "min_age", "Usia minimum", ("umur minimum", "usia min", "umur min", "minimum age", "min age"), "18",
        _("Write an age from 15 to 70."),
    ),
    _column(
        "max_age", "Usia maksimum",
        ("umur maksimum", "usia maks", "umur maks", "maximum age", "max age"), "39",
        _("Write an age from 15 to 70, not below the minimum age."),
    ),
    _column(
        "min_education",
        "Pendidikan minimum",
        ("pendidikan", "pendidikan min", "education", "minimum schooling", "minimum education"),
        "SMK",
        _("Write SD, SMP, SMA, SMK, D1, D2, D3, D4, S1, S2 or S3, not a number."),
        words=_chosen("min_education"),
    ),
    _column(
        "requirements",
        "Kompetensi",
        ("syarat kompetensi", "kode unit", "competencies", "skills"),
        "C.24LAS01.001.1",
        _("Write the codes of competencies, separated by semicolons, that are asked beside what the destination requires."),
        value=lambda one: frozenset(one.requirements),
        words=each(lambda one: ", ".join(one.requirements)),
    ),
)  # fmt: skip
ABOUT_PAY: tuple[Column, ...] = (
    _column(
        "monthly_pay",
        "Gaji per bulan",
        (
            *("gaji", "gaji pokok", "upah", "upah pokok", "gaji bulanan", "gaji/bulan", "upah per bulan"),
            *("salary", "basic salary", "monthly salary", "monthly pay", "wage", "basic wage", "pay"),
        ),
        "KRW 2.060.740",
        _("Write the whole amount a month, with its currency or without, for example KRW 2.060.740."),
        is_needed=True,
        value=lambda one: (one.order.monthly_pay, one.order.pay_currency),
        words=_money("monthly_pay"),
    ),
    _column(
        "pay_currency",
        "Mata uang",
        ("valuta", "kurs", "currency", "ccy"),
        "KRW",
        _("Write the currency in three letters, for example KRW."),
    ),
    _column(
        "allowance",
        "Tunjangan tetap",
        ("tunjangan", "tunjangan per bulan", "gaji tunjangan", "allowance", "allowances", "fixed allowance"),
        "150.000",
        AMOUNT,
        words=_money("allowance"),
    ),
    _column(
        "overtime_pay",
        "Upah lembur per jam",
        ("lembur", "upah lembur", "lembur per jam", "overtime", "overtime pay", "overtime rate"),
        "14.790",
        _("Write the pay for an hour of overtime in the currency of the pay, for example 14.790."),
        words=_money("overtime_pay"),
    ),
    _column(
        "deductions",
        "Potongan gaji",
        ("potongan", "potongan per bulan", "gaji potongan", "deductions", "deduction", "salary deduction"),
        "0",
        _("Write what is taken off the pay each month, less than the pay; 0 if nothing is."),
        words=_money("deductions"),
    ),
    _column(
        "deductions_for",
        "Potongan untuk",
        ("keterangan potongan", "alasan potongan", "deductions for", "deducted for"),
        "tidak ada potongan",
        _("Say what is taken off the pay for, at most 160 letters."),
    ),
    _column(
        "weekly_hours",
        "Jam kerja per minggu",
        ("jam kerja", "jam per minggu", "working hours", "hours a week", "weekly hours"),
        "40",
        _("Write the hours a week, from 1 to 112."),
    ),
    _column(
        "rest_days",
        "Hari libur per minggu",
        ("hari libur", "libur per minggu", "libur", "days off", "rest days", "days off a week"),
        "2",
        _("Write the days off a week, from 0 to 6."),
        words=each(lambda one: "" if one.order.rest_days is None else str(one.order.rest_days)),
    ),
    _column(
        "lodging",
        "Tempat tinggal ditanggung",
        (
            "tempat tinggal",
            "akomodasi",
            "penginapan",
            "mes",
            "lodging",
            "accommodation",
            "housing",
            "dormitory",
        ),
        "pemberi kerja",
        PAYER,
        words=_chosen("lodging"),
    ),
    _column(
        "food",
        "Makan ditanggung",
        ("makan", "konsumsi", "food", "meals", "meal"),
        "pekerja",
        PAYER,
        words=_chosen("food"),
    ),
    _column(
        "insurance",
        "Asuransi ditanggung",
        ("asuransi", "asuransi di luar negeri", "insurance", "medical insurance"),
        "pemberi kerja",
        PAYER,
        words=_chosen("insurance"),
    ),
)
COLUMNS = (*ABOUT_ORDER, *ABOUT_JOB, *ABOUT_PAY, *paid.COLUMNS)


def plan(actor: Actor, rows: list[Row], today: date, earlier: Earlier) -> Plan[Listed]:
    """Which drafts would be written and which changed; orders that were sent stay, and what law or standard refuses is named."""
    read = Reader(actor, rows, today, earlier.meant)
    own = JobOrder.objects.of_office(actor).exclude(state=State.WITHDRAWN)
    planned, found = plan_rows(
        rows, read, earlier=earlier, marks=_marks, standing=lambda entries: _standing(own, entries)
    )
    there = _orders(own, found.values())
    said = queries.requirements_of_many(there.values())
    costs = _costs(there)
    pairs, known, changed = {}, [], []
    for line, entry in planned.known:
        order = there[found[line]]
        codes = tuple(sorted(said.get(order.pk, ())))
        pairs[line] = Listed(order, codes, costs.get(order.pk, {})), entry
        if order.state == State.DRAFT:
            changed.append((line, Change(order, entry, "")))
        else:
            known.append((line, entry))
    doubts = sorted(read.doubts, key=lambda doubt: doubt.line)
    return replace(planned, known=known, changed=changed, pairs=pairs, doubts=doubts)


def _orders(own: Any, keys: Any) -> Mapping[UUID, JobOrder]:
    related = ("employer__country", "partner", "company", "occupation")
    return {order.pk: order for order in own.filter(pk__in=set(keys)).select_related(*related).order_by("pk")}


def _costs(there: Mapping[UUID, JobOrder]) -> dict[UUID, dict[str, Cost]]:
    """Order → cost item → who pays it."""
    found: dict[UUID, dict[str, Cost]] = {}
    for row in OrderCost.objects.filter(order__in=there).order_by("pk"):
        found.setdefault(row.order_id, {})[row.item_id] = Cost(row.item_id, row.payer, row.amount)
    return found


def _marks(listed: Listed) -> set[Hashable]:
    return {_mark(listed.order)}


def _mark(order: JobOrder) -> tuple[Hashable, ...]:
    """The office's own number; without one what tells an order from the others of its employer."""
    if order.reference:
        return (order.reference.upper(),)
    return (
        *(order.employer.pk, fold(order.title), order.occupation_id, order.route, order.ready_by),
        *(order.sex, order.monthly_pay, order.pay_currency),
    )


def _standing(own: Any, rows: Sequence[Listed]) -> dict[Hashable, UUID]:
    """Mark → order of the office, whatever its state."""
    numbers = {one.order.reference.upper() for one in rows if one.order.reference}
    numbered = own.alias(capitals=Upper("reference")).filter(capitals__in=numbers).order_by("pk")
    there: dict[Hashable, UUID] = {
        (reference.upper(),): key for reference, key in numbered.values_list("reference", "pk")
    }
    unnumbered = [one.order for one in rows if not one.order.reference]
    alike = own.filter(
        reference="",
        employer__in={order.employer.pk for order in unnumbered},
        ready_by__in={order.ready_by for order in unnumbered},
    )
    return there | {_mark(order): order.pk for order in alike.select_related("employer").order_by("pk")}
