"""Lists of vacancies as offices keep them: the columns, what a row says, and which are entered already."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies.models import Competency, Education
from jalur.foundation.competencies.rules import read_schooling
from jalur.foundation.geography import queries as geography
from jalur.foundation.imports.kinds import Earlier, Plan, plan_rows
from jalur.foundation.imports.queries import find_occupations, place_finder
from jalur.foundation.imports.rows import Row, columns_of, each, folded
from jalur.journey.vacancies.models import State, Terms, Vacancy
from jalur.journey.vacancies.rights import Right
from jalur.journey.vacancies.services.vacancies import Listed
from jalur.kit import formats
from jalur.kit.folding import fold
from jalur.kit.money import format_money
from jalur.kit.reading import SOON, read_money

TERMS = folded(
    {
        "tetap": Terms.PERMANENT,
        "PKWTT": Terms.PERMANENT,
        "permanent": Terms.PERMANENT,
        "kontrak": Terms.FIXED,
        "PKWT": Terms.FIXED,
        "fixed term": Terms.FIXED,
        "harian": Terms.DAILY,
        "harian lepas": Terms.DAILY,
        "daily": Terms.DAILY,
        "": "",
    }
)
MOST_OPENINGS, LONGEST_WEEK, AGES = 100_000, 84, (15, 70)


def _money(amount: Decimal | None) -> str:
    return format_money(amount, "IDR", locale=formats.locale()) if amount is not None else ""


def _places(rows: Sequence[Listed]) -> list[str]:
    names = geography.path_names([one.vacancy.place_id for one in rows])
    return [names.get(one.vacancy.place_id, one.vacancy.place_id) for one in rows]


def _occupations(rows: Sequence[Listed]) -> list[str]:
    return [
        f"{competencies.occupation_label(one.vacancy.occupation_id)} ({one.vacancy.occupation_id})"
        for one in rows
    ]


_column = columns_of(lambda one: one.vacancy)
COLUMNS = (
    _column(
        "employer",
        "Pemberi kerja",
        ("perusahaan", "nama perusahaan", "employer", "company"),
        "PT Contoh Mebel",
        _("Write the name of the company, at most 200 letters."),
        is_needed=True,
    ),
    _column(
        "title",
        "Posisi",
        ("nama jabatan", "lowongan", "position", "job"),
        "Juru las",
        _("Write the position, at most 160 letters."),
        is_needed=True,
    ),
    _column(
        "occupation",
        "Jabatan",
        ("pekerjaan", "kode isco", "kbji", "occupation", "isco"),
        "7212",
        _("Write the occupation in words or its four digits of ISCO-08 or KBJI, for example 7212."),
        is_needed=True,
        value=lambda one: one.vacancy.occupation_id,
        words=_occupations,
    ),
    _column(
        "place",
        "Tempat kerja",
        ("lokasi", "kabupaten/kota", "kode wilayah", "place of work", "place"),
        "35.17",
        _("Write the regency or city, or a place in it: its code, for example 35.17, or its name."),
        is_needed=True,
        value=lambda one: one.vacancy.place_id,
        words=_places,
    ),
    _column(
        "openings",
        "Berapa orang",
        ("jumlah", "kebutuhan", "jumlah lowongan", "openings", "how many"),
        "5",
        _("Write how many people are wanted, at least 1."),
        is_needed=True,
    ),
    _column(
        "deadline",
        "Batas lamaran",
        ("tanggal akhir", "berlaku sampai", "last day to apply", "deadline"),
        "31-03-2026",
        _("Write the last day to apply as day-month-year, for example 31-03-2026; it must not have passed."),
        is_needed=True,
        words=each(lambda one: formats.day(one.vacancy.deadline)),
    ),
    _column(
        "pay_from",
        "Gaji dari",
        ("upah dari", "upah", "gaji", "pay from", "pay"),
        "3.200.000",
        _("Write the lowest monthly pay in rupiah, for example 3.200.000."),
        words=each(lambda one: _money(one.vacancy.pay_from)),
    ),
    _column(
        "pay_to",
        "Gaji sampai",
        ("upah sampai", "pay up to"),
        "4.000.000",
        _("Write the highest monthly pay in rupiah; it must not be below the lowest."),
        words=each(lambda one: _money(one.vacancy.pay_to)),
    ),
    _column(
        "terms",
        "Status kerja",
        ("jenis hubungan kerja", "employment"),
        "kontrak",
        _("Write tetap, kontrak or harian."),
        words=each(lambda one: one.vacancy.get_terms_display()),
    ),
    _column(
        "weekly_hours",
        "Jam per minggu",
        ("jam kerja", "hours a week"),
        "40",
        _("Write the hours a week, from 1 to 84."),
    ),
    _column(
        "min_age", "Umur minimum", ("usia minimum", "minimum age"), "18", _("Write an age from 15 to 70.")
    ),
    _column(
        "max_age",
        "Umur maksimum",
        ("usia maksimum", "maximum age"),
        "40",
        _("Write an age from 15 to 70, not below the minimum age."),
    ),
    _column(
        "min_education",
        "Pendidikan minimum",
        ("pendidikan", "minimum schooling"),
        "SMA",
        _("Write SD, SMP, SMA, SMK, D1, D2, D3, D4, S1, S2 or S3, not a number."),
        words=each(
            lambda one: Education(one.vacancy.min_education).label if one.vacancy.min_education else ""
        ),
    ),
    _column(
        "requirements",
        "Kompetensi",
        ("syarat kompetensi", "competencies"),
        "C.24LAS01.001.1",
        _("Write the codes of competencies, separated by semicolons, for example C.24LAS01.001.1."),
        value=lambda one: frozenset(one.requirements),
        words=each(lambda one: ", ".join(one.requirements)),
    ),
    _column(
        "how_to_apply",
        "Cara melamar",
        ("lamaran ke", "how to apply"),
        "Disnaker Jombang (contoh)",
        _("Write an office, a web address or an e-mail of the company, at most 300 letters."),
    ),
    _column(
        "source",
        "Sumber",
        ("asal data", "source"),
        "Wajib lapor lowongan (contoh)",
        _("Write where the vacancy is from, at most 200 letters."),
    ),
)


def plan(actor: Actor, rows: list[Row], today: date, earlier: Earlier) -> Plan[Listed]:
    """Which vacancies would be entered by this actor, and which are there already."""
    read = _reader(actor, today, earlier.meant)
    planned, _found = plan_rows(rows, read, earlier=earlier, marks=_marks, standing=_standing)
    return planned


def _mark(vacancy: Vacancy) -> tuple[Hashable, ...]:
    """One employer looks for people of one occupation in one place until one day, under one name, once."""
    return (
        fold(vacancy.employer),
        fold(vacancy.title),
        vacancy.occupation_id,
        vacancy.place_id,
        vacancy.deadline,
    )


def _marks(listed: Listed) -> set[Hashable]:
    return {_mark(listed.vacancy)}


def _standing(rows: Sequence[Listed]) -> dict[Hashable, UUID]:
    """Drafts count too: whoever reads a list in keeps the vacancies of the region."""
    there = Vacancy.objects.exclude(state=State.WITHDRAWN).filter(
        deadline__in={one.vacancy.deadline for one in rows},
        place__in={one.vacancy.place_id for one in rows},
    )
    return {_mark(vacancy): vacancy.pk for vacancy in there.order_by("pk")}


def _reader(actor: Actor, today: date, meant: dict[str, Any]) -> Callable[[Row], Listed]:
    """How a row becomes a vacancy that this actor may enter today."""
    places, occupations = place_finder(actor.place_code, today, meant), cache(find_occupations)

    @cache
    def codes() -> dict[str, str]:
        known = Competency.objects.order_by("code").values_list("code", flat=True)
        return folded({code: code for code in known})

    def place(row: Row) -> str:
        found, question = row.read("place", places)
        reached = [one for one in found if _reaches(actor, one[0])]
        if len(found) == 1 and not reached:
            raise row.fault("place", _("Your office does not keep the vacancies of this place."))
        return row.chosen("place", reached, question)

    def occupation(row: Row) -> str:
        found, question = row.read("occupation", occupations)
        return row.chosen("occupation", found, question)

    def deadline(row: Row) -> date:
        day = row.day("deadline", SOON, today=today)
        if day is None or day < today:
            raise row.fault("deadline")
        return day

    def read(row: Row) -> Listed:
        values: dict[str, Any] = row.every(
            employer=lambda row: row.text("employer", longest=200),
            title=lambda row: row.text("title", longest=160),
            occupation_id=occupation,
            place_id=place,
            openings=lambda row: row.number("openings", 1, MOST_OPENINGS, is_needed=True),
            deadline=deadline,
            pay_from=lambda row: _amount(row, "pay_from"),
            pay_to=lambda row: _amount(row, "pay_to"),
            terms=lambda row: row.choice("terms", TERMS),
            weekly_hours=lambda row: row.number("weekly_hours", 1, LONGEST_WEEK),
            min_age=lambda row: row.number("min_age", *AGES),
            max_age=lambda row: row.number("max_age", *AGES),
            min_education=_schooling,
            requirements=lambda row: row.choices("requirements", codes()),
            how_to_apply=lambda row: row.words("how_to_apply", 300),
            source=lambda row: row.words("source", 200),
        )
        requirements = values.pop("requirements")
        for low, high in (("pay_from", "pay_to"), ("min_age", "max_age")):
            if None not in (values[low], values[high]) and values[high] < values[low]:
                raise row.fault(high)
        return Listed(Vacancy(**values), tuple(requirements))

    return read


def _amount(row: Row, key: str) -> Decimal | None:
    return row.read(key, read_money) if row.is_said(key) else None


def _schooling(row: Row) -> int | None:
    return row.read("min_education", read_schooling) if row.is_said("min_education") else None


def _reaches(actor: Actor, code: str) -> bool:
    return access.covers(actor, Right.IMPORT_VACANCY, Vacancy(place_id=code))
