"""Lists of entry tests as offices and centres keep them: the columns, what a row says, and which are recorded already."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies.models import Competency, LanguageScale
from jalur.foundation.imports.kinds import Earlier, Plan, plan_rows
from jalur.foundation.imports.rows import Column, Row, each, fold, folded
from jalur.journey.candidates.models import Candidate, State
from jalur.journey.candidates.rules import candidate_number
from jalur.journey.languages.models import EntryTest, TestState
from jalur.journey.languages.services.tests import institution, may_test
from jalur.kit import formats
from jalur.kit.reading import PAST, read_number

BELOW = folded({"belum": None, "di bawah": None, "di bawah tingkat pertama": None, "below": None, "0": None})
PERCENT = _("Write per cent from 0 to 100, or leave it empty.")


def _number(key: str, heading: str, also: tuple[str, ...], example: str, instruction: Any) -> Column:
    return Column(
        key,
        heading,
        also,
        example,
        instruction,
        value=lambda one: getattr(one, key),
        words=each(lambda one: "" if getattr(one, key) is None else getattr(one, key)),
    )


COLUMNS = (
    Column(
        "candidate",
        "Nomor kandidat",
        ("nomor", "no kandidat", "candidate number", "candidate"),
        "J-7F3K-92QX",
        _("Write the candidate number of somebody whom your institution may test, for example J-7F3K-92QX."),
        is_needed=True,
        value=lambda one: one.candidate_id,
        words=each(lambda one: one.candidate.number),
    ),
    Column(
        "scale",
        "Skala",
        ("bahasa", "tes", "scale", "language"),
        "JLPT",
        _("Write the code of the scale, for example JLPT, EPS-TOPIK or CEFR-EN."),
        is_needed=True,
        value=lambda one: one.scale_id,
        words=each(lambda one: one.scale),
    ),
    Column(
        "taken_on",
        "Tanggal tes",
        ("tanggal", "hari tes", "date", "day of the test"),
        "10-01-2026",
        _("Write the day of the test as day-month-year, for example 10-01-2026; it must not lie ahead."),
        is_needed=True,
        value=lambda one: one.taken_on,
        words=each(lambda one: formats.day(one.taken_on)),
    ),
    Column(
        "level",
        "Tingkat",
        ("level", "hasil", "tingkat yang dicapai"),
        "N5",
        _("Write the level of that scale, for example N5 or A2; leave it empty below the first level."),
        value=lambda one: one.level_id,
        words=each(lambda one: one.level or _("below the first level")),
    ),
    _number(
        "points",
        "Nilai",
        ("skor", "points", "score"),
        "62",
        _("Write the points, a whole number up to the most."),
    ),
    _number(
        "maximum",
        "Nilai maksimum",
        ("maksimum", "dari", "maximum"),
        "100",
        _("Write the most that can be reached; in a list without this column points are left out."),
    ),
    _number("listening", "Mendengar", ("listening",), "70", PERCENT),
    _number("speaking", "Berbicara", ("speaking",), "55", PERCENT),
    _number("reading", "Membaca", ("reading",), "65", PERCENT),
    _number("writing", "Menulis", ("writing",), "60", PERCENT),
    Column(
        "note",
        "Catatan",
        ("keterangan", "note"),
        "Tes tertulis dan lisan",
        _("At most 200 letters, nothing about health or family."),
        value=lambda one: one.note,
        words=each(lambda one: one.note),
    ),
)
LIMITS = {"points": 1000, "maximum": 1000, "listening": 100, "speaking": 100, "reading": 100, "writing": 100}


def plan(actor: Actor, rows: list[Row], today: date, earlier: Earlier) -> Plan[EntryTest]:
    """Which tests would be recorded by this actor, and which are there already."""
    planned, _found = plan_rows(
        rows, _reader(actor, today), earlier=earlier, marks=_marks, standing=_standing
    )
    return planned


def _marks(test: EntryTest) -> set[Hashable]:
    return {(test.candidate_id, test.scale_id, test.taken_on)}


def _standing(rows: Sequence[EntryTest]) -> dict[Hashable, UUID]:
    there = EntryTest.objects.filter(
        candidate__in={one.candidate_id for one in rows}, state=TestState.RECORDED
    ).order_by("pk")
    return {(one.candidate_id, one.scale_id, one.taken_on): one.pk for one in there}


def _reader(actor: Actor, today: date) -> Callable[[Row], EntryTest]:
    """How a row becomes a test that this actor's institution gave."""

    @cache
    def scales() -> dict[str, LanguageScale]:
        rows = LanguageScale.objects.order_by("code")
        return folded(
            {name: scale for scale in rows for name in (scale.title_en, scale.title_id, scale.code)}
        )

    @cache
    def levels(scale: str) -> dict[str, Competency | None]:
        rows = Competency.objects.filter(scale=scale).order_by("rank")
        named = {
            name: level
            for level in rows
            for name in (level.code, level.code.rpartition("-")[2], level.title_id, level.title_en)
        }
        return {**BELOW, **folded(named)}

    @cache
    def person(number: str) -> Candidate | None:
        return (
            Candidate.objects.current()
            .select_related("person__residence")
            .filter(number=candidate_number(number))
            .first()
        )

    def candidate(row: Row) -> Candidate:
        found = person(row.text("candidate", longest=12))
        if found is None or found.state == State.WITHDRAWN or not may_test(actor, found):
            raise row.fault("candidate")
        return found

    def taken_on(row: Row) -> date:
        day = row.day("taken_on", PAST, today=today)
        if day is None:
            raise row.fault("taken_on")
        return day

    def read(row: Row) -> EntryTest:
        values: dict[str, Any] = row.every(
            candidate=candidate,
            scale=lambda row: row.choice("scale", scales()),
            taken_on=taken_on,
            note=lambda row: row.text("note", longest=200) if row.is_said("note") else "",
            **{key: lambda row, key=key: _percent_or_points(row, key) for key in LIMITS},
        )
        values["level"] = _level(row, levels(values["scale"].pk))
        if not {"points", "maximum"} <= row.cells.keys():
            values |= {"points": None, "maximum": None}
        points, most = values["points"], values["maximum"]
        if (points is None) != (most is None) or (points is not None and points > most):
            raise row.fault("maximum" if points is not None else "points")
        return EntryTest(**values, given_by_id=institution(actor))

    return read


def _percent_or_points(row: Row, key: str) -> int | None:
    if not row.is_said(key):
        return None
    value = row.read(key, read_number)
    if value > LIMITS[key]:
        raise row.fault(key)
    return value


def _level(row: Row, meanings: dict[str, Competency | None]) -> Competency | None:
    if not row.is_said("level"):
        return None
    key = fold(row.cells["level"])
    if key not in meanings:
        raise row.fault("level")
    return meanings[key]
