"""Who pays what on the way, as lists say it: a column for each cost item of the rulebook, its cells like "pekerja 400.000"."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from jalur.foundation.imports.rows import Column, Fault, Row, each, fold, folded
from jalur.foundation.rulebook.models import CostRule
from jalur.journey.job_orders import guards
from jalur.journey.job_orders.models import Payer
from jalur.journey.job_orders.services.lists import Listed, cost_key
from jalur.journey.job_orders.services.terms import Cost
from jalur.kit import formats
from jalur.kit.money import format_money
from jalur.kit.reading import read_money

PAYERS = folded(
    {
        "": "",
        **dict.fromkeys(
            ("pemberi kerja", "majikan", "perusahaan pengguna", "employer", "free", "gratis", "ditanggung"),
            Payer.EMPLOYER,
        ),
        **dict.fromkeys(("P3MI", "perusahaan penempatan", "company", "agency", "agensi"), Payer.COMPANY),
        **dict.fromkeys(("pemerintah", "government"), Payer.GOVERNMENT),
        **dict.fromkeys(("pekerja", "sendiri", "PMI", "TKI", "worker", "self"), Payer.WORKER),
    }
)
AMOUNT = re.compile(r"(?:rp\.?\s*)?[0-9].*$", re.IGNORECASE)
# P3MI has a digit of its own.
WITH_DIGIT = re.compile(r"^p3mi\b", re.IGNORECASE)
BETWEEN = " :,;()–-="
HOW = _(
    "Write who pays it, and about how much in rupiah where that is known: pemberi kerja, P3MI, pemerintah or pekerja 400.000."
)
# Code of the rulebook's cost item → heading, and what companies call it. tests hold it to data/rulebook/cost_items.csv.
ITEMS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "TIKET-BERANGKAT": ("Tiket keberangkatan", ("tiket berangkat", "tiket", "ticket out", "air ticket", "airfare")),
    "TIKET-PULANG": ("Tiket pulang", ("tiket kepulangan", "ticket home", "return ticket")),
    "VISA": ("Visa kerja", ("visa", "biaya visa", "work visa", "working visa")),
    "LEGALISASI": ("Legalisasi perjanjian kerja", ("legalisasi", "legalisation", "legalisation of the contract")),
    "PELATIHAN": ("Biaya pelatihan", ("pelatihan", "pelatihan kerja", "training", "training fee")),
    "SERTIFIKASI": ("Sertifikat kompetensi kerja", ("sertifikasi", "uji kompetensi", "competency certificate")),
    "JASA-PERUSAHAAN": ("Jasa perusahaan", ("biaya jasa", "jasa p3mi", "service fee", "agency fee", "agency service fee")),
    "PASPOR": ("Penggantian paspor", ("paspor", "biaya paspor", "passport", "passport fee")),
    "SKCK": ("Biaya SKCK", ("skck", "police clearance")),
    "JAMINAN-SOSIAL": ("Jaminan sosial", ("bpjs", "bpjs ketenagakerjaan", "social security")),
    "KESEHATAN": (
        "Pemeriksaan kesehatan dan psikologi",
        ("medical", "mcu", "cek kesehatan", "biaya kesehatan", "medical test", "medical check up"),
    ),
    "KESEHATAN-TAMBAHAN": ("Pemeriksaan kesehatan tambahan", ("kesehatan tambahan", "additional tests")),
    "TRANSPORTASI": ("Transportasi lokal", ("transportasi", "transport lokal", "local transport")),
    "AKOMODASI": ("Akomodasi sebelum berangkat", ("biaya akomodasi", "accommodation before departure")),
}  # fmt: skip


def _cost_column(item: str) -> Column:
    heading, also = ITEMS[item]
    return Column(
        cost_key(item),
        heading,
        also,
        "pekerja 400.000" if item == "PASPOR" else "pemberi kerja",
        HOW,
        value=lambda one: _mark(one, item),
        words=each(lambda one: words(one.costs[item]) if item in one.costs else ""),
    )


def _mark(one: Listed, item: str) -> Any:
    cost = one.costs.get(item)
    return None if cost is None else (cost.payer, cost.amount)


def words(cost: Cost) -> str:
    who = str(Payer(cost.payer).label)
    return who if cost.amount is None else f"{who} {format_money(cost.amount, locale=formats.locale())}"


COLUMNS: tuple[Column, ...] = tuple(_cost_column(item) for item in ITEMS)


def read_cost(item: str, text: str) -> Cost | None:
    """What a cell says of a cost item; None for what nobody can read."""
    said = text.strip()
    if WITH_DIGIT.match(said):
        who, amount = "p3mi", WITH_DIGIT.sub("", said)
    else:
        found = AMOUNT.search(said)
        who, amount = (said[: found.start()], found[0]) if found else (said, "")
    payer = PAYERS.get(fold(who))
    if not payer:
        return None
    amount = amount.strip(BETWEEN)
    return Cost(item, payer, read_money(amount) if amount else None)


def read_costs(row: Row) -> dict[str, Cost]:
    """Cost item → who pays it, of those that the row says."""
    return {
        item: row.read(cost_key(item), lambda text, item=item: read_cost(item, text))  # type: ignore[misc]  # the item of this turn
        for item in ITEMS
        if row.is_said(cost_key(item))
    }


def charges(
    row: Row, costs: Mapping[str, Cost], rules_of: Mapping[str, CostRule]
) -> tuple[list[Fault], list[Fault]]:
    """Of what the worker is to pay, what a checked rule lets nobody charge, and what an unchecked one asks back about."""
    faults: list[Fault] = []
    doubts: list[Fault] = []
    for item, cost in costs.items():
        rule = rules_of.get(item)
        if cost.payer == Payer.WORKER and rule is not None:
            found = row.fault(cost_key(item), guards.charged_words(rule))
            (faults if rule.verified else doubts).append(found)
    return faults, doubts
