"""Orders as the list that is read in: an office's own, to be corrected and read back, and an invented one to try."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jalur.foundation.geography.models import Country
from jalur.journey.employers.models import Employer
from jalur.journey.job_orders import queries
from jalur.journey.job_orders.models import JobOrder, OrderCost, Payer
from jalur.journey.job_orders.services.imports import COLUMNS
from jalur.journey.job_orders.services.lists import cost_key
from jalur.journey.job_orders.services.terms import Cost
from jalur.kit.spreadsheets import to_xlsx

Words = Mapping[str, Mapping[Any, str]]
# Each word is one that the room reads (services/reading.py, services/paid.py): a list that is downloaded can be read back.
INDONESIAN: Words = {
    "payer": {
        Payer.EMPLOYER: "pemberi kerja",
        Payer.COMPANY: "P3MI",
        Payer.GOVERNMENT: "pemerintah",
        Payer.WORKER: "pekerja",
    },
    "sex": {"": "L/P", "M": "L", "F": "P"},
    "employer_type": {"legal_entity": "badan hukum", "individual": "perseorangan"},
}
ENGLISH: Words = {
    "payer": {
        Payer.EMPLOYER: "employer",
        Payer.COMPANY: "agency",
        Payer.GOVERNMENT: "government",
        Payer.WORKER: "worker",
    },
    "sex": {"": "M/F", "M": "men", "F": "women"},
    "employer_type": {"legal_entity": "legal entity", "individual": "individual"},
    "heading": {
        "reference": "Order number",
        "employer": "Employer",
        "country": "Country",
        "city": "City",
        "registration": "Registration number",
        "employer_type": "Employer type",
        "partner": "Partner agency",
        "company": "Placement company",
        "route": "Scheme",
        "occupation": "Occupation code",
        "title": "Position",
        "openings": "Number of workers",
        "sex": "Gender",
        "ready_by": "Ready by",
        "contract_months": "Contract months",
        "ages": "Age range",
        "min_age": "Minimum age",
        "max_age": "Maximum age",
        "min_education": "Minimum schooling",
        "requirements": "Skills",
        "monthly_pay": "Monthly pay",
        "pay_currency": "Currency",
        "allowance": "Fixed allowance",
        "overtime_pay": "Overtime pay",
        "deductions": "Deductions",
        "deductions_for": "Deducted for",
        "weekly_hours": "Hours a week",
        "rest_days": "Days off a week",
        "lodging": "Lodging",
        "food": "Meals",
        "insurance": "Insurance",
        "cost_tiket_berangkat": "Ticket out",
        "cost_tiket_pulang": "Ticket home",
        "cost_visa": "Work visa",
        "cost_legalisasi": "Legalisation of the contract",
        "cost_pelatihan": "Training fee",
        "cost_sertifikasi": "Competency certificate",
        "cost_jasa_perusahaan": "Agency service fee",
        "cost_paspor": "Passport fee",
        "cost_skck": "Police clearance",
        "cost_jaminan_sosial": "Social security",
        "cost_kesehatan": "Medical test",
        "cost_kesehatan_tambahan": "Additional tests",
        "cost_transportasi": "Local transport",
        "cost_akomodasi": "Accommodation before departure",
    },
}
ROUTES = {"P_TO_P": "P to P", "G_TO_G": "G to G", "G_TO_P": "G to P", "UKPS": "UKPS"}
SCHOOLS = dict(enumerate(("SD", "SMP", "SMA", "D1", "D2", "D3", "S1", "Profesi", "S2", "S3")))


def cells(order: JobOrder, codes: Iterable[str], costs: Iterable[Cost], words: Words) -> dict[str, str]:
    """Key of a column → what stands in it of an order, saved or not."""
    employer, payer = order.employer, words["payer"]
    said: dict[str, Any] = {
        "employer": employer.name,
        "country": employer.country_id,
        "city": employer.city,
        "registration": employer.registration,
        "employer_type": words["employer_type"][employer.employer_type],
        "partner": order.partner.name if order.partner else "",
        "company": order.company.name if order.company else "",
        "route": ROUTES.get(order.route, order.route),
        "occupation": order.occupation_id,
        "sex": words["sex"][order.sex],
        "ready_by": f"{order.ready_by:%d-%m-%Y}",
        "min_education": SCHOOLS.get(order.min_education, "") if order.min_education is not None else "",
        "requirements": "; ".join(sorted(codes)),
        **{name: payer.get(getattr(order, name), "") for name in ("lodging", "food", "insurance")},
    }
    for cost in costs:
        about = "" if cost.amount is None else f" {_plain(cost.amount)}"
        said[cost_key(cost.item)] = f"{payer[cost.payer]}{about}"
    keys = [column.key for column in COLUMNS if column.key not in said and hasattr(order, column.key)]
    return {**{key: _plain(getattr(order, key)) for key in keys}, **said}


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}".removesuffix(".00")
    return "" if value is None else str(value)


def workbook(rows: Iterable[Mapping[str, str]], words: Words) -> Iterator[bytes]:
    """A spreadsheet with the columns that are read in."""
    named = words.get("heading", {})
    heads = [named.get(column.key, column.heading) for column in COLUMNS]
    lines = ([row.get(column.key, "") for column in COLUMNS] for row in rows)
    return to_xlsx([heads, *lines], sheet="permintaan" if words is INDONESIAN else "orders")


def listed(orders: Sequence[JobOrder], words: Words) -> Iterator[dict[str, str]]:
    """Stored orders as rows."""
    codes = queries.requirements_of_many(orders)
    costs: dict[Any, list[Cost]] = {}
    for row in OrderCost.objects.filter(order__in=[order.pk for order in orders]).order_by("pk"):
        costs.setdefault(row.order_id, []).append(Cost(row.item_id, row.payer, row.amount))
    for order in orders:
        yield cells(order, codes.get(order.pk, ()), costs.get(order.pk, ()), words)


EXAMPLES = (
    ("Galangan Contoh Busan", "KR", "Busan", "7212", "Juru las galangan", 20, 2_156_000),
    ("Baja Contoh Ulsan", "KR", "Ulsan", "7212", "Juru las struktur", 12, 2_240_000),
    ("Pabrik Contoh Ansan", "KR", "Ansan", "7212", "Juru las pabrik", 8, 2_090_000),
)


def example(today: date, words: Words) -> Iterator[dict[str, str]]:
    """Invented orders of invented employers, to try how a list is read in."""
    countries = Country.objects.in_bulk({country for _name, country, *_rest in EXAMPLES})
    for at, (name, country, city, occupation, title, openings, pay) in enumerate(EXAMPLES, start=1):
        employer = Employer(
            name=name,
            country=countries[country],
            city=city,
            employer_type="legal_entity",
            registration=f"CONTOH-{at:03}",
        )
        order = JobOrder(
            employer=employer,
            reference=f"CONTOH-{at:03}/{today.year}",
            route="P_TO_P",
            occupation_id=occupation,
            title=title,
            openings=openings,
            ready_by=today + timedelta(days=200 + 30 * at),
            monthly_pay=Decimal(pay),
            pay_currency="KRW",
            contract_months=36,
            weekly_hours=40,
            rest_days=2,
            lodging=Payer.EMPLOYER,
            food=Payer.WORKER,
            insurance=Payer.EMPLOYER,
        )
        paid = [
            Cost("VISA", Payer.EMPLOYER),
            Cost("TIKET-BERANGKAT", Payer.EMPLOYER),
            Cost("PASPOR", Payer.WORKER, Decimal(400_000)),
        ]
        yield cells(order, (), paid, words)
