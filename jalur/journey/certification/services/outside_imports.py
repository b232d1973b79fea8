"""Lists of results as institutes and offices get them from those who give the tests."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies.models import Competency
from jalur.foundation.imports.kinds import Earlier, Plan, plan_rows
from jalur.foundation.imports.rows import Column, Row, each, folded
from jalur.journey.candidates.models import Candidate
from jalur.journey.certification.guards import OUTSIDE_KINDS
from jalur.journey.certification.models import STANDING, OutsideKind, OutsideResult
from jalur.journey.certification.services.outside import person_for
from jalur.kit import formats
from jalur.kit.reading import ANY_DAY, PAST

COLUMNS = (
    Column(
        "candidate",
        "Nomor kandidat",
        ("nomor", "no kandidat", "candidate number", "candidate"),
        "J-7F3K-92QX",
        _("Write the candidate number of somebody whose results you may type in, for example J-7F3K-92QX."),
        is_needed=True,
        value=lambda one: one.candidate_id,
        words=each(lambda one: one.candidate.number),
    ),
    Column(
        "level",
        "Tes dan tingkat",
        ("tes", "tingkat", "test and level", "test"),
        "JLPT-N4",
        _("Write the code of the level or skill that the test shows, for example JLPT-N4."),
        is_needed=True,
        value=lambda one: one.competency_id,
        words=each(lambda one: one.competency),
    ),
    Column(
        "body",
        "Penyelenggara",
        ("lembaga penguji", "body", "who gave the test"),
        "Japan Foundation",
        _("Write who gave the test, at most 80 letters."),
        is_needed=True,
        value=lambda one: one.body,
        words=each(lambda one: one.body),
    ),
    Column(
        "certificate",
        "Nomor sertifikat",
        ("no sertifikat", "certificate number"),
        "CONTOH-0001",
        _("Write the number of the certificate as printed, at most 60 letters."),
        is_needed=True,
        value=lambda one: one.certificate,
        words=each(lambda one: one.certificate),
    ),
    Column(
        "taken_on",
        "Tanggal ujian",
        ("tanggal tes", "tanggal", "day of the test"),
        "06-07-2025",
        _("Write the day of the test as day-month-year, for example 06-07-2025; it must not lie ahead."),
        is_needed=True,
        value=lambda one: one.taken_on,
        words=each(lambda one: formats.day(one.taken_on)),
    ),
    Column(
        "expires_on",
        "Tidak berlaku mulai",
        ("berlaku sampai", "expires on"),
        "06-07-2027",
        _(
            "Write the first day on which it is no longer valid, after the day of the test; or leave it empty."
        ),
        value=lambda one: one.expires_on,
        words=each(lambda one: formats.day(one.expires_on) if one.expires_on else ""),
    ),
    Column(
        "score",
        "Skor",
        ("nilai", "score"),
        "112/180",
        _("Write the score as printed, at most 40 letters; or leave it empty."),
        value=lambda one: one.score,
        words=each(lambda one: one.score),
    ),
    Column(
        "what",
        "Tes atau sertifikat",
        ("jenis", "kind", "test or certificate"),
        "tes",
        _("Write tes, or sertifikat for a certificate of competence; or leave it empty for a test."),
        value=lambda one: one.kind,
        words=each(lambda one: one.get_kind_display()),
    ),
)
KINDS = folded(
    {
        "tes": OutsideKind.TEST,
        "test": OutsideKind.TEST,
        "sertifikat": OutsideKind.CERTIFICATE,
        "certificate": OutsideKind.CERTIFICATE,
    }
)


def plan(actor: Actor, rows: list[Row], today: date, earlier: Earlier) -> Plan[OutsideResult]:
    """Which results would be typed in by this actor, and which are there already."""
    read = _reader(actor, today)
    planned, _found = plan_rows(rows, read, earlier=earlier, marks=_marks, standing=_standing)
    return planned


def _marks(one: OutsideResult) -> set[Hashable]:
    return {(one.competency_id, one.certificate.upper())}


def _standing(rows: Sequence[OutsideResult]) -> dict[Hashable, UUID]:
    there = OutsideResult.objects.filter(
        competency__in={one.competency_id for one in rows}, state__in=STANDING
    ).order_by("pk")
    return {(one.competency_id, one.certificate.upper()): one.pk for one in there}


def _reader(actor: Actor, today: date) -> Callable[[Row], OutsideResult]:
    @cache
    def levels() -> dict[str, Competency]:
        rows = Competency.objects.filter(kind__in=OUTSIDE_KINDS).order_by("code")
        return folded({one.code: one for one in rows})

    @cache
    def person(number: str) -> Candidate | None:
        try:
            return person_for(actor, number)
        except ValidationError:
            return None

    def candidate(row: Row) -> Candidate:
        found = person(row.text("candidate", longest=12))
        if found is None:
            raise row.fault("candidate")
        return found

    def taken_on(row: Row) -> date:
        day = row.day("taken_on", PAST, today=today)
        if day is None:
            raise row.fault("taken_on")
        return day

    def read(row: Row) -> OutsideResult:
        values: dict[str, Any] = row.every(
            candidate=candidate,
            competency=lambda row: row.choice("level", levels()),
            body=lambda row: row.text("body", longest=80),
            certificate=lambda row: row.text("certificate", longest=60),
            taken_on=taken_on,
            expires_on=lambda row: row.day("expires_on", ANY_DAY, today=today),
            score=lambda row: row.text("score", longest=40) if row.is_said("score") else "",
            kind=lambda row: row.choice("what", KINDS) if row.is_said("what") else OutsideKind.TEST,
        )
        if values["expires_on"] is not None and values["expires_on"] <= values["taken_on"]:
            raise row.fault("expires_on")
        return OutsideResult(**values)

    return read
