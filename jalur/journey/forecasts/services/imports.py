"""Lists of expected demand: the columns, what a row says, and which forecasts stand already."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.geography import queries as geography
from jalur.foundation.imports.kinds import Earlier, Plan, plan_rows
from jalur.foundation.imports.queries import find_occupations
from jalur.foundation.imports.rows import Column, Row, each, folded
from jalur.journey.forecasts import rules
from jalur.journey.forecasts.models import Forecast, Sureness
from jalur.kit import formats
from jalur.kit.reading import read_number

SURE = folded(
    {
        "tinggi": Sureness.HIGH,
        "high": Sureness.HIGH,
        "sedang": Sureness.MEDIUM,
        "medium": Sureness.MEDIUM,
        "rendah": Sureness.LOW,
        "low": Sureness.LOW,
    }
)


def _countries(rows: Sequence[Forecast]) -> list[str]:
    names = geography.country_names(one.destination_id for one in rows)
    return [names[one.destination_id] for one in rows]


def _column(
    key: str, heading: str, also: tuple[str, ...], example: str, instruction: Any, **more: Any
) -> Column:
    """A column that every row needs, compared and shown as it stands there."""
    known = {"value": lambda one: getattr(one, key), "words": each(lambda one: getattr(one, key))}
    return Column(key, heading, also, example, instruction, is_needed=True, **(known | more))


COLUMNS = (
    _column(
        "destination",
        "Negara tujuan",
        ("tujuan", "negara", "destination"),
        "KR",
        _("Write one country by its name or two-letter code, for example KR; a mission its own."),
        value=lambda one: one.destination_id,
        words=_countries,
    ),
    _column(
        "occupation",
        "Jabatan",
        ("pekerjaan", "kbji", "isco", "occupation"),
        "7212",
        _("Write the occupation in words or its four digits of ISCO-08 or KBJI, for example 7212."),
        value=lambda one: one.occupation_id,
        words=each(lambda one: f"{competencies.occupation_label(one.occupation_id)} ({one.occupation_id})"),
    ),
    _column(
        "people",
        "Berapa orang",
        ("jumlah", "perkiraan", "how many", "people"),
        "120",
        _("Write how many people are expected, at least 1."),
    ),
    _column(
        "begins",
        "Dari bulan",
        ("mulai", "bulan mulai", "from", "from month"),
        "03-2026",
        _("Write the first month as month-year, for example 03-2026."),
        words=each(lambda one: month_words(one.begins)),
    ),
    _column(
        "ends",
        "Sampai bulan",
        ("sampai", "bulan akhir", "to", "to month"),
        "08-2026",
        _(
            "Write the last month as month-year, for example 08-2026; it must not be over, nor before the first."
        ),
        words=each(lambda one: month_words(one.ends)),
    ),
    _column(
        "sureness",
        "Keyakinan",
        ("tingkat keyakinan", "how sure"),
        "sedang",
        _("Write tinggi, sedang or rendah."),
        words=each(lambda one: one.get_sureness_display()),
    ),
    _column(
        "ground",
        "Dasar",
        ("alasan", "dasar perkiraan", "ground"),
        "Surat minat galangan (contoh)",
        _("Write on what ground, at most 500 letters."),
    ),
)


def month_words(day: date) -> str:
    """ "March 2026"."""
    return formats.month(day)


def plan(actor: Actor, rows: list[Row], today: date, earlier: Earlier) -> Plan[Forecast]:
    """Which forecasts would be stated by this actor's organisation, and which stand already, whatever their numbers."""

    def standing(entries: Sequence[Forecast]) -> dict[Hashable, UUID]:
        there = Forecast.objects.standing().filter(
            organisation=actor.organisation_id,
            destination__in={one.destination_id for one in entries},
        )
        return {mark: other.pk for other in there.order_by("pk") for mark in _marks(other)}

    planned, _found = plan_rows(rows, _reader(actor, today), earlier=earlier, marks=_marks, standing=standing)
    return planned


def _marks(forecast: Forecast) -> set[Hashable]:
    """The months it stands for: two of one destination and occupation that share one cannot both stand."""
    count = rules.months_between(forecast.begins, forecast.ends)
    months = rules.months_ahead(forecast.begins, count)
    return {(forecast.destination_id, forecast.occupation_id, month) for month in months}


def _reader(actor: Actor, today: date) -> Callable[[Row], Forecast]:
    """How a row becomes a forecast that this actor may state today."""
    countries, occupations = folded(geography.country_words()), cache(find_occupations)

    def destination(row: Row) -> str:
        country = row.choice("destination", countries)
        if actor.country and country != actor.country:
            raise row.fault("destination")
        return country

    def occupation(row: Row) -> str:
        found, question = row.read("occupation", occupations)
        if not found:
            raise row.fault("occupation")
        return row.ask("occupation", question, found) if question else found[0][0]

    def people(row: Row) -> int:
        number = row.read("people", read_number)
        if not 1 <= number <= 100_000:
            raise row.fault("people")
        return number

    def read(row: Row) -> Forecast:
        values: dict[str, Any] = row.every(
            destination_id=destination,
            occupation_id=occupation,
            people=people,
            begins=lambda row: row.read("begins", rules.read_month),
            ends=lambda row: rules.month_ends(row.read("ends", rules.read_month)),
            sureness=lambda row: row.choice("sureness", SURE),
            ground=lambda row: row.text("ground", longest=500),
        )
        is_long = rules.months_between(values["begins"], values["ends"]) > rules.LONGEST_MONTHS
        if values["ends"] < max(today, values["begins"]) or is_long:
            raise row.fault("ends")
        return Forecast(**values)

    return read
