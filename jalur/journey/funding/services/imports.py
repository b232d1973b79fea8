"""Lists of budget lines as offices keep them: the columns, what a row says, and which are entered already."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, Refused
from jalur.foundation.imports.kinds import Earlier, Plan, plan_rows
from jalur.foundation.imports.rows import Column, Row, each, folded
from jalur.journey.funding.models import BudgetLine, Source
from jalur.journey.funding.rights import Right
from jalur.kit import formats
from jalur.kit.money import format_money
from jalur.kit.reading import SOON, read_money, read_number

SOURCES = folded(
    {
        "APBN": Source.APBN,
        "APBD provinsi": Source.APBD_PROVINCE,
        "APBD kabupaten": Source.APBD_REGENCY,
        "APBD kota": Source.APBD_REGENCY,
        "APBD kabupaten/kota": Source.APBD_REGENCY,
        "perusahaan": Source.COMPANY,
        "company": Source.COMPANY,
        "sendiri": Source.OWN,
        "own": Source.OWN,
        "hibah": Source.GRANT,
        "grant": Source.GRANT,
    }
)
DAY = _("Write the day as day-month-year, for example 31-12-2026.")
COLUMNS = (
    Column(
        "number",
        "Nomor mata anggaran",
        ("nomor", "kode rekening", "number"),
        "2.07.03.2.01.0012",
        _("Write the number as the budget writes it, at most 60 letters."),
        is_needed=True,
        value=lambda one: one.number,
        words=each(lambda one: one.number),
    ),
    Column(
        "title",
        "Uraian",
        ("nama", "kegiatan", "title"),
        "Pelatihan bahasa bagi CPMI (contoh)",
        _("Write what the money is for, at most 200 letters."),
        is_needed=True,
        value=lambda one: one.title,
        words=each(lambda one: one.title),
    ),
    Column(
        "source",
        "Sumber dana",
        ("sumber", "source"),
        "APBD kabupaten",
        _("Write APBN, APBD provinsi, APBD kabupaten, perusahaan, sendiri or hibah."),
        is_needed=True,
        value=lambda one: one.source,
        words=each(lambda one: one.get_source_display()),
    ),
    Column(
        "year",
        "Tahun anggaran",
        ("tahun", "year"),
        "2026",
        _("Write the budget year, for example 2026."),
        is_needed=True,
        value=lambda one: one.year,
        words=each(lambda one: one.year),
    ),
    Column(
        "amount",
        "Jumlah",
        ("nilai", "pagu", "amount"),
        "480.000.000",
        _("Write the amount in rupiah, for example 480.000.000."),
        is_needed=True,
        value=lambda one: one.amount,
        words=each(lambda one: format_money(one.amount, locale=formats.locale())),
    ),
    Column(
        "valid_from",
        "Berlaku dari",
        ("dari", "valid from"),
        "01-01-2026",
        DAY,
        value=lambda one: one.valid_from,
        words=each(lambda one: formats.day(one.valid_from)),
    ),
    Column(
        "valid_to",
        "Berlaku sampai",
        ("sampai", "valid to"),
        "31-12-2026",
        DAY,
        value=lambda one: one.valid_to,
        words=each(lambda one: formats.day(one.valid_to)),
    ),
)


def plan(actor: Actor, rows: list[Row], today: date, earlier: Earlier) -> Plan[BudgetLine]:
    """Which lines of the actor's institution would be entered, and which are there already."""
    if actor.organisation_id is None:
        raise Refused(Right.IMPORT_LINE)
    owner = actor.organisation_id

    def standing(lines: Sequence[BudgetLine]) -> dict[Hashable, UUID]:
        there = BudgetLine.objects.filter(owner=owner, year__in={line.year for line in lines}).order_by("pk")
        return {(line.year, line.number): line.pk for line in there}

    planned, _found = plan_rows(
        rows,
        _reader(owner, today),
        earlier=earlier,
        marks=lambda line: {(line.year, line.number)},
        standing=standing,
    )
    return planned


def _reader(owner: UUID, today: date) -> Callable[[Row], BudgetLine]:
    def amount(row: Row) -> Decimal:
        money = row.read("amount", read_money)
        if money <= 0:
            raise row.fault("amount")
        return money

    def year(row: Row) -> int:
        number = row.read("year", read_number)
        if not 2000 <= number <= 2100:
            raise row.fault("year")
        return number

    def read(row: Row) -> BudgetLine:
        values: dict[str, Any] = row.every(
            number=lambda row: row.text("number", longest=60),
            title=lambda row: row.text("title", longest=200),
            source=lambda row: row.choice("source", SOURCES),
            year=year,
            amount=amount,
            valid_from=lambda row: row.day("valid_from", SOON, today=today),
            valid_to=lambda row: row.day("valid_to", SOON, today=today),
        )
        values["valid_from"] = values["valid_from"] or date(values["year"], 1, 1)
        values["valid_to"] = values["valid_to"] or date(values["year"], 12, 31)
        if values["valid_to"] < values["valid_from"]:
            raise row.fault("valid_to")
        return BudgetLine(owner_id=owner, **values)

    return read
